"""One tray for each session of a user, and the session's own folder for the icon's picture."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from platformdirs import user_runtime_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MUTEX = r"Local\ScordTray"  # Local: each session of Windows has its own namespace
_ERROR_ALREADY_EXISTS = 183


@contextmanager
def only_one() -> Iterator[bool]:
    """False where this session has a tray already. The system ends the claim with the process."""
    with _mutex() if sys.platform == "win32" else _lock() as alone:
        yield alone


def icon_folder() -> Path:
    """A folder of this session's tray alone, emptied: a killed tray leaves its picture behind."""
    folder = _folder() / f"{_session()}.icons"
    folder.mkdir(mode=0o700, exist_ok=True)
    for left in folder.iterdir():
        left.unlink(missing_ok=True)
    return folder


@contextmanager
def _lock() -> Iterator[bool]:
    lock = FileLock(_folder() / f"{_session()}.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


@contextmanager
def _mutex() -> Iterator[bool]:
    import ctypes  # noqa: PLC0415 -- only on Windows

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateMutexW.restype = ctypes.c_void_p
    handle = kernel.CreateMutexW(None, False, _MUTEX)  # noqa: FBT003 -- the call is so
    alone = bool(handle) and ctypes.get_last_error() != _ERROR_ALREADY_EXISTS  # type: ignore[attr-defined,unused-ignore]
    try:
        yield alone
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))


def _folder() -> Path:
    """Private to the user, gone after the last log-out."""
    return user_runtime_path("scord-tray", appauthor=False, ensure_exists=True)


def _session() -> str:
    """The display: a user at two of them has two panels."""
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or "none"
    return re.sub(r"[^\w.-]", "_", display)
