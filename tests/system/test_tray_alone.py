"""The program on a real panel, without a service: the grey cross, its menu, and what a panel does.

What it shows of a living service stands in test_tray.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from tests.practice import until
from tests.system.session_bus import PROGRAMS

if TYPE_CHECKING:
    from subprocess import Popen

    from tests.system.desktop import Desktop

pytestmark = pytest.mark.system

GREY = (150, 152, 156)
RSS_MAX_MB = 60  # of the issue


def start(desktop: Desktop, *arguments: str) -> Popen[bytes]:
    nobody = f"{desktop.env['HOME']}/nobody"
    return desktop.start(PROGRAMS / "scord-tray", "--service", nobody, *arguments)


def cross_is_seen(desktop: Desktop) -> bool:
    return sum(pixel == GREY for pixel in desktop.icon().get_flattened_data()) > 40


def test_a_silent_service_is_a_grey_cross_that_says_since_when(desktop: Desktop) -> None:
    item = desktop.tray_item(start(desktop))
    assert item.title.startswith("Scord ne répond plus depuis ")
    until(lambda: cross_is_seen(desktop), "the cross in the panel")


def test_the_language_is_changed_from_the_menu(desktop: Desktop) -> None:
    item = desktop.tray_item(start(desktop))
    item.click("Langue / Language > English")
    until(lambda: item.title.startswith("Scord is not answering"), "English")
    assert item.entry("Langue / Language > English").ticked


def test_about_is_told_in_the_corner(desktop: Desktop) -> None:
    desktop.tray_item(start(desktop)).click("À propos")
    ((title, text),) = until(desktop.notifications, "the notification")
    assert title.startswith("Scord ")
    assert "Icône" in text


def test_quit_ends_it_well(desktop: Desktop) -> None:
    tray = start(desktop)
    desktop.tray_item(tray).click("Quitter")
    assert tray.wait(5) == 0


def test_the_icon_is_there_again_after_the_panel_died(desktop: Desktop) -> None:
    tray = start(desktop)
    until(lambda: cross_is_seen(desktop), "the cross in the panel")
    desktop.kill_panel()
    desktop.start_panel()
    desktop.tray_item(tray)
    until(lambda: cross_is_seen(desktop), "the cross in the new panel")


def test_it_stays_small(desktop: Desktop) -> None:
    tray = start(desktop)
    until(lambda: cross_is_seen(desktop), "the cross in the panel")
    assert psutil.Process(tray.pid).memory_info().rss < RSS_MAX_MB * 1_000_000


def test_the_old_tray_of_x11_shows_it_too_and_no_picture_piles_up(desktop: Desktop) -> None:
    tray = start(desktop, "--backend", "gtk")
    until(lambda: cross_is_seen(desktop), "the cross in the panel")
    assert desktop.tray_items() == []
    pictures = Path(desktop.env["XDG_RUNTIME_DIR"]) / "scord-tray"
    assert len(list(pictures.glob("*.icons/*"))) == 1
    tray.terminate()
    assert tray.wait(5) == 0
    assert list(pictures.glob("*.icons/*")) == []
