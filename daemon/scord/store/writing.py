"""New files that are there whole or not at all: a temporary name, a sync, a rename."""

from __future__ import annotations

import errno
import os
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

PART = ".part"  # how the name of a file ends that is not whole yet
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def sync_folder(folder: Path) -> None:
    """Makes a rename inside `folder` durable. Windows has no such call and needs none for NTFS."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def half_written(folder: Path, name: str = "") -> Iterator[Path]:
    """A temporary name in `folder`, after `name`, for a file that the block writes and renames.

    A block that fails leaves none. Raises DISK_FULL.
    """
    partial = folder / f"{name}.{uuid.uuid4().hex}{PART}"
    try:
        yield partial
    except (OSError, ScordError) as fault:
        _discard(partial)
        if isinstance(fault, OSError) and fault.errno in NO_SPACE:
            raise ScordError(Code.DISK_FULL, path=str(folder)) from fault
        raise


def fill(partial: Path, write: Callable[[BinaryIO], object], mode: int = 0o666) -> None:
    """Makes the file `partial` of what `write` puts into it, on the disk."""
    with os.fdopen(os.open(partial, _NEW_FILE, mode), "wb") as target:
        write(target)
        target.flush()
        os.fsync(target.fileno())


def _discard(partial: Path) -> None:
    try:
        partial.unlink(missing_ok=True)
    except OSError:
        return  # the sweep at start removes it
