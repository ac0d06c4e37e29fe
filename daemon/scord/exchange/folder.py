"""Delivers each message as one file, into a folder that an LPS, an OCT or an interface engine
picks files up from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.exchange.into_folder import IntoFolder, write_file
from scord.store.files import hash_file

if TYPE_CHECKING:
    from pathlib import Path

    from scord.exchange.transport import Parcel


class FolderTransport(IntoFolder):
    """See Transport."""

    def _is_delivered(self, file_name: str, sha256: str) -> bool:
        final = self.folder / file_name
        return final.is_file() and hash_file(final) == sha256

    def _write(self, partial: Path, parcel: Parcel) -> None:
        write_file(partial, parcel.data)
