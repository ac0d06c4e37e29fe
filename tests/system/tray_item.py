"""An icon in the tray as the panel knows it: its words, its menu, and a click without a mouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.system.session_bus import SessionBus

SEPARATOR = "-"
_ITEM = "org.kde.StatusNotifierItem"
_MENU = "com.canonical.dbusmenu"


@dataclass(frozen=True)
class Entry:
    """A line of a menu; `ticked` is None for lines that carry no tick."""

    number: int
    label: str
    enabled: bool
    ticked: bool | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class TrayItem:
    """`name` and `path` are the icon's on the bus."""

    bus: SessionBus
    name: str
    path: str

    @property
    def title(self) -> str:
        return str(self._properties()["Title"])

    def menu(self) -> tuple[Entry, ...]:
        """The whole menu as it would open now."""
        self._menu("AboutToShow", "(0,)")
        _, root = self._menu("GetLayout", "(0, -1, @as [])")
        return _entry(root).entries

    def labels(self) -> list[str]:
        """Every line from the top; those below "Langue" as "Langue > English"."""
        return [label for label, _ in _lines(self.menu())]

    def click(self, label: str) -> None:
        """`label` as `labels` gives it. Numbers change with the menu, so it is looked up anew."""
        entry = self.entry(label)
        assert entry.enabled, f"{label} cannot be chosen"
        self._menu("Event", f"({entry.number}, 'clicked', <int32 0>, uint32 0)")

    def activate(self) -> None:
        """A left click on the icon itself."""
        self.bus.call(self.name, self.path, _ITEM, "Activate", "(0, 0)")

    def entry(self, label: str) -> Entry:
        return dict(_lines(self.menu()))[label]

    def _properties(self) -> dict[str, Any]:
        return self.bus.properties(self.name, self.path, _ITEM)

    def _menu(self, method: str, arguments: str) -> Any:
        return self.bus.call(self.name, self._properties()["Menu"], _MENU, method, arguments)


def _entry(told: list[Any]) -> Entry:
    number, properties, below = told
    separator = properties.get("type") == "separator"
    ticked = bool(properties["toggle-state"] == 1) if "toggle-type" in properties else None
    return Entry(
        number,
        SEPARATOR if separator else properties.get("label", "").replace("__", "_"),
        properties.get("enabled", True),
        ticked,
        tuple(_entry(one) for one in below if one[1].get("visible", True)),
    )


def _lines(entries: tuple[Entry, ...], above: str = "") -> Iterator[tuple[str, Entry]]:
    for one in entries:
        yield above + one.label, one
        yield from _lines(one.entries, f"{above}{one.label} > ")
