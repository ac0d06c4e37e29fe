"""What the tray shows on Windows: the longest words, and how the service beside it stands.

Pictures are left in build/system to be looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.practice import jpeg, until
from tests.system.session_bus import ROOT
from tests.system.windows import windows_path

if TYPE_CHECKING:
    from pathlib import Path

    from tests.system.windows import Windows

pytestmark = pytest.mark.system

PICTURES = ROOT / "build" / "system"
RED, GREEN, ORANGE = (222, 48, 48), (62, 170, 84), (245, 140, 30)
SETTINGS = """
state_dir = '{root}\\state'
min_free_mb = 0
[[folders]]
name = "scanner"
path = '{root}\\drop'
settle_seconds = 0.2
rescan_seconds = 0.5
[alerts]
settle_seconds = 0
quiet_from = 00:00:00
quiet_until = 00:00:00
"""


def _picture(windows: Windows, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    windows.screenshot().save(PICTURES / f"windows-{name}.png")


def test_the_longest_words_are_shown_without_a_fault_and_the_menu_can_be_used(
    windows: Windows,
) -> None:
    with windows.running("-m", "tests.system.windows_long_words") as tray:
        assert tray.stdout is not None
        assert tray.stdout.readline().strip() == "told True"
        until(lambda: windows.shows(RED), "the red octagon")
        windows.open_menu()
        _picture(windows, "long-words")
        windows.press("Up", "Return")
        assert tray.stdout.read().splitlines() == ["chosen quit"]
        assert tray.wait(20) == 0


def test_a_scan_to_be_filed_turns_the_icon_and_is_told_by_a_balloon(
    windows: Windows, tmp_path: Path
) -> None:
    config = tmp_path / "scord.toml"
    config.write_text(SETTINGS.format(root=windows_path(tmp_path)), "utf-8")
    (tmp_path / "drop").mkdir()
    home = windows_path(tmp_path)
    service = windows.running("-m", "scord", "--config", windows_path(config), "run")
    tray = windows.running(
        *("-m", "scord_tray", "--service", windows_path(tmp_path / "state" / "run")),
        APPDATA=home,
        LOCALAPPDATA=home,
    )
    with service, tray:
        until(lambda: windows.shows(GREEN), "the green check", seconds=120)
        empty = windows.below_tray()
        windows.open_menu()
        _picture(windows, "nothing-to-do")
        windows.press("Escape")
        windows.leave_icon()
        until(lambda: windows.below_tray() == empty, "the menu closed")
        (tmp_path / "drop" / "loose.jpg").write_bytes(jpeg("loose"))
        until(lambda: windows.shows(ORANGE), "the orange diamond")
        until(lambda: windows.below_tray() != empty, "the balloon")
        _picture(windows, "balloon")
