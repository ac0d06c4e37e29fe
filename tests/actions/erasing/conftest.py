"""A practice with one patient, all of whose papers were accepted long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.actions.erasing.settled import Settled
from tests.lots.practice import Practice

if TYPE_CHECKING:
    from scord.store.context import Context


@pytest.fixture
def settled(context: Context) -> Settled:
    return Settled(Practice(context))
