"""The practice of the tests of the exchange, and one with a lot in its outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.exchange.sending import Sending
from tests.lots.practice import Practice

if TYPE_CHECKING:
    from scord.store.context import Context


@pytest.fixture
def practice(context: Context) -> Practice:
    return Practice(context)


@pytest.fixture
def sending(practice: Practice) -> Sending:
    return Sending(practice)
