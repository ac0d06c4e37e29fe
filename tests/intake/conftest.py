"""The drop folder of the tests of intake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.intake.drops import Drop

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context


@pytest.fixture
def drop(context: Context, tmp_path: Path) -> Drop:
    return Drop(context, tmp_path / "scanner")
