"""What lies in a folder that others write to: which entries count, which do not, and why."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scord.intake.settle import Look
from scord_shared.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

# Names that programs give to what they have not finished, and what systems leave in any folder.
UNFINISHED_SUFFIXES = (".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", "~")
UNFINISHED_PREFIXES = (".", "~$")
SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Listing:
    """One look at a folder: regular files that may be taken, and entries that may not."""

    files: dict[str, Look] = field(default_factory=dict)
    refused: dict[str, Code] = field(default_factory=dict)


def is_ignored(name: str) -> bool:
    lower = name.lower()
    return (
        lower.startswith(UNFINISHED_PREFIXES)
        or lower.endswith(UNFINISHED_SUFFIXES)
        or lower in SYSTEM_NAMES
    )


def list_folder(folder: Path, max_bytes: int) -> Listing:
    """Looks at `folder` without following links. Raises OSError where it cannot be reached."""
    listing = Listing()
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_ignored(entry.name):
                continue
            try:
                status = os.lstat(entry.path)  # DirEntry.stat is stale on Windows
            except FileNotFoundError:
                continue
            code = refusal(status, max_bytes) or unreadable(entry.path)
            if code:
                listing.refused[entry.name] = code
            else:
                listing.files[entry.name] = Look.of(status)
    return listing


def refusal(status: os.stat_result, max_bytes: int) -> Code | None:
    """Why an entry may not be taken: a link, folder, FIFO or device, or too many bytes."""
    if not stat.S_ISREG(status.st_mode):
        return Code.FILE_NOT_REGULAR
    if status.st_size > max_bytes:
        return Code.FILE_TOO_LARGE
    return None


def unreadable(path: str) -> Code | None:
    return None if os.access(path, os.R_OK) else Code.FILE_UNREADABLE
