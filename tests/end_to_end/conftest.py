"""A practice and its caisse for each test; files of the LPS settle fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.caisse import Caisse
from tests.practice import Practice

from scord.intake import incoming

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _quick_settling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "QUIET_SECONDS", 0.2)


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path)


@pytest.fixture
def caisse(practice: Practice) -> Caisse:
    return Caisse(practice)
