"""The desktop of the tests itself: what it shows can be seen, read, clicked; it leaves nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from tests.practice import until
from tests.system.desktop import Desktop
from tests.system.session_bus import PROGRAMS
from tests.system.tray_item import SEPARATOR

if TYPE_CHECKING:
    from subprocess import Popen

pytestmark = pytest.mark.system

BLUE, RED = (0, 0, 255), (255, 0, 0)


def _small_tray(desktop: Desktop) -> Popen[bytes]:
    program = Path(__file__).with_name("small_tray.py")
    return desktop.start(PROGRAMS / "python", program, PYSTRAY_BACKEND="appindicator")


def _shown(desktop: Desktop) -> tuple[int, ...]:
    """The colour in the middle of the icon's place."""
    picture = desktop.icon()
    return picture.getpixel((picture.width // 2, picture.height // 2))


def test_an_icon_is_seen_and_its_menu_and_its_message_are_read_and_clicked(
    desktop: Desktop,
) -> None:
    assert _shown(desktop) not in (BLUE, RED)
    item = desktop.tray_item(_small_tray(desktop))
    until(lambda: _shown(desktop) == BLUE, "the blue icon in the panel")
    assert item.labels() == ["Add to 0", SEPARATOR, "Counted", "More", "More > Say it"]
    assert (item.entry("Counted").ticked, item.entry("Counted").enabled) == (False, False)

    item.click("Add to 0")
    until(lambda: item.title == "1", "the new title")
    assert item.labels()[0] == "Add to 1"
    assert item.entry("Counted").ticked
    until(lambda: _shown(desktop) == RED, "the red icon in the panel")

    item.click("More > Say it")
    until(lambda: desktop.notifications() == [("Small", "1 counted")], "the message")
    item.click("More > Say it")
    until(lambda: desktop.notifications() == [("Small", "1 counted")] * 2, "the second message")


def test_an_icon_is_there_again_after_the_panel_died(desktop: Desktop) -> None:
    tray = _small_tray(desktop)
    desktop.tray_item(tray)
    desktop.kill_panel()
    desktop.start_panel()
    desktop.tray_item(tray)
    until(lambda: _shown(desktop) == BLUE, "the icon in the new panel")


def test_a_message_is_shown_after_the_notifications_died(desktop: Desktop) -> None:
    item = desktop.tray_item(_small_tray(desktop))
    desktop.kill_notifications()
    item.click("More > Say it")
    until(lambda: desktop.notifications() == [("Small", "0 counted")], "the message")


def test_nothing_of_the_desktop_lives_on(desktop: Desktop) -> None:
    with Desktop() as other:
        desktop_home = other.env["HOME"]
        other.tray_item(_small_tray(other))
        assert len(_processes_of(desktop_home)) > 5
    until(lambda: not _processes_of(desktop_home), "the processes gone", seconds=5)
    assert not Path(desktop_home).exists()


def _processes_of(home: str) -> list[str]:
    every = (one.info for one in psutil.process_iter(["environ", "name"]))
    return [one["name"] for one in every if (one["environ"] or {}).get("HOME") == home]
