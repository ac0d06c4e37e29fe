"""Files on disk: written whole or not at all, named by what they hold.

A file's name is the sha256 of its bytes, in folders of 256, under `originals/`, `documents/`,
`messages/`, `answers/` and `imports/` of the state folder. It may lie there sealed (store.sealing),
which nobody outside the store can tell: its name is that of what it says.
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from filelock import FileLock

from scord.store import steps
from scord.store.sealing import SealedFile, Sealing, sealed_size, sealing_into
from scord.store.writing import PART, fill, half_written, sync_folder
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import BinaryIO

    from scord.store.sealing import SealedWriter

_CHUNK = 1 << 20
_LOCK = ".lock"


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Writes `data` under a temporary name, syncs, renames, syncs the folder. Raises DISK_FULL.

    `mode` is the file's rights before the umask.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with half_written(path.parent, path.name) as partial:
        fill(partial, lambda target: target.write(data), mode)
        partial.replace(path)
    sync_folder(path.parent)


def hash_file(path: Path) -> str:
    """The sha256 of the file's bytes, read in pieces."""
    with path.open("rb") as source:
        return _hash(source)


def _hash(source: BinaryIO) -> str:
    return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]


@dataclass(frozen=True)
class Shelf:
    """One folder of files named by content: putting the same bytes twice keeps one file."""

    root: Path
    suffix: str = ""
    sealing: Sealing | None = field(default=None, compare=False)

    def path(self, sha256: str) -> Path:
        """Where it lies; what lies there may be sealed."""
        return self.root / sha256[:2] / f"{sha256}{self.suffix}"

    def __contains__(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def file(self, sha256: str) -> Path | SealedFile:
        """For a worker: what it needs to open this file, and no other. Raises STORE_KEY_MISSING."""
        path = self.path(sha256)
        try:
            return self.sealing.file(path) if self.sealing else path
        except OSError:
            return path  # whoever opens it tells why it cannot be read

    def open(self, sha256: str) -> BinaryIO:
        """The bytes kept under `sha256`, which they are, from their beginning.

        Raises ScordError STORE_FILE_DAMAGED where they are not there, STORE_KEY_MISSING.
        """
        with ExitStack() as open_till_sound:
            with self._damage(sha256):
                source = open_till_sound.enter_context(self.file(sha256).open("rb"))
                found = _hash(source)
            if found != sha256:
                raise self._damaged(sha256)
            source.seek(0)
            open_till_sound.pop_all()
        return source

    def read(self, sha256: str) -> bytes:
        """As `open`, whole."""
        with self._damage(sha256), self.file(sha256).open("rb") as source:
            data = source.read()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise self._damaged(sha256)
        return data

    def is_sound(self, sha256: str) -> bool:
        """Whether `open` gives it. Raises STORE_KEY_MISSING."""
        try:
            self.open(sha256).close()
        except ScordError as fault:
            if fault.code == Code.STORE_FILE_DAMAGED:
                return False
            raise
        return True

    def put(self, data: bytes) -> str:
        """Keeps `data` and returns its sha256. Raises ScordError DISK_FULL, STORE_KEY_MISSING."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        size = sealed_size(len(data)) if self._seals else len(data)
        if not (path.exists() and path.stat().st_size == size):
            path.parent.mkdir(parents=True, exist_ok=True)
            with half_written(path.parent) as partial:
                self._fill(partial, lambda target: target.write(data))
                partial.replace(path)
            sync_folder(path.parent)
        return sha256

    def put_file(self, source: Path) -> str:
        """Keeps a copy of the file `source` and returns its sha256. Raises as `put`, OSError."""
        self.root.mkdir(parents=True, exist_ok=True)
        with half_written(self.root) as partial:
            with source.open("rb") as original:
                sha256 = self._copy(original, partial)
            path = self.path(sha256)
            path.parent.mkdir(exist_ok=True)
            partial.replace(path)
        sync_folder(path.parent)
        return sha256

    def settle(self, sha256: str) -> bool:
        """Makes a file that lies otherwise lie as new ones do; whether it did.

        After a crash it lies in the one way or the other, whole. Raises as `open` and `put`.
        """
        path = self.path(sha256)
        with self._removing():
            if sha256 not in self or self._lies_well(path):
                return False
            with half_written(path.parent) as partial, self.open(sha256) as source:
                if self._copy(source, partial) != sha256 or not self._says(partial, sha256):
                    raise self._damaged(sha256)
                steps.reached("sealing.written")
                source.close()  # Windows renames nothing over an open file
                partial.replace(path)
            sync_folder(path.parent)
        steps.reached("sealing.replaced")
        return True

    def drop(self, sha256: str) -> None:
        """Removes a file that no row refers to."""
        with self._removing():
            self.path(sha256).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """The sha256 of every file kept here."""
        for path in self.root.glob(f"??/*{self.suffix}"):
            if not path.name.endswith(PART):
                yield path.name.removesuffix(self.suffix)

    def sweep(self) -> None:
        """Removes what a crash left half written. Only for the one process that writes here."""
        for partial in [*self.root.glob(f"*{PART}"), *self.root.glob(f"??/*{PART}")]:
            partial.unlink(missing_ok=True)

    def _damaged(self, sha256: str) -> ScordError:
        return ScordError(Code.STORE_FILE_DAMAGED, name=self.path(sha256).name)

    @contextmanager
    def _damage(self, sha256: str) -> Iterator[None]:
        """What the disk does not give is as good as damaged."""
        try:
            yield
        except OSError as fault:
            raise self._damaged(sha256) from fault

    @property
    def _seals(self) -> bool:
        return self.sealing is not None and self.sealing.on

    def _lies_well(self, path: Path) -> bool:
        sealed = self.sealing is not None and self.sealing.header_of(path) is not None
        return sealed == self._seals

    def _says(self, partial: Path, sha256: str) -> bool:
        """Reads back what was written, from the disk's side of the encryption."""
        written = self.sealing.file(partial) if self.sealing else partial
        with written.open("rb") as source:
            return _hash(source) == sha256

    def _copy(self, source: BinaryIO, partial: Path) -> str:
        """Writes the new file `partial` as it is to lie; the sha256 of what it says."""
        digest = hashlib.sha256()

        def write(target: SealedWriter | BinaryIO) -> None:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                target.write(chunk)

        self._fill(partial, write)
        return digest.hexdigest()

    def _fill(self, partial: Path, write: Callable[[SealedWriter | BinaryIO], object]) -> None:
        def through(target: BinaryIO) -> None:
            with self._into(target) as writer:
                write(writer)

        fill(partial, through)

    def _into(self, target: BinaryIO) -> AbstractContextManager[SealedWriter | BinaryIO]:
        if self.sealing and self.sealing.on:
            return sealing_into(target, self.sealing.require_key())
        return nullcontext(target)

    def _removing(self) -> AbstractContextManager[object]:
        """One process at a time: `settle` must not bring back what another has just removed."""
        return FileLock(self.root / _LOCK) if self.sealing else nullcontext()


def restoring(root: Path) -> Path:
    """What a restore into the folder has unpacked; gone once all of it is in place."""
    return root / ".restoring"


@dataclass(frozen=True)
class StateFolder:
    """The places under the state folder; docs/state-files.md tells what each holds.

    `sealing`: how the files of the shelves lie; None where none was ever sealed.
    """

    root: Path
    sealing: Sealing | None = None

    @property
    def originals(self) -> Shelf:
        return Shelf(self.root / "originals", "", self.sealing)

    @property
    def documents(self) -> Shelf:
        return Shelf(self.root / "documents", ".pdf", self.sealing)

    @property
    def messages(self) -> Shelf:
        return Shelf(self.root / "messages", "", self.sealing)

    @property
    def answers(self) -> Shelf:
        return Shelf(self.root / "answers", "", self.sealing)

    @property
    def imports(self) -> Shelf:
        return Shelf(self.root / "imports", "", self.sealing)

    @property
    def spool(self) -> Path:
        return self.root / "spool"

    @property
    def signatures(self) -> Path:
        """Encrypted, one for each practitioner (forms.kept)."""
        return self.root / "signatures"

    @property
    def refused(self) -> Path:
        return self.root / "refused"

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        return (self.originals, self.documents, self.messages, self.answers, self.imports)

    def prepare(self) -> None:
        """Creates the folders, for the service's user only, and sweeps half-written files."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        shelves = (shelf.root for shelf in self.shelves)
        for folder in (self.spool, self.refused, self.signatures, *shelves):
            folder.mkdir(mode=0o700, exist_ok=True)
        for shelf in (*self.shelves, Shelf(self.signatures)):
            shelf.sweep()
