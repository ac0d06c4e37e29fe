"""Windows keeps the key of the files. Wine's own protection is a toy: it shows the calls alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.system.windows import windows_path

if TYPE_CHECKING:
    from pathlib import Path

    from tests.system.windows import Windows

pytestmark = pytest.mark.system


def test_windows_keeps_the_key_and_opens_it_again(windows: Windows, tmp_path: Path) -> None:
    told = windows.run("-m", "tests.system.windows_key", windows_path(tmp_path / "state"))
    assert told.splitlines() == [
        "none None",
        "kept by windows",
        "found True",
        "in the clear False",
        "changed secret.store-key-wrong",
        "volume None",
    ]
