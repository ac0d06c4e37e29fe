"""Hands depot lots over: each as one subfolder that appears by a single rename, complete or not.

Readers must leave names alone that begin with a dot or end in `.part`.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from stat import S_IMODE
from typing import TYPE_CHECKING

from scord.exchange.profiles.depot_archive import unpack
from scord.exchange.transport import NotDeliveredError, RefusedError, Trace
from scord.store import steps
from scord.store.files import NO_SPACE, hash_file, sync_folder
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scord.exchange.transport import Parcel

MARK = "lot.sha256"
_CANNOT_SYNC_FOLDERS = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP})  # some mounted shares
_READ_AND_WRITE = 0o666


@dataclass(frozen=True)
class DepotTransport:
    """`folder` is never made here: a share that is not mounted must not be written underneath."""

    folder: Path

    def deliver(self, parcel: Parcel, starting: Callable[[], None]) -> None:
        """See Transport.deliver; the step that counts is one rename of a folder."""
        try:
            if self._stands_already(parcel):
                return
            partial = self._write_partial(parcel)
        except OSError as fault:
            code = Code.DISK_FULL if fault.errno in NO_SPACE else Code.FOLDER_UNREACHABLE
            raise NotDeliveredError(code, path=str(self.folder)) from fault
        steps.reached("exchange.copied")
        starting()
        # Windows refuses it while a virus scanner has one of the files open: then it is tried again
        partial.rename(self.folder / parcel.file_name)
        _sync(self.folder)
        steps.reached("exchange.delivered")

    def trace(self, file_name: str, sha256: str) -> Trace:
        """See Transport.trace: every attempt writes the temporary folder anew, so if it is still
        there, its rename did not happen.
        """
        with suppress(OSError):  # taken by the receiver, never put there, or out of reach
            if self._is_marked(file_name, sha256):
                return Trace.DELIVERED
        return Trace.UNTOUCHED if os.path.lexists(self._partial(file_name)) else Trace.UNKNOWN

    def _stands_already(self, parcel: Parcel) -> bool:
        """Whether an earlier attempt got through. Raises RefusedError for anything else there."""
        if not os.path.lexists(self.folder / parcel.file_name):
            return False
        with suppress(FileNotFoundError, NotADirectoryError):
            if self._is_marked(parcel.file_name, parcel.sha256):
                return True
        raise RefusedError(Code.EXCHANGE_NAME_TAKEN, name=parcel.file_name)

    def _is_marked(self, file_name: str, sha256: str) -> bool:
        """The mark decides, not the other files: the receiver may be taking them just now."""
        return (self.folder / file_name / MARK).read_bytes() == _mark(file_name, sha256)

    def _write_partial(self, parcel: Parcel) -> Path:
        try:
            files = unpack(parcel.data)
        except ScordError as fault:
            raise RefusedError(fault.code, name=parcel.file_name, **fault.facts) from fault
        partial = self._partial(parcel.file_name)
        _remove(partial)  # left by an attempt that was cut off
        try:
            rights = S_IMODE(self.folder.stat().st_mode)
            partial.mkdir()
            for name, data in (*files, (MARK, _mark(parcel.file_name, parcel.sha256))):
                _write(partial / name, data, rights)
            _allow(partial, rights)
            _sync(partial)
        except OSError:
            with suppress(OSError):
                _remove(partial)
            raise
        return partial

    def _partial(self, file_name: str) -> Path:
        return self.folder / f".{file_name}.part"


def _mark(file_name: str, sha256: str) -> bytes:
    """What tells this delivery from any other of its name, as sha256sum writes it."""
    return f"{sha256}  {file_name}\n".encode()


def _write(path: Path, data: bytes, rights: int) -> None:
    """The file, on the disk and read back. Raises OSError."""
    with path.open("xb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    _allow(path, rights & _READ_AND_WRITE)
    if hash_file(path) != hashlib.sha256(data).hexdigest():
        raise OSError(errno.EIO, "not what was written")


def _allow(path: Path, rights: int) -> None:
    """As in the folder around it: who may take a lot out of there must be able to take all of it.

    Some shares know no rights of this kind; theirs hold then.
    """
    with suppress(OSError):
        path.chmod(rights)


def _sync(folder: Path) -> None:
    try:
        sync_folder(folder)
    except OSError as fault:
        if fault.errno not in _CANNOT_SYNC_FOLDERS:
            raise


def _remove(partial: Path) -> None:
    if partial.is_dir() and not partial.is_symlink():
        shutil.rmtree(partial)
    else:
        partial.unlink(missing_ok=True)
