"""A session bus of our own, and at its other end a panel and a notification service."""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scord_tray.backends.appindicator import PATH, WATCHER
from scord_tray.backends.bus import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord_tray.backends.bus import Bus


@contextmanager
def private_bus() -> Iterator[str]:
    """Its address."""
    read, write = os.pipe()
    command = ("dbus-daemon", "--session", "--nofork", f"--print-address={write}")
    with subprocess.Popen(command, pass_fds=[write]) as daemon:
        os.close(write)
        with os.fdopen(read) as told:
            address = told.readline().strip()
        yield address
        daemon.kill()


@dataclass
class Watcher:
    """What a panel has for its icons; takes the names offered."""

    has_host: bool = True
    interface: str = WATCHER
    offered: list[str] = field(default_factory=list)

    def properties(self) -> dict[str, Any]:
        return {
            "IsStatusNotifierHostRegistered": ("b", self.has_host),
            "RegisteredStatusNotifierItems": ("as", [f"{name}{PATH}" for name in self.offered]),
        }

    def call(self, member: str, arguments: tuple[Any, ...]) -> Any:
        if member != "RegisterStatusNotifierItem":
            raise LookupError(member)
        self.offered.append(arguments[0])
        return NOTHING


@dataclass
class Corner:
    """A notification service."""

    markup: bool = True
    interface: str = "org.freedesktop.Notifications"
    shown: list[tuple[Any, ...]] = field(default_factory=list)
    slow: float = 0

    def properties(self) -> dict[str, Any]:
        return {}

    def call(self, member: str, arguments: tuple[Any, ...]) -> Any:
        if member == "GetCapabilities":
            return "as", (["body", "body-markup"] if self.markup else ["body"],)
        time.sleep(self.slow)
        self.shown.append(arguments)
        return "u", (len(self.shown),)


def with_panel(other: Bus, **facts: Any) -> Watcher:
    watcher = Watcher(**facts)
    other.serve("/StatusNotifierWatcher", watcher)
    other.own(WATCHER)
    return watcher


def with_corner(other: Bus, **facts: Any) -> Corner:
    corner = Corner(**facts)
    other.serve("/org/freedesktop/Notifications", corner)
    other.own(corner.interface)
    return corner
