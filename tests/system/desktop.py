"""A private desktop of Linux for the tray: screen, bus, window manager, panel, notifications.

The panel is that of Xfce: its tray takes icons by D-Bus (StatusNotifierItem) and stands at the
right end of the top edge. Notifications are dunst's, which keeps a history that can be read.
"""

from __future__ import annotations

import subprocess
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.practice import until
from tests.system.processes import end, running
from tests.system.screen import new_screen
from tests.system.session_bus import PROGRAMS, bus_daemon, session_bus
from tests.system.tray_item import TrayItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from PIL import Image

PANEL_PX = 32  # its height, and the width of the place of one icon
_WATCHER = "org.kde.StatusNotifierWatcher"
_NOTIFICATIONS = "org.freedesktop.Notifications"

_PANEL = f"""<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
 <property name="configver" type="int" value="2"/>
 <property name="panels" type="array">
  <value type="int" value="1"/>
  <property name="panel-1" type="empty">
   <property name="position" type="string" value="p=6;x=0;y=0"/>
   <property name="position-locked" type="bool" value="true"/>
   <property name="length" type="uint" value="100"/>
   <property name="size" type="uint" value="{PANEL_PX}"/>
   <property name="plugin-ids" type="array">
    <value type="int" value="1"/><value type="int" value="2"/>
   </property>
  </property>
 </property>
 <property name="plugins" type="empty">
  <property name="plugin-1" type="string" value="separator">
   <property name="expand" type="bool" value="true"/>
   <property name="style" type="uint" value="0"/>
  </property>
  <property name="plugin-2" type="string" value="systray">
   <property name="square-icons" type="bool" value="true"/>
  </property>
 </property>
</channel>
"""
_DUNST = (_NOTIFICATIONS, "/org/freedesktop/Notifications", "org.dunstproject.cmd0")
_DUNST_SETTINGS = """[global]
monitor = 0
history_length = 100
origin = bottom-right
stack_duplicates = false
icon_theme = Adwaita
enable_recursive_icon_lookup = true
"""


class Desktop:
    """`with Desktop() as desktop: …`; `env` is what a program of the session is started with."""

    def __init__(self, *, dark: bool = False) -> None:
        self._theme = "Adwaita:dark" if dark else "Adwaita"

    def __enter__(self) -> Self:
        with ExitStack() as house:
            home = Path(house.enter_context(tempfile.TemporaryDirectory(prefix="desktop-")))
            self._screen = house.enter_context(new_screen())
            self.env = {
                "PATH": f"{PROGRAMS}:/usr/bin:/bin",
                "LANG": "C.UTF-8",
                "HOME": str(home),
                "XDG_RUNTIME_DIR": str(home / "run"),
                "XDG_CURRENT_DESKTOP": "XFCE",
                "GTK_THEME": self._theme,
                "NO_AT_BRIDGE": "1",  # nobody runs the aids of accessibility that GTK looks for
                "DISPLAY": self._screen.name,
            }
            (home / "run").mkdir(mode=0o700)
            settings = home / ".config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"
            settings.parent.mkdir(parents=True)
            settings.write_text(_PANEL, "utf-8")
            (home / "dunstrc").write_text(_DUNST_SETTINGS, "utf-8")
            self.env["DBUS_SESSION_BUS_ADDRESS"] = house.enter_context(bus_daemon(self.env))
            self.bus = house.enter_context(session_bus(self.env))
            self._house = house.enter_context(ExitStack())
            self.start("openbox")
            self.start_notifications()
            self.start_panel()
            self._all = house.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._all.close()

    # -- programs

    def start(self, *command: str | Path, **env: str) -> subprocess.Popen[bytes]:
        """Ends with the desktop at the latest."""
        return self._house.enter_context(running(*command, env=self.env | env))

    def start_panel(self) -> None:
        self._panel = self.start("xfce4-panel", "--disable-wm-check")
        until(lambda: self.bus.has(_WATCHER), "the panel's tray")

    def kill_panel(self) -> None:
        end(self._panel, at_once=True)
        until(lambda: not self.bus.has(_WATCHER), "the panel's tray gone")

    def start_notifications(self) -> None:
        self._dunst = self.start("dunst", "-conf", f"{self.env['HOME']}/dunstrc")
        until(lambda: self.bus.has(_NOTIFICATIONS), "the notifications")

    def kill_notifications(self) -> None:
        """The bus starts them again when a program next sends one."""
        end(self._dunst, at_once=True)
        until(lambda: not self.bus.has(_NOTIFICATIONS), "the notifications gone")

    # -- what is shown

    def tray_items(self) -> list[TrayItem]:
        """The icons that the panel has been told of, in the order of their coming."""
        watcher = self.bus.properties(_WATCHER, "/StatusNotifierWatcher", _WATCHER)
        registered = watcher["RegisteredStatusNotifierItems"]
        return [TrayItem(self.bus, *_address(one)) for one in registered]

    def tray_item(self, process: subprocess.Popen[bytes]) -> TrayItem:
        """The icon of `process`, once it is there."""

        def of_process(item: TrayItem) -> bool:
            return self.bus.process_of(item.name) == process.pid

        found: TrayItem = until(
            lambda: next(filter(of_process, self.tray_items()), None), f"the icon of {process.args}"
        )
        return found

    def notifications(self) -> list[tuple[str, str]]:
        """Title and text of all so far, the oldest first; closes those still shown.

        Empty when the notifications have been killed and not started again.
        """
        if not self.bus.has(_NOTIFICATIONS):
            return []
        self.bus.call(*_DUNST, "NotificationCloseAll")
        (history,) = self.bus.call(*_DUNST, "NotificationListHistory")
        return [(one["summary"], one["body"]) for one in reversed(history)]

    def notifications_shown(self) -> int:
        return int(self.bus.properties(*_DUNST)["displayedLength"])

    def screenshot(self) -> Image.Image:
        """The whole screen."""
        return self._screen.picture()

    def icon(self) -> Image.Image:
        """The picture at the end of the panel, where the only icon stands."""
        screen = self.screenshot()
        return screen.crop((screen.width - PANEL_PX, 0, screen.width, PANEL_PX))

    @contextmanager
    def open_menu(self) -> Iterator[None]:
        """With a right click on the icon; fails where none opens."""
        screen, icon = self.screenshot(), PANEL_PX // 2
        self._xdotool("mousemove", str(screen.width - icon), str(icon), "click", "3")
        until(lambda: _below_panel(self.screenshot()) != _below_panel(screen), "the open menu")
        yield
        self._xdotool("key", "Escape")

    def _xdotool(self, *command: str) -> None:
        subprocess.run(["xdotool", *command], env=self.env, check=True)


def _below_panel(screen: Image.Image) -> bytes:
    return screen.crop((0, PANEL_PX, *screen.size)).tobytes()


def _address(registered: str) -> tuple[str, str]:
    """Name and path of an item, as panels write them: ":1.12/org/…" or ":1.12@/org/…"."""
    name, slash, path = registered.partition("/")
    return name.rstrip("@"), slash + path
