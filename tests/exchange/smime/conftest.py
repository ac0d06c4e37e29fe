"""Issued once: keys take long to make."""

from __future__ import annotations

import pytest
from tests.exchange.smime.people import People, make_people


@pytest.fixture(scope="package")
def people(tmp_path_factory: pytest.TempPathFactory) -> People:
    return make_people(tmp_path_factory.mktemp("people"))
