"""The one API of a module, as in the tests of the API itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.api.conftest import api, quiet
from tests.practice import Practice

from scord.intake import incoming

if TYPE_CHECKING:
    from pathlib import Path


__all__ = ["api", "quiet"]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    monkeypatch.setattr(incoming, "QUIET_SECONDS", 0.2)
    return Practice(tmp_path)
