"""The Linux side on a real session bus, with a panel of our own at the other end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from jeepney import DBusAddress
from tests.practice import until

from scord_tray.backends import desktop
from scord_tray.backends.appindicator import PATH, WATCHER, AppIndicator
from scord_tray.backends.bus import NOTHING, Bus
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
    read, write = os.pipe()
    command = ("dbus-daemon", "--session", "--nofork", f"--print-address={write}")
    with subprocess.Popen(command, pass_fds=[write]) as daemon:
        os.close(write)
        with os.fdopen(read) as told:
            address = told.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        daemon.kill()


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


PROBE = """
import sys
from scord_tray.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def empty_session(address: str, tmp_path: Any) -> Iterator[dict[str, str]]:
    """A session with a bus and a display that takes connections, and nothing else."""
    import socket  # noqa: PLC0415 -- only here

    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as display:
        display.bind(str(run / "wayland-7"))
        display.listen()
        yield {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "XDG_RUNTIME_DIR": str(run),
            "WAYLAND_DISPLAY": "wayland-7",
            "DBUS_SESSION_BUS_ADDRESS": address,
            "SCORD_API__FOLDER": str(tmp_path / "nobody"),
        }


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_program_shows_a_silent_service_and_ends_well_when_asked_to(
    other: Bus, empty_session: dict[str, str], number: signal.Signals
) -> None:
    watcher = with_panel(other)
    with subprocess.Popen(
        [sys.executable, "-c", PROBE], env=empty_session, stderr=subprocess.PIPE, text=True
    ) as process:
        until(lambda: watcher.offered, "the icon")
        item = DBusAddress(PATH, bus_name=watcher.offered[0], interface=ITEM)
        assert other.get(item, "Title").startswith("Scord ne répond plus depuis")
        second = subprocess.run(
            [sys.executable, "-c", PROBE],
            env=empty_session, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert second.returncode == 0
        assert "déjà" in second.stdout
        process.send_signal(number)
        assert process.wait(5) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
