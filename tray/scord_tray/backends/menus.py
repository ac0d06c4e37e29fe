"""The lines of a view's menu as pystray's objects."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pystray

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scord_tray.model import Action, Item


def menu_of(items: Iterable[Item], chosen: Callable[[Action], None]) -> pystray.Menu:
    """`chosen` is called on the desktop's own thread."""
    return pystray.Menu(*(_line(item, chosen) for item in items))


def _line(item: Item, chosen: Callable[[Action], None]) -> pystray.MenuItem:
    if item.separator:
        return pystray.Menu.SEPARATOR
    marked = item.checked
    return pystray.MenuItem(
        item.label.replace("&", "&&") if sys.platform == "win32" else item.label,
        menu_of(item.children, chosen) if item.children else _click(item.action, chosen),
        checked=None if marked is None else lambda _: marked,
        radio=marked is not None,
        default=item.default,
        enabled=item.enabled,
    )


def _click(action: Action | None, chosen: Callable[[Action], None]) -> Callable[[], None] | None:
    return None if action is None else lambda: chosen(action)
