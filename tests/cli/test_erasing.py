"""`scord erase` tells first, erases on a second word only, and says what stands against it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import Practice

from scord.actions.erasing.columns import CLEARED, CLEARED_WHERE_NAMED, DELETED
from scord.actions.erasing.obstacles import Why
from scord.store.tables import Invoice
from scord.words.erasing import OBSTACLES, ROWS

if TYPE_CHECKING:
    from tests.cli.installation import Cli

pytestmark = pytest.mark.slow  # together with the other commands


@pytest.fixture
def cancelled(cli: Cli) -> Cli:
    with cli.opened() as context:
        Practice(context).invoice(number="481", status="cancelled", patient_nir="181016322075140")
    return cli


def test_it_says_what_stands_against_it_and_erases_nothing(cancelled: Cli) -> None:
    told = cancelled.done("erase", "--patient-of", "481")
    assert told.startswith("Pas encore possible :")
    assert "481" not in told.splitlines()[0]
    assert "ADRDEUX" not in told
    refused = cancelled.refused("erase", "--patient-of", "481", "--yes")
    assert refused == (1, "[action.refused]")
    assert json.loads(cancelled.done("erase", "--patient-of", "481", "--json"))["erased"] is False
    with cancelled.opened():
        assert Invoice.get().family_name == "ADRDEUX"


def test_what_was_interrupted_is_finished(cancelled: Cli) -> None:
    assert cancelled.done("erase", "--finish").startswith("Il ne reste rien")


def test_one_of_the_ways_must_be_asked(cancelled: Cli) -> None:
    assert cancelled.refused("erase")[0] == 2
    assert cancelled.refused("erase", "--finish", "--past-age")[0] == 2


def test_nobody_is_past_an_age_that_no_setting_gives(
    cancelled: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cancelled.refused("erase", "--past-age")[0] == 2
    monkeypatch.setenv("SCORD_RETENTION__PATIENT_YEARS", "50")
    assert cancelled.done("erase", "--past-age").startswith("0 patient(s) seraient effacés")


def test_every_reason_and_every_row_has_words() -> None:
    assert set(OBSTACLES) == set(Why)
    tables = (*CLEARED, *CLEARED_WHERE_NAMED, *DELETED)
    assert set(ROWS) == {table.journal_name for table in tables}
