"""The Linux session around the tray: its display, X11's old tray, the corner for notifications."""

from __future__ import annotations

import html
import logging
import os
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from jeepney import DBusAddress

if TYPE_CHECKING:
    from scord_tray.backends.bus import Bus
    from scord_tray.model import Toast

_log = logging.getLogger(__name__)

_NOTIFICATIONS = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
_NORMAL, _CRITICAL = 1, 2  # urgencies


def notify(bus: Bus, toast: Toast) -> bool:
    """False where no notification service took it."""
    able = bus.call(_NOTIFICATIONS, "GetCapabilities", start=True)
    if able is None:
        return False
    text = html.escape(toast.text, quote=False) if "body-markup" in able[0] else toast.text
    hints = {
        "urgency": ("y", _CRITICAL if toast.urgent else _NORMAL),
        "desktop-entry": ("s", "scord-tray"),
    }
    icon = "dialog-warning" if toast.urgent else "dialog-information"
    no_actions: list[str] = []
    told = ("Scord", 0, icon, toast.title, text, no_actions, hints, -1)
    return bus.call(_NOTIFICATIONS, "Notify", "susssasa{sv}i", told, start=True) is not None


def has_display() -> bool:
    """Whether the session's display answers; one on another machine is taken at its word."""
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY", "")
    if wayland:
        return _answers(str(Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / wayland))
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", x11)
    if local:
        path = f"/tmp/.X11-unix/X{local[1]}"  # noqa: S108 -- where X11 has its sockets
        return _answers(path) or _answers(f"\0{path}")
    return bool(x11)


def has_x11_tray() -> bool:
    """Whether somebody hosts icons by the XEmbed protocol on the screen of DISPLAY."""
    if not os.environ.get("DISPLAY"):
        return False
    from Xlib.display import Display  # noqa: PLC0415 -- 3 MB that most sessions do not need

    try:
        display = Display()
    except Exception as fault:  # noqa: BLE001 -- python-xlib raises what it likes
        _log.info("X11 does not answer: %s", type(fault).__name__)
        return False
    try:
        screen = display.get_default_screen()
        atom = display.intern_atom(f"_NET_SYSTEM_TRAY_S{screen}")
        return bool(display.get_selection_owner(atom))
    finally:
        display.close()


def _answers(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        try:
            probe.connect(address)
        except OSError:
            return False
    return True
