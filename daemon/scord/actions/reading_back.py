"""Reads a backup: whether it is whole, what it was, and whether the store in it is sound.

No other store may be open in this process: the backup's own is opened, as after a restore.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, BinaryIO

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
from scord.store.sealing import file_key, read_header, unsealed
from scord.store.store_key import id_of
from scord.store.tables import Practitioner
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator

KeyFor = Callable[[bytes], bytes]

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Contents:
    """What a whole backup holds, and what was amiss with the store that it was made of.

    `encrypted`: as a whole. `lacking`: files that the database names and that were not there, or
    not what they had been. `broken`: chains of proof that do not hold, and rows that refer to
    missing ones.
    """

    manifest: Manifest
    encrypted: bool
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


@dataclass(frozen=True)
class Unpacked:
    """`says`: by its name, the sha256 of what each file says once it is opened, if it opens."""

    manifest: Manifest
    encrypted: bool
    says: dict[str, str]


def no_key(key_id: bytes) -> bytes:
    """Of a backup that is encrypted under the key `key_id`: nobody has it."""
    raise ScordError(Code.STORE_KEY_MISSING, key=key_id.hex())


def check(backup: Path, told: Callable[[int], None], key_for: KeyFor = no_key) -> Contents:
    """Reads all of `backup` and opens a copy of its database; changes nothing.

    `told` hears how many files are done; `key_for` is asked for the key of that id, where the
    backup is encrypted. Raises BACKUP_INCOMPLETE, BACKUP_DAMAGED, STORE_TOO_NEW, STORE_UNFIT,
    DISK_FULL, OSError, and what `key_for` does.
    """
    with TemporaryDirectory(prefix="scord-") as scratch:
        files = StateFolder(Path(scratch))
        unpacked = unpack(backup, files.root, told, key_for, only=FILE_NAME)
        with opened(files):
            return examine(backup, files, unpacked)


@contextmanager
def opened(files: StateFolder) -> Iterator[None]:
    """The unpacked store, brought to this release's tables."""
    try:
        open_store(files.root)
        yield
    finally:
        close_store()


def unpack(
    backup: Path,
    into: Path,
    told: Callable[[int], None],
    key_for: KeyFor = no_key,
    only: str | None = None,
) -> Unpacked:
    """Reads every file of `backup`, each of which must be what it was, and writes them below
    `into`, or that file `only`. Raises as `check` does; what is written then is not to be used.
    """
    found: dict[str, tuple[int, str]] = {}
    says: dict[str, str] = {}
    manifest = None
    try:
        with full_disk_told(into), _tar(backup, key_for) as (tar, key):
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
                says[member.name] = _opened_digest(source, key) or digest
                told(len(found))
    except tarfile.TarError as fault:
        raise ScordError(Code.BACKUP_INCOMPLETE, name=backup.name) from fault
    except ScordError as fault:
        if fault.code == Code.STORE_FILE_DAMAGED:
            raise ScordError(Code.BACKUP_DAMAGED, name=backup.name) from fault
        raise
    if manifest is None:
        raise ScordError(Code.BACKUP_INCOMPLETE, name=backup.name)
    _compare(backup, manifest, found)
    for name in found if only is None else ():
        at = manifest.files[name].mtime_ns  # tells a file of the spool that went on growing
        os.utime(into / name, ns=(at, at))
    return Unpacked(manifest, key is not None, says)


@contextmanager
def _tar(backup: Path, key_for: KeyFor) -> Iterator[tuple[tarfile.TarFile, bytes | None]]:
    """The tar in `backup`, and the store's key, where it is encrypted."""
    with ExitStack() as layers:
        source: BinaryIO = layers.enter_context(backup.open("rb"))
        header = read_header(source)
        source.seek(0)
        key = key_for(header.key_id) if header else None
        if header and key:
            try:
                source = unsealed(source, file_key(key, header.salt), backup.name)
            except ScordError as fault:  # its end
                raise ScordError(Code.BACKUP_INCOMPLETE, name=backup.name) from fault
        yield layers.enter_context(tarfile.open(fileobj=source, mode="r:", encoding=NAMES)), key


def _opened_digest(source: IO[bytes], key: bytes | None) -> str | None:
    """The sha256 of what a sealed file says; None for a plain one, and one that does not open."""
    source.seek(0)
    header = read_header(source) if key else None
    if header is None or key is None or header.key_id != id_of(key):
        return None
    try:
        return _digest(unsealed(source, file_key(key, header.salt), ""))
    except ScordError:
        return None


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


def examine(backup: Path, files: StateFolder, unpacked: Unpacked) -> Contents:
    """The open store of the backup against itself and the files that came with it.

    Raises BACKUP_DAMAGED where the database's own pages are.
    """
    if integrity_faults():
        raise _damaged(backup, FILE_NAME)
    purged = purged_hashes()
    lacking = 0
    for shelf, hashes in named_files(files).items():
        for sha256 in hashes - purged:
            name = shelf.path(sha256).relative_to(files.root).as_posix()
            lacking += unpacked.says.get(name) != sha256
    chains = sum(journal.broken_link(one) is not None for one in Practitioner.select())
    return Contents(unpacked.manifest, unpacked.encrypted, lacking, chains + len(orphaned_tables()))
