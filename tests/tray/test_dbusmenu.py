"""The menu over the bus: what panels ask; a click never does another thing than was seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from scord_tray.backends.dbusmenu import PATH, DbusMenu
from scord_tray.model import SEPARATOR, Action, Item, Verb

OPEN = Action(Verb.OPEN, "/")
ARM_481, ARM_482 = Action(Verb.ARM, 17, "481"), Action(Verb.ARM, 18, "482")
LANGUAGES = (Item("Français", Action(Verb.LANGUAGE, "fr"), checked=True),
             Item("English", Action(Verb.LANGUAGE, "en"), checked=False))  # fmt: skip
MENU = (
    Item("Scord : rien à faire", enabled=False),
    SEPARATOR,
    Item("Scan for 481", ARM_481),
    SEPARATOR,
    Item("Open", OPEN, default=True),
    Item("Language", children=LANGUAGES),
)


@dataclass
class NotedBus:
    """Notes what is emitted."""

    served: dict[str, Any] = field(default_factory=dict)
    emitted: list[tuple[Any, ...]] = field(default_factory=list)

    def serve(self, path: str, served: Any) -> None:
        self.served[path] = served

    def emit(self, path: str, _interface: str, member: str, *arguments: Any) -> None:
        self.emitted.append((path, member, *arguments))


class Panel:
    """Asks as panels do."""

    def __init__(self, *items: Item) -> None:
        self.bus = NotedBus()
        self.chosen: list[Action] = []
        self.menu = DbusMenu(self.bus, self.chosen.append)  # type: ignore[arg-type]
        self.menu.show(items)

    def ask(self, member: str, *arguments: Any) -> Any:
        _, body = self.menu.call(member, arguments)
        return body

    def layout(self, number: int = 0, depth: int = -1, names: tuple[str, ...] = ()) -> Any:
        return self.ask("GetLayout", number, depth, list(names))[1]

    def numbers(self) -> dict[str, int]:
        """Label → number, of the lines at the top."""
        _, _, below = self.layout()
        return {line[1]["label"][1]: line[0] for _, line in below if "label" in line[1]}

    def click(self, number: int) -> None:
        self.ask("Event", number, "clicked", ("i", 0), 0)


def test_the_whole_menu_is_told_in_order() -> None:
    number, root, below = Panel(*MENU).layout()
    assert number == 0
    assert root["children-display"] == ("s", "submenu")
    told = [line[1].get("label", line[1].get("type"))[1] for _, line in below]
    assert told == [
        "Scord : rien à faire", "separator", "Scan for 481", "separator", "Open", "Language",
    ]  # fmt: skip


def test_a_line_that_only_tells_cannot_be_chosen() -> None:
    panel = Panel(*MENU)
    assert panel.layout()[2][0][1][1]["enabled"] == ("b", False)
    panel.click(panel.numbers()["Scord : rien à faire"])
    assert panel.chosen == []


def test_marked_lines_are_told_with_their_mark() -> None:
    *_, (_, (_, language, below)) = Panel(*MENU).layout()[2]
    assert language["children-display"] == ("s", "submenu")
    marks = [(line[1]["toggle-type"][1], line[1]["toggle-state"][1]) for _, line in below]
    assert marks == [("radio", 1), ("radio", 0)]


def test_only_as_many_levels_are_told_as_were_asked_for() -> None:
    panel = Panel(*MENU)
    assert panel.layout(depth=0)[2] == []
    assert [line[2] for _, line in panel.layout(depth=1)[2]] == [[]] * len(MENU)
    language = panel.numbers()["Language"]
    assert len(panel.layout(language, 1)[2]) == 2


def test_only_the_properties_asked_for_are_told() -> None:
    panel = Panel(*MENU)
    _, root, below = panel.layout(names=("label",))
    assert root == {}
    assert below[2][1][1] == {"label": ("s", "Scan for 481")}


def test_an_underscore_is_no_access_key() -> None:
    panel = Panel(Item("scan_ner"))
    assert panel.layout()[2][0][1][1]["label"] == ("s", "scan__ner")


def test_a_click_does_what_the_line_says() -> None:
    panel = Panel(*MENU)
    panel.click(panel.numbers()["Scan for 481"])
    assert panel.chosen == [ARM_481]


@pytest.mark.parametrize("event", ["hovered", "opened", "closed"])
def test_other_events_do_nothing(event: str) -> None:
    panel = Panel(*MENU)
    panel.ask("Event", panel.numbers()["Open"], event, ("i", 0), 0)
    assert panel.chosen == []


def test_a_click_that_crosses_a_change_does_what_the_person_saw() -> None:
    panel = Panel(Item("Scan for 481", ARM_481))
    seen = panel.numbers()["Scan for 481"]
    panel.menu.show([Item("Scan for 482", ARM_482)])
    panel.click(seen)
    assert panel.chosen == [ARM_481]
    assert panel.numbers()["Scan for 482"] != seen


def test_a_click_on_what_is_long_gone_does_nothing() -> None:
    panel = Panel(Item("Scan for 481", ARM_481))
    seen = panel.numbers()["Scan for 481"]
    for _ in range(2):
        panel.menu.show([Item("Open", OPEN)])
    panel.click(seen)
    assert panel.chosen == []


def test_a_change_numbers_all_lines_anew_for_panels_that_would_misplace_what_stays() -> None:
    panel = Panel(*MENU)
    before = panel.numbers()
    panel.menu.show((*MENU, Item("New", OPEN)))
    assert set(before.values()).isdisjoint(panel.numbers().values())


def test_lines_alike_have_numbers_of_their_own() -> None:
    _, _, below = Panel(*MENU).layout()
    numbers = [line[0] for _, line in below]
    assert len(set(numbers)) == len(MENU)


def test_a_change_is_announced_with_a_later_revision() -> None:
    panel = Panel(*MENU)
    panel.menu.show(MENU[:2])
    (_, _, _, (first, root)), (path, member, signature, (second, _)) = panel.bus.emitted
    assert (path, member, signature, root) == (PATH, "LayoutUpdated", "ui", 0)
    assert second > first
    assert panel.ask("GetLayout", 0, -1, [])[0] == second


def test_groups_of_lines_are_told_and_unknown_ones_left_out() -> None:
    panel = Panel(*MENU)
    number = panel.numbers()["Open"]
    (told,) = panel.ask("GetGroupProperties", [number, 999], [])
    assert told == [(number, {"label": ("s", "Open"), "enabled": ("b", True)})]
    (every,) = panel.ask("GetGroupProperties", [], ["label"])
    assert len(every) == len(MENU) + len(LANGUAGES) + 1


def test_one_property_is_told() -> None:
    panel = Panel(*MENU)
    assert panel.ask("GetProperty", panel.numbers()["Open"], "label") == (("s", "Open"),)


def test_events_in_a_group_are_all_done() -> None:
    panel = Panel(*MENU)
    numbers = panel.numbers()
    clicks = [(numbers[label], "clicked", ("i", 0), 0) for label in ("Open", "Scan for 481")]
    assert panel.ask("EventGroup", clicks) == ([],)
    assert panel.chosen == [OPEN, ARM_481]


def test_nothing_has_to_be_told_again_before_it_opens() -> None:
    panel = Panel(*MENU)
    assert panel.ask("AboutToShow", 0) == (False,)
    assert panel.ask("AboutToShowGroup", [0]) == ([], [])


@pytest.mark.parametrize(
    ("member", "arguments"),
    [("Nonsense", ()), ("GetLayout", (999, -1, [])), ("GetProperty", (0, "label"))],
)
def test_what_there_is_not_is_a_lookup_error(member: str, arguments: tuple[Any, ...]) -> None:
    panel = Panel(*MENU)
    with pytest.raises(LookupError):
        panel.ask(member, *arguments)


def test_an_empty_menu_is_told_as_such() -> None:
    assert Panel().layout() == (0, {}, [])
