"""The service at work on Windows: the main job, and the tests of what touches files, run there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.system.windows import windows_path

if TYPE_CHECKING:
    from pathlib import Path

    from tests.system.windows import Windows

pytestmark = pytest.mark.system

ON_FILES = (
    "tests/store",
    "tests/intake",
    "tests/exchange/test_folder.py",
    "tests/imaging/test_workers.py",
    "tests/service/test_watchdog.py",
    "tests/test_wake.py",
)


def test_a_scan_is_taken_once_the_scanner_lets_go_of_it_and_reaches_the_caisse(
    windows: Windows, tmp_path: Path
) -> None:
    told = windows.run("-m", "tests.system.windows_practice", windows_path(tmp_path / "practice"))
    assert told.endswith("ended well")


def test_what_touches_files_passes_its_own_tests(windows: Windows, tmp_path: Path) -> None:
    windows.run_tests(tmp_path, "-m", "not slow", *ON_FILES)


def test_the_doctor_sees_who_may_read_the_state(windows: Windows, tmp_path: Path) -> None:
    for name, mode in (("open", 0o755), ("closed", 0o700)):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(mode)
    told = windows.run("-m", "tests.system.windows_access", windows_path(tmp_path))
    assert told.endswith("ended well")
