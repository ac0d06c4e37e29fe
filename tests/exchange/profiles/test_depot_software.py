"""The whole way: a lot is handed to software that is not ours, which takes it and answers."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.exchange.depositing import Depositing
from tests.exchange.sending import crash_at

from scord.exchange.outbox import recover
from scord.lots.colour import Colour, colour
from scord.lots.piece_state import PieceState, piece_states
from scord.store.states import AckOutcome, MessageState, ScorLotState
from scord.store.tables import Acknowledgement, ChainEntry, Incoming, Invoice, LotItem

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lots.practice import Practice


@pytest.fixture
def depositing(practice: Practice) -> Depositing:
    return Depositing(practice)


@pytest.fixture
def handed_over(depositing: Depositing) -> Depositing:
    assert depositing.deliver() == 1
    return depositing


def software(lots: Path, answers: Path, taken: Path) -> None:
    """What the approved software's maker writes, from docs/profile-depot.md alone."""
    for lot in sorted(lots.iterdir()):
        if lot.name.startswith("."):
            continue
        with (lot / "index.csv").open(newline="", encoding="utf-8") as source:
            lines = list(csv.DictReader(source, delimiter=";"))
        damaged = set()
        for line in lines:
            if hashlib.sha256((lot / line["file"]).read_bytes()).hexdigest() != line["sha256"]:
                damaged.add(line["identifier"])
        lot.rename(taken / lot.name)
        answer = {
            "id": lot.name,
            "billing_number": lines[0]["billing_number"],
            "lot": int(lines[0]["lot"]),
            "message_id": lines[0]["message_id"],
            "verdict": "transmitted",
            "date": "2026-03-11T09:30:00+01:00",
            "rejected": [{"identifier": one, "reason": "empreinte"} for one in sorted(damaged)],
        }
        whole = {"format": "scord-depot-answer/1", "answers": [answer]}
        partial = answers / f"{lot.name}.tmp"
        partial.write_text(json.dumps(whole), encoding="utf-8")
        partial.rename(answers / f"{lot.name}.json")


def colours(depositing: Depositing) -> list[Colour]:
    return [colour(depositing.context, one) for one in Invoice.select().order_by(Invoice.id)]


def outcomes() -> list[AckOutcome]:
    return [row.outcome for row in Acknowledgement.select().order_by(Acknowledgement.id)]


def work(depositing: Depositing, tmp_path: Path) -> Path:
    taken = tmp_path / "taken"
    taken.mkdir()
    software(depositing.out, depositing.inbox, taken)
    return taken


def test_a_lot_is_taken_whole_and_what_was_transmitted_is_green(
    depositing: Depositing, tmp_path: Path
) -> None:
    assert colours(depositing) == [Colour.YELLOW] * 2
    assert depositing.deliver() == 1
    assert colours(depositing) == [Colour.YELLOW] * 2
    assert depositing.refreshed().state == ScorLotState.SENT
    taken = work(depositing, tmp_path)
    assert list(depositing.out.iterdir()) == []
    assert depositing.take_answers() == 1
    assert colours(depositing) == [Colour.GREEN] * 2
    assert outcomes() == [AckOutcome.APPLIED]
    names = {path.name for path in (taken / depositing.message.file_name).glob("*.pdf")}
    assert names == {"FACTURE_481_ADRDEUX_LAURENT.pdf", "FACTURE_482_ADRDEUX_LAURENT.pdf"}
    assert depositing.deliver() == 0


def test_a_pdf_damaged_on_its_way_is_refused_alone_and_goes_again_on_a_persons_word(
    handed_over: Depositing, tmp_path: Path
) -> None:
    folder = handed_over.out / handed_over.message.file_name
    (folder / "FACTURE_481_ADRDEUX_LAURENT.pdf").write_bytes(b"%PDF damaged")
    work(handed_over, tmp_path)
    handed_over.take_answers()
    assert handed_over.verdicts() == [("rejected", "empreinte"), ("accepted", None)]
    assert handed_over.refreshed().state == ScorLotState.PARTIAL
    assert colours(handed_over) == [Colour.RED, Colour.GREEN]


def test_taken_before_it_was_recorded_is_uncertain_until_the_answer_settles_it(
    depositing: Depositing, tmp_path: Path
) -> None:
    with crash_at("exchange.delivered"):
        depositing.deliver()
    work(depositing, tmp_path)
    recover(depositing.context, depositing.transport)
    assert depositing.message.state == MessageState.UNCERTAIN
    assert depositing.deliver() == 0
    depositing.take_answers()
    assert depositing.message.state == MessageState.SENT
    assert colours(depositing) == [Colour.GREEN] * 2
    events = [row.event for row in ChainEntry.select().order_by(ChainEntry.id)]
    assert events == ["frozen", "sent", "acknowledged"]


@pytest.mark.parametrize(
    ("step", "state"),
    [
        ("exchange.attempt-opened", MessageState.RETRY),
        ("exchange.copied", MessageState.RETRY),
        ("exchange.delivery-started", MessageState.RETRY),
        ("exchange.delivered", MessageState.SENT),
    ],
)
def test_cut_off_with_the_folder_in_sight_is_settled_by_what_stands_there(
    depositing: Depositing, step: str, state: MessageState
) -> None:
    with crash_at(step):
        depositing.deliver()
    recover(depositing.context, depositing.transport)
    assert depositing.message.state == state
    depositing.deliver()
    assert depositing.message.state == MessageState.SENT
    assert [path.name for path in depositing.out.iterdir()] == [depositing.message.file_name]


def test_a_share_lost_at_the_rename_is_uncertain_and_settled_once_it_is_back(
    depositing: Depositing, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    with crash_at("exchange.delivered"):
        depositing.deliver()
    depositing.out.rename(away)
    recover(depositing.context, depositing.transport)
    assert depositing.message.state == MessageState.UNCERTAIN
    away.rename(depositing.out)
    recover(depositing.context, depositing.transport)
    assert depositing.message.state == MessageState.SENT


def test_a_rename_that_windows_refuses_is_tried_again_and_delivers_once(
    depositing: Depositing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "a virus scanner has it open")

    with monkeypatch.context() as scanner:
        scanner.setattr("pathlib.Path.rename", refuse)
        assert depositing.deliver() == 0
    assert depositing.message.state == MessageState.RETRY
    depositing.context.clock.turn(hours=1)
    assert depositing.deliver() == 1
    assert [path.name for path in depositing.out.iterdir()] == [depositing.message.file_name]


REJECTED: dict[str, Any] = {"verdict": "rejected", "reason": "refusé par le logiciel"}


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"lot": 99}, id="an unknown lot"),
        pytest.param({"billing_number": "991200015"}, id="another practitioner"),
        pytest.param({"message_id": "<DEPOT.0@scord.invalid>"}, id="the hash of other PDFs"),
        pytest.param(
            {"rejected": [{"identifier": "DEPOT-991129768-000001-0009", "reason": "?"}]},
            id="a piece that is not in the lot",
        ),
    ],
)
def test_an_answer_to_something_unknown_is_kept_unmatched_and_changes_nothing(
    handed_over: Depositing, said: dict[str, Any]
) -> None:
    handed_over.answer(**said)
    handed_over.take_answers()
    assert outcomes() == [AckOutcome.UNMATCHED]
    assert colours(handed_over) == [Colour.YELLOW] * 2
    assert Incoming.get().format == "depot"


@pytest.mark.parametrize("second", ["transmitted", "accepted"])
def test_an_answer_that_says_no_more_than_the_first_is_a_duplicate(
    handed_over: Depositing, second: str
) -> None:
    handed_over.answer("1.json")
    handed_over.take_answers()
    handed_over.answer("2.json", id="L-78", verdict=second)
    handed_over.take_answers()
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.DUPLICATE]
    assert colours(handed_over) == [Colour.GREEN] * 2


def test_a_rejection_after_transmission_is_a_contradiction_and_shown_red(
    handed_over: Depositing,
) -> None:
    handed_over.answer("1.json")
    handed_over.take_answers()
    handed_over.answer("2.json", id="L-78", **REJECTED)
    handed_over.take_answers()
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.CONTRADICTION]
    assert handed_over.refreshed().state == ScorLotState.CONTESTED
    assert colours(handed_over) == [Colour.RED] * 2


def test_a_rejected_lot_is_red_with_its_reason_and_leaves_only_on_a_persons_word(
    handed_over: Depositing,
) -> None:
    handed_over.answer(**REJECTED)
    handed_over.take_answers()
    assert handed_over.verdicts() == [("rejected", REJECTED["reason"])] * 2
    assert colours(handed_over) == [Colour.RED] * 2
    invoice = LotItem.get().attachment.invoice
    assert [state for _, state in piece_states(invoice)] == [PieceState.REJECTED]
    assert handed_over.practice.lots(None) == []


def test_a_half_written_answer_is_waited_for_and_unreadable_only_when_it_stays_so(
    handed_over: Depositing,
) -> None:
    handed_over.answer(half=True)
    assert handed_over.take_answers(seconds=5) == 0
    assert outcomes() == []
    handed_over.answer()  # its writer is done
    handed_over.take_answers()
    assert outcomes() == [AckOutcome.APPLIED]
    handed_over.answer("2.json", half=True)
    handed_over.take_answers()
    assert outcomes() == [AckOutcome.APPLIED, AckOutcome.UNREADABLE]
    assert list(handed_over.inbox.iterdir()) == []
