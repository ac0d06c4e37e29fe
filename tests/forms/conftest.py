"""The practice of the tests of forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import Practice

if TYPE_CHECKING:
    from scord.store.context import Context


@pytest.fixture
def practice(context: Context) -> Practice:
    return Practice(context)
