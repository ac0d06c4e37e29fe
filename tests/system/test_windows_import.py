"""Every module can be imported on Windows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.system.windows import Windows

pytestmark = pytest.mark.system

LINUX_ONLY = {
    f"scord_tray.backends.{name}"
    for name in ("appindicator", "bus", "dbusmenu", "desktop", "linux", "xembed")
}


def test_all_but_the_desktop_of_linux_can_be_imported(windows: Windows) -> None:
    told = json.loads(windows.run("-m", "tests.system.windows_imports"))
    assert told["count"] > 150
    assert set(told["faults"]) == LINUX_ONLY, told["faults"]
