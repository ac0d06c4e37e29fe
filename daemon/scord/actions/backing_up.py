"""Writes a backup while the service runs: the state folder in one file, whole or not at all.

One tar, not compressed: a single thing to copy, check and protect on any disk or share, and a part
of it never passes for the whole. Scans and PDFs shrink no further, and tools that keep equal blocks
once (restic, borg) find last night's bytes in it again. Its last member says what must be in it.
Where kept files are encrypted the whole of it is, under the same key: names and the database are in
it too.

The order makes it whole: first what lies in the spool and on the shelves, then the copy of the
database, then what was named meanwhile. So nothing that the copy names can have been purged before
it was read, unless the copy says so itself.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import uuid
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

from scord import __version__
from scord.exchange.into_folder import sync
from scord.secrets import FILE_NAME as SECRETS
from scord.setting_sources import FILE_NAME as SETTINGS
from scord.setting_sources import PREVIOUS_NAME as PREVIOUS_SETTINGS
from scord.store.database import FILE_NAME, copy_store
from scord.store.named import named_files
from scord.store.sealing import sealing_into
from scord.store.writing import NO_SPACE
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scord.store.context import Context
    from scord.store.files import StateFolder

FORMAT = "scord-backup/1"
MANIFEST = "manifest.json"
NAMES = "utf-8"  # of the members

# Beside the database and what it names. docs/backup.md says why all else is left out.
_FILES = (SECRETS, SETTINGS, PREVIOUS_SETTINGS)
_FOLDERS = ("spool", "signatures", "refused")
_PART = ".part"
OWN = 0o600  # patients' papers and keys: for whoever made it alone
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Entry:
    """One file as it went into the backup; `size` in bytes, `mtime_ns` since 1970."""

    size: int
    sha256: str
    mtime_ns: int


@dataclass(frozen=True)
class Manifest:
    """`files` by their path below the state folder. What happened after `made_at` may be missing.

    `scord`: the release that wrote it.
    """

    format: str
    scord: str
    made_at: datetime
    files: dict[str, Entry]


def place_for(target: Path, now: datetime) -> Path:
    """Where to write: `target` itself, or a file in it that is named by the time (UTC)."""
    return target / f"scord-{now:%Y%m%d-%H%M%S}.tar" if target.is_dir() else target


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """A file to write under another name beside `target`; it gets that name when the block ends.

    A block that fails leaves nothing. Raises OUTPUT_EXISTS, OSError.
    """
    if os.path.lexists(target):
        raise ScordError(Code.OUTPUT_EXISTS, path=str(target))
    partial = target.with_name(f".{target.name}.{uuid.uuid4().hex}{_PART}")
    try:
        os.close(os.open(partial, NEW_FILE, OWN))
        yield partial
        with partial.open("rb+") as written:
            os.fsync(written.fileno())
        partial.rename(target)
        sync(target.parent)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def full_disk_told(folder: Path) -> Iterator[None]:
    """Whatever finds no space left within it raises DISK_FULL, about the disk of `folder`."""
    try:
        yield
    except OSError as fault:
        if fault.errno in NO_SPACE:
            raise ScordError(Code.DISK_FULL, path=str(folder)) from fault
        raise


def write(context: Context, out: Path, told: Callable[[int], None]) -> None:
    """Fills `out` with the state folder of `context`; a service may go on working in it.

    `told` hears how many files are done. Raises DISK_FULL, STORE_KEY_MISSING, OSError.
    """
    files = context.files
    with (
        full_disk_told(out.parent),
        TemporaryDirectory(prefix="scord-") as scratch,
        _tar(out, files) as tar,
    ):
        into = _Filling(tar, files.root, told)
        into.add_all(_loose(files))
        into.add_all(_on_shelves(files))
        made_at = context.clock.now()
        copy = Path(scratch) / FILE_NAME
        _require_room(copy.parent, files.root / FILE_NAME)
        copy_store(copy)
        into.add(copy, FILE_NAME)
        into.add_all(_on_shelves(files))
        manifest = Manifest(FORMAT, __version__, made_at, into.done)
        _add_manifest(tar, manifest)


@contextmanager
def _tar(out: Path, files: StateFolder) -> Iterator[tarfile.TarFile]:
    """A new tar in `out`, sealed where the files are."""
    with ExitStack() as layers:
        target: Any = layers.enter_context(out.open("wb"))
        if files.sealing:
            target = layers.enter_context(sealing_into(target, files.sealing.require_key()))
        yield layers.enter_context(tarfile.open(fileobj=target, mode="w:", encoding=NAMES))


def _require_room(folder: Path, source: Path) -> None:
    """SQLite's own copy would tell a full disk as an error of the database."""
    if shutil.disk_usage(folder).free < source.stat().st_size:
        raise ScordError(Code.DISK_FULL, path=str(folder.parent))


def _loose(files: StateFolder) -> Iterator[Path]:
    """The few files that stand under names of their own, the spool's first."""
    for folder in _FOLDERS:
        walked = os.walk(files.root / folder)  # which passes over what vanishes meanwhile
        paths = sorted(Path(parent, name) for parent, _, names in walked for name in names)
        yield from (path for path in paths if _PART not in {path.suffix, path.parent.suffix})
    yield from (files.root / name for name in _FILES)


def _on_shelves(files: StateFolder) -> Iterator[Path]:
    """In one order always, so that two backups are alike as far as they can be."""
    for shelf, hashes in named_files(files).items():
        yield from (shelf.path(sha256) for sha256 in sorted(hashes))


class _Filling:
    """A tar in the making; `done` is what it holds so far."""

    def __init__(self, tar: tarfile.TarFile, root: Path, told: Callable[[int], None]) -> None:
        self._tar = tar
        self._root = root
        self._told = told
        self.done: dict[str, Entry] = {}

    def add_all(self, paths: Iterator[Path]) -> None:
        for path in paths:
            self.add(path, path.relative_to(self._root).as_posix())

    def add(self, path: Path, name: str) -> None:
        """Once; what is not there (any more) is left out."""
        if name in self.done:
            return
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return
        with source:
            status = os.fstat(source.fileno())
            reading = _Hashing(source)
            self._tar.addfile(_member(name, status.st_size, status.st_mtime), reading)
        self.done[name] = Entry(status.st_size, reading.digest.hexdigest(), status.st_mtime_ns)
        self._told(len(self.done))


class _Hashing:
    """Hashes what is read through it: the very bytes that go into the tar."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.digest.update(data)
        return data


def _member(name: str, size: int, mtime: float) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = size, int(mtime), OWN
    return member


def _add_manifest(tar: tarfile.TarFile, manifest: Manifest) -> None:
    """In ASCII: the names of a scanner's files may hold bytes that are no text."""
    data = json.dumps(asdict(manifest), default=datetime.isoformat).encode()
    member = _member(MANIFEST, len(data), manifest.made_at.timestamp())
    tar.addfile(member, io.BytesIO(data))
