"""The icon as a StatusNotifierItem, which today's panels show: KDE, Xfce, MATE, Cinnamon, LXQt,
waybar, and GNOME with the AppIndicator extension.

The panel gets the picture in several sizes, the tip and the menu over the bus; nothing is drawn on
the screen by us and no file is written.
"""

from __future__ import annotations

import html
import os
from typing import TYPE_CHECKING, Any

from jeepney import DBusAddress
from PIL import Image

from scord_tray.backends.bus import NOTHING
from scord_tray.backends.dbusmenu import PATH as MENU
from scord_tray.backends.dbusmenu import DbusMenu
from scord_tray.icon import draw

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord_tray.backends.bus import Answer, Bus, Value
    from scord_tray.model import Action, View

PATH = "/StatusNotifierItem"
WATCHER = "org.kde.StatusNotifierWatcher"
_SIZES = (16, 22, 24, 32, 48, 64)
_WATCHER = DBusAddress("/StatusNotifierWatcher", bus_name=WATCHER, interface=WATCHER)

_Pixmap = tuple[int, int, bytes]


class AppIndicator:
    """Served at PATH."""

    interface = "org.kde.StatusNotifierItem"

    def __init__(self, bus: Bus, chosen: Callable[[Action], None]) -> None:
        self._bus = bus
        self._chosen = chosen
        self._menu = DbusMenu(bus, chosen)
        self._view: View | None = None
        self._pixmaps: list[_Pixmap] = []
        self._name = f"{self.interface}-{os.getpid()}-1"
        bus.serve(PATH, self)
        bus.own(self._name)

    def show(self, view: View) -> None:
        """From one thread at a time; tells panels only what has changed."""
        old = self._view
        changed: list[str] = []
        if old is None or old.menu != view.menu:
            self._menu.show(view.menu)
        if old is None or (old.shape, old.badge) != (view.shape, view.badge):
            self._pixmaps = [_pixmap(draw(view, size)) for size in _SIZES]
            changed.append("NewIcon")
        if old is None or old.tooltip != view.tooltip:
            changed += ("NewTitle", "NewToolTip")
        self._view = view  # from here on the icon may be offered: all of it is there
        for signal in changed:
            self._bus.emit(PATH, self.interface, signal)

    def is_shown(self) -> bool:
        """Whether a panel shows the icon. Offers it where the panel does not know it yet: a watcher
        alone shows nothing, and one that was restarted has forgotten.
        """
        if self._view is None or not self._bus.get(_WATCHER, "IsStatusNotifierHostRegistered"):
            return False
        known = self._bus.get(_WATCHER, "RegisteredStatusNotifierItems") or ()
        owners = {one.partition("/")[0].rstrip("@") for one in known}
        if owners.isdisjoint({self._bus.name, self._name}):
            offered = self._bus.call(_WATCHER, "RegisterStatusNotifierItem", "s", (self._name,))
            return offered is not None
        return True

    def properties(self) -> dict[str, Value]:
        title, _, text = self._view.tooltip.partition("\n") if self._view else ("", "", "")
        return {
            "Category": ("s", "ApplicationStatus"),
            "Id": ("s", "scord"),
            "Title": ("s", title),
            "Status": ("s", "Active"),
            "WindowId": ("i", 0),
            "IconName": ("s", ""),
            "IconPixmap": ("a(iiay)", self._pixmaps),
            "OverlayIconName": ("s", ""),
            "OverlayIconPixmap": ("a(iiay)", []),
            "AttentionIconName": ("s", ""),
            "AttentionIconPixmap": ("a(iiay)", []),
            "AttentionMovieName": ("s", ""),
            "ToolTip": ("(sa(iiay)ss)", ("", [], title, html.escape(text, quote=False))),
            "ItemIsMenu": ("b", False),
            "Menu": ("o", MENU),
        }

    def call(self, member: str, _arguments: tuple[Any, ...]) -> Answer:
        """A left click does what the menu's first choice does. Panels show the menu themselves."""
        if member == "Activate" and self._view:
            for item in self._view.menu:
                if item.default and item.action:
                    self._chosen(item.action)
        elif member not in {"Activate", "SecondaryActivate", "Scroll"}:
            raise LookupError(member)
        return NOTHING


def _pixmap(image: Image.Image) -> _Pixmap:
    """Width, height, and ARGB in network order."""
    red, green, blue, alpha = image.split()
    return image.width, image.height, Image.merge("RGBA", (alpha, red, green, blue)).tobytes()
