"""The icon in X11's old tray, by pystray on GTK: for panels that do not know StatusNotifier.

Imports fail where PyGObject or GTK are missing, or X11 does not answer.
"""

from __future__ import annotations

import importlib
import os
import tempfile
from typing import TYPE_CHECKING, Any

from scord_tray.icon import draw
from scord_tray.session import icon_folder

os.environ["PYSTRAY_BACKEND"] = "gtk"  # its import takes one, and xorg's has no menu
os.environ["GDK_BACKEND"] = "x11"  # under Wayland GTK would say that the icon is visible
from scord_tray.backends.menus import menu_of  # imports pystray

del os.environ["GDK_BACKEND"]  # browsers that we open inherit what is left here
from gi.repository import GLib

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord_tray.model import Action, View


class XEmbed:
    """`run` belongs to the main thread; the others may be called from any."""

    def __init__(self, chosen: Callable[[Action], None]) -> None:
        # pystray writes each picture to a new temporary file: into our folder, emptied at start.
        tempfile.tempdir = str(icon_folder())
        self._chosen = chosen
        self._icon: Any = importlib.import_module("pystray._gtk").Icon("scord")
        self._loop = GLib.MainLoop()
        self._view: View | None = None

    def run(self) -> None:
        """Until `stop`."""
        self._loop.run()
        self._icon.visible = False
        while GLib.MainContext.default().iteration(may_block=False):
            pass  # the hiding itself
        icon_folder()

    def show(self, view: View) -> None:
        GLib.idle_add(self._show, view)

    def stop(self) -> None:
        GLib.idle_add(self._loop.quit)

    def _show(self, view: View) -> None:
        old, self._view = self._view, view
        if old is None or (view.shape, view.badge) != (old.shape, old.badge):
            self._icon.icon = draw(view)
        if old is None or view.menu != old.menu:
            self._icon.menu = menu_of(view.menu, self._chosen)
        self._icon.title = view.tooltip
        self._icon._status_icon.set_tooltip_text(view.tooltip)  # noqa: SLF001 -- pystray forgets it
        self._icon.visible = True
