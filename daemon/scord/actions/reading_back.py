"""Reads a backup: whether it is whole, what it was, and whether the store in it is sound.

No other store may be open in this process: the backup's own is opened, as after a restore.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

import msgspec

from scord.actions.backing_up import (
    FORMAT,
    MANIFEST,
    NAMES,
    NEW_FILE,
    OWN,
    Manifest,
    full_disk_told,
)
from scord.actions.purging.marks import purged_hashes
from scord.store import journal
from scord.store.database import (
    FILE_NAME,
    close_store,
    integrity_faults,
    open_store,
    orphaned_tables,
)
from scord.store.files import StateFolder, hash_file
from scord.store.named import named_files
from scord.store.tables import Practitioner
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Contents:
    """What a whole backup holds, and what was amiss with the store that it was made of.

    `lacking`: files that the database names and that were not there, or not what they had been.
    `broken`: chains of proof that do not hold, and rows that refer to missing ones.
    """

    manifest: Manifest
    lacking: int
    broken: int

    @property
    def flaw(self) -> ScordError | None:
        """None for a sound store."""
        if not self.lacking and not self.broken:
            return None
        return ScordError(
            Code.BACKUP_FLAWED, lacking=self.lacking or None, broken=self.broken or None
        )


def check(backup: Path, told: Callable[[int], None]) -> Contents:
    """Reads all of `backup` and opens a copy of its database; changes nothing.

    `told` hears how many files are done. Raises BACKUP_INCOMPLETE, BACKUP_DAMAGED, STORE_TOO_NEW,
    STORE_UNFIT, DISK_FULL, OSError.
    """
    with TemporaryDirectory(prefix="scord-") as scratch:
        files = StateFolder(Path(scratch))
        manifest = unpack(backup, files.root, told, only=FILE_NAME)
        with opened(files):
            return examine(backup, files, manifest)


@contextmanager
def opened(files: StateFolder) -> Iterator[None]:
    """The unpacked store, brought to this release's tables."""
    try:
        open_store(files.root)
        yield
    finally:
        close_store()


def unpack(
    backup: Path, into: Path, told: Callable[[int], None], only: str | None = None
) -> Manifest:
    """Reads every file of `backup`, each of which must be what it was, and writes them below
    `into`, or that file `only`. Raises as `check` does; what is written then is not to be used.
    """
    found: dict[str, tuple[int, str]] = {}
    manifest = None
    try:
        with full_disk_told(into), tarfile.open(backup, "r:", encoding=NAMES) as tar:
            for member in tar:
                source = tar.extractfile(member) if member.isreg() else None
                if source is None:
                    raise _damaged(backup, member.name)
                if member.name == MANIFEST:
                    manifest = _manifest(backup, source.read())
                    continue
                if only in {None, member.name}:
                    digest = _write(source, _place(backup, into, member.name))
                else:
                    digest = _digest(source)
                found[member.name] = (member.size, digest)
                told(len(found))
    except tarfile.TarError as fault:
        raise ScordError(Code.BACKUP_INCOMPLETE, name=backup.name) from fault
    if manifest is None:
        raise ScordError(Code.BACKUP_INCOMPLETE, name=backup.name)
    _compare(backup, manifest, found)
    for name in found if only is None else ():
        at = manifest.files[name].mtime_ns  # tells a file of the spool that went on growing
        os.utime(into / name, ns=(at, at))
    return manifest


def _manifest(backup: Path, data: bytes) -> Manifest:
    try:
        told = json.loads(data)  # msgspec's own takes no name that is no text
        if told["format"] != FORMAT:
            raise ScordError(Code.STORE_TOO_NEW, path=str(backup), found=told["format"])
        return msgspec.convert(told, Manifest)
    except (ValueError, TypeError, LookupError, msgspec.ValidationError) as fault:
        raise _damaged(backup, MANIFEST) from fault


def _place(backup: Path, into: Path, name: str) -> Path:
    """Where the file `name` goes; a hostile name leads nowhere else."""
    target = into / name
    if not target.resolve().is_relative_to(into.resolve()):
        raise _damaged(backup, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _digest(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _write(source: IO[bytes], target: Path) -> str:
    """The sha256 of the new file `target`, on the disk."""
    with os.fdopen(os.open(target, NEW_FILE, OWN), "wb") as out:
        shutil.copyfileobj(source, out)
        out.flush()
        os.fsync(out.fileno())
    return hash_file(target)


def _compare(backup: Path, manifest: Manifest, found: dict[str, tuple[int, str]]) -> None:
    """All that the manifest tells is there and nothing else, byte for byte."""
    told = {name: (entry.size, entry.sha256) for name, entry in manifest.files.items()}
    for name in sorted(told.keys() | found.keys()):
        if told.get(name) != found.get(name):
            raise _damaged(backup, name)
    if FILE_NAME not in told:
        raise _damaged(backup, FILE_NAME)


def _damaged(backup: Path, name: str) -> ScordError:
    """A scanner's file may be named after a patient: only the folder is told."""
    return ScordError(Code.BACKUP_DAMAGED, name=backup.name, member=name.partition("/")[0])


def examine(backup: Path, files: StateFolder, manifest: Manifest) -> Contents:
    """The open store of `manifest` against itself and the files that came with it.

    Raises BACKUP_DAMAGED where the database's own pages are.
    """
    if integrity_faults():
        raise _damaged(backup, FILE_NAME)
    purged = purged_hashes()
    lacking = 0
    for shelf, hashes in named_files(files).items():
        for sha256 in hashes - purged:
            entry = manifest.files.get(shelf.path(sha256).relative_to(files.root).as_posix())
            lacking += entry is None or entry.sha256 != sha256
    chains = sum(journal.broken_link(one) is not None for one in Practitioner.select())
    return Contents(manifest, lacking, chains + len(orphaned_tables()))
