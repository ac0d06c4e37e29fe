"""The smallest tray program: with it the tests try the desktop itself."""

from __future__ import annotations

import sys

import pystray
from PIL import Image


class Counter:
    def __init__(self) -> None:
        self.count = 0
        self.icon = pystray.Icon("small", self._picture(), "0", self._menu())

    def _picture(self) -> Image.Image:
        return Image.new("RGB", (64, 64), "red" if self.count else "blue")

    def _menu(self) -> pystray.Menu:
        more = pystray.Menu(pystray.MenuItem("Say it", self._say))
        return pystray.Menu(
            pystray.MenuItem(lambda _: f"Add to {self.count}", self._add),
            pystray.Menu.SEPARATOR,
            pystray.MenuItem("Counted", None, checked=lambda _: self.count > 0, enabled=False),
            pystray.MenuItem("More", more),
        )

    def _add(self) -> None:
        self.count += 1
        self.icon.icon, self.icon.title = self._picture(), str(self.count)
        self.icon.update_menu()

    def _say(self) -> None:
        self.icon.notify(f"{self.count} counted", "Small")


if __name__ == "__main__":
    Counter().icon.run()
    sys.exit()
