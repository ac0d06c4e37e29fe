"""The menu as panels read it over the bus: com.canonical.dbusmenu, version 3.

Every change numbers all lines anew, since panels that keep some of them put the others in the wrong
place (seen with GNOME's extension). The numbers before are still known, so a click that crosses a
change on its way does what the person saw.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from scord_tray.backends.bus import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scord_tray.backends.bus import Answer, Bus, Value
    from scord_tray.model import Action, Item

PATH = "/Menu"
_ROOT = 0


@dataclass(frozen=True)
class _Line:
    item: Item | None  # None is the root
    children: tuple[int, ...]

    def properties(self, names: Iterable[str] = ()) -> dict[str, Value]:
        """Those named, or all; what is as usual is left out."""
        wanted = set(names)
        return {name: value for name, value in self._all().items() if not wanted or name in wanted}

    def _all(self) -> dict[str, Value]:
        item = self.item
        shown: dict[str, Value] = {"children-display": ("s", "submenu")} if self.children else {}
        if item is None:
            return shown
        if item.separator:
            return {"type": ("s", "separator")}
        shown["label"] = ("s", item.label.replace("_", "__"))  # one alone would mark a key
        shown["enabled"] = ("b", item.enabled)
        if item.checked is not None:
            shown["toggle-type"] = ("s", "radio")
            shown["toggle-state"] = ("i", int(item.checked))
        return shown


class DbusMenu:
    """Served at PATH; `chosen` is called for a click, on the bus's thread."""

    interface = "com.canonical.dbusmenu"

    def __init__(self, bus: Bus, chosen: Callable[[Action], None]) -> None:
        self._bus = bus
        self._chosen = chosen
        self._fresh = count(1)
        self._revision = 1
        self._lines: dict[int, _Line] = {_ROOT: _Line(None, ())}
        self._before: dict[int, _Line] = {}
        self._calls: dict[str, Callable[..., Answer]] = {
            "GetLayout": self._get_layout,
            "GetGroupProperties": self._get_group,
            "GetProperty": self._get_property,
            "Event": self._event,
            "EventGroup": self._event_group,
            "AboutToShow": lambda _number: ("b", (False,)),
            "AboutToShowGroup": lambda _numbers: ("aiai", ([], [])),
        }
        bus.serve(PATH, self)

    def show(self, items: Iterable[Item]) -> None:
        """From one thread at a time."""
        lines: dict[int, _Line] = {}
        lines[_ROOT] = _Line(None, self._enter(items, lines))
        self._before, self._lines = self._lines, lines
        self._revision += 1
        self._bus.emit(PATH, self.interface, "LayoutUpdated", "ui", (self._revision, _ROOT))

    def _enter(self, items: Iterable[Item], lines: dict[int, _Line]) -> tuple[int, ...]:
        """Adds `items` and what stands below them to `lines`; returns their numbers."""
        numbers = []
        for item in items:
            number = next(self._fresh)
            lines[number] = _Line(item, self._enter(item.children, lines))
            numbers.append(number)
        return tuple(numbers)

    def properties(self) -> dict[str, Value]:
        return {
            "Version": ("u", 3),
            "TextDirection": ("s", "ltr"),
            "Status": ("s", "normal"),
            "IconThemePath": ("as", []),
        }

    def call(self, member: str, arguments: tuple[Any, ...]) -> Answer:
        return self._calls[member](*arguments)

    def _get_layout(self, number: int, depth: int, names: list[str]) -> Answer:
        """`depth` levels below the line, all of them where it is negative."""
        return "u(ia{sv}av)", (self._revision, _tree(self._lines, number, depth, names))

    def _get_group(self, numbers: list[int], names: list[str]) -> Answer:
        lines = self._lines
        known = [number for number in numbers or lines if number in lines]
        return "a(ia{sv})", ([(number, lines[number].properties(names)) for number in known],)

    def _get_property(self, number: int, name: str) -> Answer:
        return "v", (self._lines[number].properties()[name],)

    def _event(self, number: int, kind: str, _data: Value, _time: int) -> Answer:
        line = self._lines.get(number) or self._before.get(number)
        if kind == "clicked" and line and line.item and line.item.enabled and line.item.action:
            self._chosen(line.item.action)
        return NOTHING

    def _event_group(self, events: list[tuple[int, str, Value, int]]) -> Answer:
        for event in events:
            self._event(*event)
        return "ai", ([],)


def _tree(lines: dict[int, _Line], number: int, depth: int, names: list[str]) -> tuple[Any, ...]:
    line = lines[number]
    below = line.children if depth else ()
    children = [("(ia{sv}av)", _tree(lines, child, depth - 1, names)) for child in below]
    return number, line.properties(names), children
