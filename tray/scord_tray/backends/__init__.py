"""The desktops: the only part of the tray that imports pystray, gi, jeepney or Xlib."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord_tray.backends.base import Backend

NAMES = ("win32",) if sys.platform == "win32" else ("appindicator", "gtk")


def open_backend(only: str | None = None) -> Backend:
    """The backend for this desktop; `only` one of its NAMES.

    Raises ScordError NO_DESKTOP or TRAY_INCOMPLETE.
    """
    try:
        return _windows() if sys.platform == "win32" else _linux(only)
    except ImportError as fault:
        raise ScordError(Code.TRAY_INCOMPLETE, reason=fault.name) from fault


def _windows() -> Backend:
    from scord_tray.backends.windows import WindowsTray  # noqa: PLC0415 -- only there

    return WindowsTray()


def _linux(only: str | None) -> Backend:
    from scord_tray.backends.linux import LinuxTray  # noqa: PLC0415 -- only there

    return LinuxTray(only)
