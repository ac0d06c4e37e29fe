"""A walk for each test, under the heading that its module's table gives it."""

from __future__ import annotations

import pytest
from tests.card.conftest import house
from tests.page.tutorials.steps import Walk

from scord.intake import incoming

__all__ = ["house"]


@pytest.fixture
def walk(request: pytest.FixtureRequest) -> Walk:
    headings = {test: heading for heading, test in request.module.TUTORIALS.items()}
    return Walk(headings[request.node.originalname])


@pytest.fixture
def short_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the billing software settle fast."""
    monkeypatch.setattr(incoming, "QUIET_SECONDS", 0.2)
