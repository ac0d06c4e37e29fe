"""The one API of a module, as in the tests of the API itself; a browser for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.api.conftest import api, quiet
from tests.page.browser import chromium
from tests.practice import Practice

from scord.intake import incoming

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

__all__ = ["api", "quiet"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    monkeypatch.setattr(incoming, "QUIET_SECONDS", 0.2)
    return Practice(tmp_path)
