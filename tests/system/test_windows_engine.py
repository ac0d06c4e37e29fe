"""The service at work on Windows: the tests of the rooms and of the main job, run there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.system.windows import windows_path

if TYPE_CHECKING:
    from pathlib import Path

    from tests.system.windows import Windows

pytestmark = pytest.mark.system

ROOMS = ("store", "intake", "exchange")  # where files, folders and locks differ
MAIN_JOB = (
    "tests/end_to_end/test_main_job.py"
    "::test_a_slipped_scan_reaches_the_caisse_conforming_and_turns_green"
)


def test_a_scan_is_taken_once_the_scanner_lets_go_of_it_and_filed_by_its_slip(
    windows: Windows, tmp_path: Path
) -> None:
    told = windows.run("-m", "tests.system.windows_practice", windows_path(tmp_path / "practice"))
    assert told.endswith("ended well")


def test_the_main_job_ends_well(windows: Windows, tmp_path: Path) -> None:
    windows.run_tests(tmp_path, MAIN_JOB)


def test_the_rooms_pass_their_quick_tests(windows: Windows, tmp_path: Path) -> None:
    windows.run_tests(tmp_path, "-m", "not slow", *(f"tests/{room}" for room in ROOMS))
