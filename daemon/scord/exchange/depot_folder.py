"""Hands depot lots over: each as one subfolder that appears by a single rename, complete or not."""

from __future__ import annotations

import errno
import hashlib
from contextlib import suppress
from stat import S_IMODE
from typing import TYPE_CHECKING

from scord.exchange.into_folder import IntoFolder, sync, write_file
from scord.exchange.profiles.depot_archive import unpack
from scord.exchange.transport import RefusedError
from scord.store.files import hash_file
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from scord.exchange.transport import Parcel

MARK = "lot.sha256"
_READ_AND_WRITE = 0o666


class DepotTransport(IntoFolder):
    """See Transport."""

    def _is_delivered(self, file_name: str, sha256: str) -> bool:
        """The mark decides, not the other files: the receiver may be taking them just now."""
        try:
            return (self.folder / file_name / MARK).read_bytes() == _mark(file_name, sha256)
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _write(self, partial: Path, parcel: Parcel) -> None:
        try:
            files = unpack(parcel.data)
        except ScordError as fault:
            raise RefusedError(fault.code, name=parcel.file_name, **fault.facts) from fault
        rights = S_IMODE(self.folder.stat().st_mode)
        partial.mkdir()
        for name, data in (*files, (MARK, _mark(parcel.file_name, parcel.sha256))):
            _write_checked(partial / name, data, rights)
        _allow(partial, rights)
        sync(partial)


def _mark(file_name: str, sha256: str) -> bytes:
    """What tells this delivery from any other of its name, as sha256sum writes it."""
    return f"{sha256}  {file_name}\n".encode()


def _write_checked(path: Path, data: bytes, rights: int) -> None:
    """The file, on the disk and read back. Raises OSError."""
    write_file(path, data)
    _allow(path, rights & _READ_AND_WRITE)
    if hash_file(path) != hashlib.sha256(data).hexdigest():
        raise OSError(errno.EIO, "not what was written")


def _allow(path: Path, rights: int) -> None:
    """As in the folder around it: who may take a lot out of there must be able to take all of it.

    Some shares know no rights of this kind; theirs hold then.
    """
    with suppress(OSError):
        path.chmod(rights)
