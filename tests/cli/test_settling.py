"""What only a person may settle is listed with numbers to type, and settled by them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.billing.makers import PRACTITIONER
from tests.lots.practice import SENT_AT, Practice

from scord.store.states import FseVerdict, MessageState, ScorLotState
from scord.store.tables import FseLot, Message, ScorLot

if TYPE_CHECKING:
    from tests.cli.installation import Cli

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds


@pytest.fixture
def sent(cli: Cli) -> Cli:
    """One SCOR lot, number 1, with its message."""
    with cli.opened() as context:
        practice = Practice(context)
        practice.ready(number="481")
        practice.lots()
    return cli


@pytest.mark.parametrize("name", ["uncertain", "arl", "verdict"])
def test_where_there_is_nothing_it_is_said(cli: Cli, name: str) -> None:
    assert cli.done(name) == "Rien à trancher.\n"
    assert json.loads(cli.done(name, "--json")) == []


@pytest.mark.parametrize(
    ("option", "state"), [("--again", MessageState.RETRY), ("--sent", MessageState.SENT)]
)
def test_an_uncertain_sending_is_listed_and_settled(
    sent: Cli, option: str, state: MessageState
) -> None:
    with sent.opened():
        Message.update(state=MessageState.UNCERTAIN).execute()
    assert sent.done("uncertain").startswith("1 : lot SCOR 1 du praticien 991129768, ")
    assert json.loads(sent.done("uncertain", "--json"))[0]["number"] == 1
    assert sent.done("uncertain", option, 1).startswith("Envoi 1 : ")
    with sent.opened():
        assert Message.get().state == state
    assert sent.refused("uncertain", option, 1) == (1, "[action.refused]")


def test_a_sending_is_not_settled_in_two_ways_at_once(sent: Cli) -> None:
    assert sent("uncertain", "--again", 1, "--sent", 1).exit_code == 2


def test_an_arl_of_two_lots_is_listed_and_assigned(cli: Cli) -> None:
    with cli.opened() as context:
        practice = Practice(context)
        lots = [
            practice.lot(number="077", sent_at=SENT_AT - timedelta(days=days), verdict="awaited").id
            for days in (14, 0)
        ]
    ack = {"id": "A", "lot": "077", "date": "2026-03-10", "result": "negative", "label": "non"}
    whole = {"format": "scord-acks/1", "practitioner": PRACTITIONER, "acks": [ack]}
    (cli.root / "arl.json").write_text(json.dumps(whole))
    cli.done("import", cli.root / "arl.json")
    head, *candidates = cli.done("arl").splitlines()
    assert head == "1 : ARL négatif du 10/03/2026 à 00:00, lot de FSE 077 du praticien 991129768"
    assert [line.split(",")[0] for line in candidates] == [f"    lot {lot}" for lot in lots]
    assert cli.done("arl", "--assign", 1, lots[1]) == f"ARL 1 appliqué au lot {lots[1]}.\n"
    with cli.opened():
        assert FseLot.get_by_id(lots[1]).verdict == FseVerdict.NEGATIVE
    assert cli.refused("arl", "--assign", 1, lots[0]) == (1, "[action.refused]")


@pytest.mark.parametrize(
    ("said", "verdict"), [("positive", FseVerdict.POSITIVE), ("negative", FseVerdict.NEGATIVE)]
)
def test_a_contested_fse_lot_is_listed_and_settled(
    cli: Cli, said: str, verdict: FseVerdict
) -> None:
    with cli.opened() as context:
        Practice(context).fse_lot.update(verdict=FseVerdict.CONTESTED).execute()
    assert cli.done("verdict").startswith("fse 1 : lot de FSE 001 du praticien 991129768, ")
    cli.done("verdict", "fse", 1, said)
    with cli.opened():
        assert FseLot.get().verdict == verdict


def test_a_contested_scor_lot_is_listed_and_settled(sent: Cli) -> None:
    with sent.opened():
        ScorLot.update(state=ScorLotState.CONTESTED).execute()
    assert sent.done("verdict").startswith("scor 1 : lot SCOR 1 du praticien 991129768")
    assert sent.done("verdict", "scor", 1, "positive") == "Lot 1 tenu pour positif.\n"
    with sent.opened():
        assert ScorLot.get().state == ScorLotState.ACCEPTED
    assert sent.refused("verdict", "scor", 1, "negative") == (1, "[action.refused]")


@pytest.mark.parametrize("words", [["fse"], ["fse", "1"], ["fse", "1", "maybe"], ["lot", "1"]])
def test_half_a_verdict_is_a_usage_error(cli: Cli, words: list[str]) -> None:
    assert cli("verdict", *words).exit_code == 2
