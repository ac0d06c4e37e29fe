"""The LPS of the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.billing.makers import Lps

if TYPE_CHECKING:
    from scord.store.context import Context


@pytest.fixture
def lps(context: Context) -> Lps:
    return Lps(context)
