"""Every module can be imported on Windows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.system.windows import Windows

pytestmark = pytest.mark.system

LINUX_ONLY = {"scord_tray.backends.desktop", "scord_tray.backends.linux"}  # they draw with GTK


def test_all_but_the_desktop_of_linux_can_be_imported(windows: Windows) -> None:
    told = json.loads(windows.run("-m", "tests.system.windows_imports"))
    assert told["count"] > 150
    assert set(told["faults"]) == LINUX_ONLY, told["faults"]
