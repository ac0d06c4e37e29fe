"""A machine that keeps nothing yet: a keyring in memory, no credential, an account of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backend import KeyringBackend

from scord.actions.encrypting import keepers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Ring(KeyringBackend):
    """`forgets`: says yes and keeps nothing."""

    priority = 1  # type: ignore[assignment]  # keyring computes it for backends it finds itself

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.forgets = False

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if not self.forgets:
            self.kept[service, username] = password


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Ring]:
    for name in ("SCORD_SECRET_STORE_KEY", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(keepers, "SEALED_CREDENTIAL", tmp_path / "credstore" / "scord.store-key")
    monkeypatch.setattr(keepers, "_OF_THE_SERVICE", tmp_path / "no-service")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    before = keyring.get_keyring()
    ring = Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)
