"""The practice, also under a name that the action of that name leaves free."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.lots.practice import Practice


@pytest.fixture
def rows(practice: Practice) -> Practice:
    return practice
