"""A machine's card service, for those tests that need one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.card.house import CardHouse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def house(tmp_path: Path) -> Iterator[CardHouse]:
    """With a reader, and empty."""
    one = CardHouse(tmp_path / "readers")
    try:
        one.start()
        yield one
    finally:
        one.kill()
