"""An installation to type commands on, empty or with two documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cli.installation import Cli
from tests.lots.practice import Practice

from scord.store.states import DocumentState

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    made = Cli(tmp_path)
    for folder in ("scanner", "lps"):
        (tmp_path / folder).mkdir()
    made.config.write_text(
        f"""
        state_dir = '{tmp_path / "state"}'
        min_free_mb = 0
        [[folders]]
        name = 'scanner'
        path = '{tmp_path / "scanner"}'
        [invoices]
        folder = '{tmp_path / "lps"}'
        [imaging]
        workers = 1
        """
    )
    monkeypatch.setenv("SCORD_SECRET_SLIP_KEY", "a key of the tests, in no file")
    return made


@pytest.fixture
def filled(cli: Cli) -> Cli:
    """Document 1 waits in À classer, document 2 is on invoice 481, which needs a care sheet."""
    with cli.opened() as context:
        practice = Practice(context)
        practice.document(None, state=DocumentState.INBOX, reason="no-clue")
        practice.ready(number="481", mode="degrade", patient_nir="181016322075140")
    return cli
