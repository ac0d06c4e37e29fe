"""The colour of an invoice: the first rule that applies, each with its own shape and words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import in_force

from scord.lots.colour import LOOKS, Colour, colour, judge
from scord.lots.piece_state import piece_states
from scord.store.states import FseVerdict, InvoiceStatus, ItemVerdict, ScorLotState

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.tables import Invoice


def of(practice: Practice, invoice: Invoice) -> Colour:
    return colour(practice.context, invoice)


def sent(practice: Practice, verdict: ItemVerdict, state: ScorLotState) -> Invoice:
    """An invoice whose pieces are in a lot in that state."""
    invoice = practice.ready()
    practice.lots()
    practice.answered(verdict, state)
    return invoice


@pytest.mark.parametrize(
    ("verdict", "state", "expected"),
    [
        (ItemVerdict.AWAITED, ScorLotState.READY, Colour.YELLOW),
        (ItemVerdict.AWAITED, ScorLotState.SENT, Colour.YELLOW),
        (ItemVerdict.ACCEPTED, ScorLotState.ACCEPTED, Colour.GREEN),
        (ItemVerdict.REJECTED, ScorLotState.REJECTED, Colour.RED),
        (ItemVerdict.ACCEPTED, ScorLotState.CONTESTED, Colour.RED),
        (ItemVerdict.REJECTED, ScorLotState.CONTESTED, Colour.RED),
    ],
)
def test_the_colour_follows_the_lot(
    practice: Practice, verdict: ItemVerdict, state: ScorLotState, expected: Colour
) -> None:
    assert of(practice, sent(practice, verdict, state)) == expected


def test_a_lot_that_could_not_be_delivered_is_red(practice: Practice) -> None:
    invoice = sent(practice, ItemVerdict.AWAITED, ScorLotState.READY)
    practice.undeliverable()
    assert of(practice, invoice) == Colour.RED


def test_a_missing_piece_is_orange(practice: Practice) -> None:
    assert of(practice, practice.invoice()) == Colour.ORANGE


def test_an_unknown_need_is_orange_even_with_pieces(practice: Practice) -> None:
    healer = practice.practitioner("991200015", profession="rebouteux")
    assert of(practice, practice.ready(practitioner=healer)) == Colour.ORANGE


def test_a_complete_invoice_that_waits_is_yellow(practice: Practice) -> None:
    lot = practice.lot(verdict=FseVerdict.AWAITED)
    assert of(practice, practice.ready(fse_lot=lot)) == Colour.YELLOW


def test_a_refused_piece_replaced_by_a_new_one_is_yellow_again(practice: Practice) -> None:
    invoice = sent(practice, ItemVerdict.REJECTED, ScorLotState.REJECTED)
    practice.context.clock.turn(minutes=1)
    practice.attach(invoice, practice.document("ORDN"))
    assert of(practice, invoice) == Colour.YELLOW


def test_red_stands_before_orange(practice: Practice) -> None:
    invoice = sent(practice, ItemVerdict.REJECTED, ScorLotState.REJECTED)
    practice.context.clock.turn(minutes=1)
    practice.attach(invoice, practice.document("AUTP"))  # the ordonnance is missing now
    assert of(practice, invoice) == Colour.RED


def test_an_invoice_that_needs_nothing_is_green_without_pieces(practice: Practice) -> None:
    invoice = practice.invoice(payload={"electronic_prescription": True})
    assert of(practice, invoice) == Colour.GREEN


@pytest.mark.parametrize("status", [InvoiceStatus.CANCELLED, InvoiceStatus.REPLACED])
def test_an_invoice_that_is_no_more_owes_nothing(practice: Practice, status: InvoiceStatus) -> None:
    assert of(practice, practice.invoice(status=status)) == Colour.GREEN


def test_an_invoice_from_before_the_start_day_is_not_asked_for(practice: Practice) -> None:
    before = practice.lot(sent_at=datetime(2025, 12, 1, 18, tzinfo=UTC))
    invoice = practice.invoice(fse_lot=before)
    assert of(practice, invoice) == Colour.GREEN
    no_start = in_force(practice.context, practitioners=())
    assert colour(no_start, invoice) == Colour.ORANGE


def test_what_is_missing_and_what_is_asked_for_is_told_beside_the_colour(
    practice: Practice,
) -> None:
    rejected = sent(practice, ItemVerdict.REJECTED, ScorLotState.REJECTED)
    cases = {
        (Colour.RED, True, True): rejected,
        (Colour.ORANGE, True, True): practice.invoice(),
        (Colour.YELLOW, True, False): practice.ready(),
        (Colour.GREEN, False, False): practice.invoice(status=InvoiceStatus.CANCELLED),
    }
    for expected, invoice in cases.items():
        verdict = judge(practice.context, invoice, piece_states(invoice))
        assert (verdict.colour, verdict.asked, verdict.missing) == expected


def test_no_two_colours_look_or_read_the_same() -> None:
    assert set(LOOKS) == set(Colour)
    for told in ("shape", "french", "english"):
        assert len({getattr(look, told) for look in LOOKS.values()}) == len(Colour)
