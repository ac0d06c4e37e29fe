"""The program in the notification area of Windows (of wine), without a service."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.practice import until
from tests.system.windows import windows_path

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from tests.system.windows import Windows

pytestmark = pytest.mark.system

GREY = (150, 152, 156)
SESSION = Path(__file__).with_name("windows_session.py")


@contextmanager
def tray(windows: Windows, home: Path) -> Iterator[subprocess.Popen[str]]:
    """Once its windows are there and its grey cross is seen."""
    kept = windows_path(home)
    nobody = windows_path(home / "nobody")
    arguments = ("-m", "scord_tray", "--service", nobody)
    with windows.running(*arguments, APPDATA=kept, LOCALAPPDATA=kept) as process:
        until(lambda: session(windows, "asks"), "the tray's windows", seconds=60)
        until(lambda: windows.shows(GREY), "the cross")
        yield process


def session(windows: Windows, what: str) -> str:
    return windows.run(windows_path(SESSION), what)


def test_the_cross_is_seen_and_a_second_tray_says_that_there_is_one(
    windows: Windows, tmp_path: Path
) -> None:
    with tray(windows, tmp_path):
        assert "déjà" in windows.run("-m", "scord_tray")


def test_a_log_out_is_allowed_and_ends_the_tray_well(windows: Windows, tmp_path: Path) -> None:
    with tray(windows, tmp_path) as process:
        assert session(windows, "asks").split() == ["1", "1"]
        session(windows, "stays")
        assert process.poll() is None
        session(windows, "ends")
        assert process.wait(20) == 0


def test_a_tray_that_is_told_to_close_ends_well(windows: Windows, tmp_path: Path) -> None:
    with tray(windows, tmp_path) as process:
        session(windows, "taskkill")
        assert process.wait(20) == 0
        assert process.stdout is not None
        assert "Traceback" not in process.stdout.read()
