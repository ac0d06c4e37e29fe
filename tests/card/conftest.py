"""A machine's card service, for those tests that need one."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from tests.card.house import CardHouse

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def house(tmp_path: Path) -> Iterator[CardHouse]:
    """With a reader, and empty. A machine has one pcscd: tests side by side take turns."""
    one = CardHouse(tmp_path / "readers")
    with FileLock(Path(gettempdir()) / "scord-tests-pcscd.lock"):
        try:
            one.start()
            yield one
        finally:
            one.kill()
