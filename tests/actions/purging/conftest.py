"""A practice whose only lot was accepted, and the practice by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.actions.purging.old_lots import Old
from tests.lots.practice import Practice

if TYPE_CHECKING:
    from scord.store.context import Context


@pytest.fixture
def practice(context: Context) -> Practice:
    return Practice(context)


@pytest.fixture
def old(practice: Practice) -> Old:
    return Old(practice)
