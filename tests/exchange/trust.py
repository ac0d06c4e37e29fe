"""Whom the tests of mail trust. A test module takes these by naming this in `pytest_plugins`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.exchange.certificates import make_authority

if TYPE_CHECKING:
    from tests.exchange.certificates import Authority, Issued


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def issued(authority: Authority) -> Issued:
    return authority.issue("server")


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """The authority stands in for those that the system trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
