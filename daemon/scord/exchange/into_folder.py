"""Delivers into a folder that another program picks up from: by one rename, so whole or not at all.

Readers must leave names alone that begin with a dot or end in `.part`.
"""

from __future__ import annotations

import errno
import os
import shutil
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.exchange.transport import NotDeliveredError, RefusedError, Trace
from scord.store import steps
from scord.store.writing import NO_SPACE, sync_folder
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scord.exchange.transport import Parcel

_CANNOT_SYNC_FOLDERS = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP})  # some mounted shares


@dataclass(frozen=True)
class IntoFolder(ABC):
    """`folder` is never made here: a share that is not mounted must not be written underneath.

    What a parcel becomes in there, one file or a folder of files, those say that inherit.
    """

    folder: Path

    @abstractmethod
    def _is_delivered(self, file_name: str, sha256: str) -> bool:
        """Whether what has the name is this very parcel. Raises OSError."""

    @abstractmethod
    def _write(self, partial: Path, parcel: Parcel) -> None:
        """The whole parcel under the temporary name, on the disk. Raises OSError, RefusedError."""

    def deliver(self, parcel: Parcel, starting: Callable[[], None]) -> None:
        """See Transport.deliver; the step that counts is one rename."""
        try:
            if self._stands_already(parcel):
                return
            partial = self._write_partial(parcel)
        except OSError as fault:
            code = Code.DISK_FULL if fault.errno in NO_SPACE else Code.FOLDER_UNREACHABLE
            raise NotDeliveredError(code, path=str(self.folder)) from fault
        steps.reached("exchange.copied")
        starting()
        # Windows refuses it where the name is taken, and for a folder while a virus scanner has one
        # of its files open: then it is tried again
        partial.rename(self.folder / parcel.file_name)
        sync(self.folder)
        steps.reached("exchange.delivered")

    def trace(self, file_name: str, sha256: str) -> Trace:
        """See Transport.trace: every attempt writes under the temporary name anew, so if that is
        still there, its rename did not happen.
        """
        with suppress(OSError):  # taken by the receiver, never put there, or out of reach
            if self._is_delivered(file_name, sha256):
                return Trace.DELIVERED
        return Trace.UNTOUCHED if os.path.lexists(self._partial(file_name)) else Trace.UNKNOWN

    def _stands_already(self, parcel: Parcel) -> bool:
        """Whether an earlier attempt got through. Raises RefusedError for anything else there."""
        if not os.path.lexists(self.folder / parcel.file_name):
            return False
        if self._is_delivered(parcel.file_name, parcel.sha256):
            return True
        raise RefusedError(Code.EXCHANGE_NAME_TAKEN, name=parcel.file_name)

    def _write_partial(self, parcel: Parcel) -> Path:
        partial = self._partial(parcel.file_name)
        _remove(partial)  # left by an attempt that was cut off
        try:
            self._write(partial, parcel)
        except OSError:
            with suppress(OSError):
                _remove(partial)
            raise
        return partial

    def _partial(self, file_name: str) -> Path:
        return self.folder / f".{file_name}.part"


def write_file(path: Path, data: bytes) -> None:
    """A new file, on the disk. Raises OSError."""
    with path.open("xb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())


def sync(folder: Path) -> None:
    """As `sync_folder`, but shares that cannot do it are no fault."""
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
