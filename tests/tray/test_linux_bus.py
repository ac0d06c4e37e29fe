"""The Linux side on a real session bus, with a panel of our own at the other end."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from jeepney import DBusAddress
from tests.tray.panel import private_bus, with_corner, with_panel

from scord_tray.backends import desktop
from scord_tray.backends.appindicator import PATH, WATCHER, AppIndicator
from scord_tray.backends.bus import Bus
from scord_tray.model import Action, Item, Shape, Toast, Verb, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.system

OPEN = Action(Verb.OPEN, "/")
VIEW = View(
    Shape.DIAMOND,
    "2",
    "Scord : à classer\nÀ classer : 2 & <b>",
    (Item("Open", OPEN, default=True),),
)
ITEM = "org.kde.StatusNotifierItem"


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def ended() -> threading.Event:
    return threading.Event()


@pytest.fixture
def bus(address: str, ended: threading.Event) -> Bus:
    return Bus(lost=ended.set)


@pytest.fixture
def other(address: str) -> Bus:
    """Somebody else on the same bus."""
    return Bus(lost=lambda: None)


def shown(bus: Bus, chosen: Callable[[Action], None] = lambda _: None) -> AppIndicator:
    item = AppIndicator(bus, chosen)
    item.show(VIEW)
    return item


def the_item(bus: Bus) -> DBusAddress:
    return DBusAddress(PATH, bus_name=bus.name, interface=ITEM)


def test_without_a_panel_the_icon_is_not_shown(bus: Bus) -> None:
    assert not shown(bus).is_shown()


def test_a_watcher_without_a_host_shows_nothing(bus: Bus, other: Bus) -> None:
    watcher = with_panel(other, has_host=False)
    assert not shown(bus).is_shown()
    assert watcher.offered == []


def test_an_icon_without_anything_to_show_is_not_offered(bus: Bus, other: Bus) -> None:
    watcher = with_panel(other)
    assert not AppIndicator(bus, print).is_shown()
    assert watcher.offered == []


def test_the_icon_is_offered_to_a_panel_once(bus: Bus, other: Bus) -> None:
    watcher = with_panel(other)
    item = shown(bus)
    assert item.is_shown()
    assert item.is_shown()
    assert len(watcher.offered) == 1


def test_a_panel_that_has_forgotten_the_icon_is_offered_it_again(bus: Bus, other: Bus) -> None:
    watcher = with_panel(other)
    item = shown(bus)
    item.is_shown()
    watcher.offered.clear()
    assert item.is_shown()
    assert len(watcher.offered) == 1


def test_the_icon_of_another_program_is_not_taken_for_ours(bus: Bus, other: Bus) -> None:
    watcher = with_panel(other, offered=[f"{bus.name}0", "org.kde.StatusNotifierItem-1-1"])
    assert shown(bus).is_shown()
    assert len(watcher.offered) == 3


def test_a_panel_reads_the_picture_in_its_size_and_the_words(bus: Bus, other: Bus) -> None:
    shown(bus)
    pixmaps = other.get(the_item(bus), "IconPixmap")
    assert [(width, height) for width, height, _ in pixmaps][:3] == [(16, 16), (22, 22), (24, 24)]
    assert all(len(pixels) == width * height * 4 for width, height, pixels in pixmaps)
    alpha, red, green, blue = pixmaps[-1][2][(20 * 64 + 32) * 4 :][:4]
    assert alpha == 255
    assert red > green > blue, "the diamond is orange"
    assert other.get(the_item(bus), "Title") == "Scord : à classer"
    assert other.get(the_item(bus), "ToolTip")[2:] == (
        "Scord : à classer",
        "À classer : 2 &amp; &lt;b&gt;",
    )


def test_all_properties_are_told_at_once(bus: Bus, other: Bus) -> None:
    shown(bus)
    properties = DBusAddress(PATH, bus_name=bus.name, interface="org.freedesktop.DBus.Properties")
    answer = other.call(properties, "GetAll", "s", (ITEM,))
    assert answer is not None
    assert answer[0]["Menu"] == ("o", "/Menu")
    assert answer[0]["ItemIsMenu"] == ("b", False)


def test_a_left_click_does_what_the_first_choice_does(bus: Bus, other: Bus) -> None:
    chosen: list[Action] = []
    shown(bus, chosen.append)
    assert other.call(the_item(bus), "Activate", "ii", (0, 0)) == ()
    assert chosen == [OPEN]


def test_what_there_is_not_is_answered_with_an_error_and_the_next_question_well(
    bus: Bus, other: Bus
) -> None:
    shown(bus)
    assert other.call(the_item(bus), "ContextMenu", "ii", (0, 0)) is None
    assert other.get(the_item(bus), "Nonsense") is None
    nowhere = DBusAddress("/nowhere", bus_name=bus.name, interface=ITEM)
    assert other.call(nowhere, "Activate", "ii", (0, 0)) is None
    assert other.get(the_item(bus), "Id") == "scord"


def test_the_menu_is_read_and_clicked(bus: Bus, other: Bus) -> None:
    chosen: list[Action] = []
    shown(bus, chosen.append)
    menu = DBusAddress("/Menu", bus_name=bus.name, interface="com.canonical.dbusmenu")
    layout = other.call(menu, "GetLayout", "iias", (0, -1, []))
    assert layout is not None
    _, (_, _, [(_, (number, properties, _))]) = layout
    assert properties["label"] == ("s", "Open")
    other.call(menu, "Event", "isvu", (number, "clicked", ("i", 0), 0))
    assert chosen == [OPEN]


def test_a_panel_that_comes_and_goes_is_noticed_at_once(bus: Bus, address: str) -> None:
    noticed = threading.Event()
    bus.watch(WATCHER, noticed.set)
    panel = Bus(lost=lambda: None)
    with_panel(panel)
    assert noticed.wait(5)
    noticed.clear()
    panel._connection.sock.shutdown(2)
    assert noticed.wait(5)


def test_the_end_of_the_bus_is_the_end_of_the_session(bus: Bus, ended: threading.Event) -> None:
    assert not ended.is_set()
    bus._connection.sock.shutdown(2)  # as the bus does when it goes
    assert ended.wait(5)
    assert bus.get(the_item(bus), "Id") is None


def test_a_notification_is_shown_with_its_text_taken_literally(bus: Bus, other: Bus) -> None:
    corner = with_corner(other)
    assert desktop.notify(bus, Toast("A & B", "<b>2</b> & 3"))
    assert desktop.notify(bus, Toast("C", "D", urgent=True))
    (name, replaces, _, title, text, *_), urgent = corner.shown
    assert (name, replaces, title, text) == (
        "Scord", 0, "A & B", "&lt;b&gt;2&lt;/b&gt; &amp; 3",
    )  # fmt: skip
    assert urgent[6]["urgency"] == ("y", 2)


def test_a_corner_without_markup_gets_the_plain_text(bus: Bus, other: Bus) -> None:
    corner = with_corner(other, markup=False)
    assert desktop.notify(bus, Toast("A", "2 & 3"))
    assert corner.shown[0][4] == "2 & 3"


def test_without_a_notification_service_nothing_is_shown(bus: Bus) -> None:
    assert not desktop.notify(bus, Toast("A", "B"))


def test_a_notification_service_that_hangs_is_not_waited_for(bus: Bus, other: Bus) -> None:
    with_corner(other, slow=5)
    began = time.monotonic()
    assert not desktop.notify(bus, Toast("A", "B"))
    assert time.monotonic() - began < 4
