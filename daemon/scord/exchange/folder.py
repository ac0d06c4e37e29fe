"""Delivers into a folder that an LPS, an OCT or an interface engine picks files up from.

A message appears under its name at once and whole: readers must leave names alone that begin with
a dot or end in `.part`.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.exchange.transport import NotDeliveredError, Parcel, RefusedError, Trace
from scord.store import steps
from scord.store.files import hash_file, sync_folder
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class FolderTransport:
    """`folder` is never made here: a share that is not mounted must not be written underneath."""

    folder: Path

    def deliver(self, parcel: Parcel, starting: Callable[[], None]) -> None:
        """See Transport.deliver; the step that counts is one rename."""
        try:
            if self._stands_already(parcel):
                return
            partial = self._write_partial(parcel)
        except OSError as fault:
            raise self._not_delivered(fault) from fault
        steps.reached("exchange.copied")
        starting()
        partial.rename(self.folder / parcel.file_name)  # Windows refuses where the name is taken
        sync_folder(self.folder)
        steps.reached("exchange.delivered")

    def trace(self, file_name: str, sha256: str) -> Trace:
        """See Transport.trace: every attempt writes the temporary file anew, so if it is still
        there, its rename did not happen.
        """
        with suppress(OSError):  # taken by the receiver, never put there, or out of reach
            if hash_file(self.folder / file_name) == sha256:
                return Trace.DELIVERED
        return Trace.UNTOUCHED if os.path.lexists(self._partial(file_name)) else Trace.UNKNOWN

    def _stands_already(self, parcel: Parcel) -> bool:
        """Whether an earlier attempt got through. Raises RefusedError for any other file there."""
        final = self.folder / parcel.file_name
        if not os.path.lexists(final):
            return False
        if final.is_file() and hash_file(final) == parcel.sha256:
            return True
        raise RefusedError(Code.EXCHANGE_NAME_TAKEN, name=parcel.file_name)

    def _write_partial(self, parcel: Parcel) -> Path:
        partial = self._partial(parcel.file_name)
        partial.unlink(missing_ok=True)  # left by an attempt that was cut off
        try:
            with partial.open("xb") as target:
                target.write(parcel.data)
                target.flush()
                os.fsync(target.fileno())
        except OSError:
            with suppress(OSError):
                partial.unlink()
            raise
        return partial

    def _partial(self, file_name: str) -> Path:
        return self.folder / f".{file_name}.part"

    def _not_delivered(self, fault: OSError) -> NotDeliveredError:
        full = fault.errno in _NO_SPACE
        code = Code.DISK_FULL if full else Code.FOLDER_UNREACHABLE
        return NotDeliveredError(code, path=str(self.folder))
