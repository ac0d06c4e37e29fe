"""Files on disk: written whole or not at all, named by what they hold.

A file's name is the sha256 of its bytes, in folders of 256, under `originals/`, `documents/`,
`messages/`, `answers/` and `imports/` of the state folder.
"""

from __future__ import annotations

import errno
import hashlib
import os
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK = 1 << 20
_PART = ".part"
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


def sync_folder(folder: Path) -> None:
    """Makes a rename inside `folder` durable. Windows has no such call and needs none for NTFS."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Writes `data` under a temporary name, syncs, renames, syncs the folder. Raises DISK_FULL.

    `mode` is the file's rights before the umask.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{uuid.uuid4().hex}{_PART}")
    try:
        with os.fdopen(os.open(partial, _NEW_FILE, mode), "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        partial.replace(path)
    except OSError as fault:
        _discard(partial)
        if fault.errno in NO_SPACE:
            raise ScordError(Code.DISK_FULL, path=str(path.parent)) from fault
        raise
    sync_folder(path.parent)


def _discard(partial: Path) -> None:
    try:
        partial.unlink(missing_ok=True)
    except OSError:
        return  # the sweep at start removes it


def hash_file(path: Path) -> str:
    """The sha256 of the file's bytes, read in pieces."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


@dataclass(frozen=True)
class Shelf:
    """One folder of files named by content: putting the same bytes twice keeps one file."""

    root: Path
    suffix: str = ""

    def path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / f"{sha256}{self.suffix}"

    def read(self, sha256: str) -> bytes:
        """The bytes kept under `sha256`. Raises STORE_FILE_DAMAGED where they are not there."""
        path = self.path(sha256)
        try:
            data = path.read_bytes()
        except OSError as fault:
            raise ScordError(Code.STORE_FILE_DAMAGED, name=path.name) from fault
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ScordError(Code.STORE_FILE_DAMAGED, name=path.name)
        return data

    def put(self, data: bytes) -> str:
        """Keeps `data` and returns its sha256. Raises ScordError DISK_FULL."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if not (path.exists() and path.stat().st_size == len(data)):
            write_whole(path, data)
        return sha256

    def put_file(self, source: Path) -> str:
        """Keeps a copy of the file `source` and returns its sha256. Raises DISK_FULL, OSError."""
        self.root.mkdir(parents=True, exist_ok=True)
        partial = self.root / f"{uuid.uuid4().hex}{_PART}"
        digest = hashlib.sha256()
        try:
            with source.open("rb") as original, partial.open("wb") as target:
                while chunk := original.read(_CHUNK):
                    digest.update(chunk)
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            sha256 = digest.hexdigest()
            path = self.path(sha256)
            path.parent.mkdir(exist_ok=True)
            partial.replace(path)
        except OSError as fault:
            _discard(partial)
            if fault.errno in NO_SPACE:
                raise ScordError(Code.DISK_FULL, path=str(self.root)) from fault
            raise
        sync_folder(path.parent)
        return sha256

    def drop(self, sha256: str) -> None:
        """Removes a file that no row refers to."""
        self.path(sha256).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """The sha256 of every file kept here."""
        for path in self.root.glob(f"??/*{self.suffix}"):
            if not path.name.endswith(_PART):
                yield path.name.removesuffix(self.suffix)

    def sweep(self) -> None:
        """Removes what a crash left half written. Only for the one process that writes here."""
        for partial in [*self.root.glob(f"*{_PART}"), *self.root.glob(f"??/*{_PART}")]:
            partial.unlink(missing_ok=True)


@dataclass(frozen=True)
class StateFolder:
    """The places under the state folder; docs/state-files.md tells what each holds."""

    root: Path

    @property
    def originals(self) -> Shelf:
        return Shelf(self.root / "originals")

    @property
    def documents(self) -> Shelf:
        return Shelf(self.root / "documents", ".pdf")

    @property
    def messages(self) -> Shelf:
        return Shelf(self.root / "messages")

    @property
    def answers(self) -> Shelf:
        return Shelf(self.root / "answers")

    @property
    def imports(self) -> Shelf:
        return Shelf(self.root / "imports")

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
