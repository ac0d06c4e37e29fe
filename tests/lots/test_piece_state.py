"""A piece's state is read from its lots: under way, accepted, refused, to send again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from scord.exchange.delivery import withdraw_words
from scord.lots.piece_state import PieceState, piece_states, piece_states_of, unsent
from scord.store.states import InvoiceStatus, ItemVerdict, MessageState, ScorLotState
from scord.store.tables import Attachment, Invoice, LotItem, Message

if TYPE_CHECKING:
    from tests.lots.practice import Practice


def states(invoice: Invoice) -> list[PieceState]:
    return [state for _, state in piece_states(invoice)]


def refused(practice: Practice) -> Invoice:
    """An invoice whose ordonnance the caisse has just refused."""
    invoice = practice.ready()
    practice.lots()
    practice.context.clock.turn(days=1)
    practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    practice.context.clock.turn(hours=1)
    return invoice


@pytest.mark.parametrize(
    ("verdict", "lot", "expected"),
    [
        (ItemVerdict.AWAITED, ScorLotState.READY, PieceState.UNDER_WAY),
        (ItemVerdict.AWAITED, ScorLotState.SENT, PieceState.UNDER_WAY),
        (ItemVerdict.ACCEPTED, ScorLotState.ACCEPTED, PieceState.ACCEPTED),
        (ItemVerdict.ACCEPTED, ScorLotState.PARTIAL, PieceState.ACCEPTED),
        (ItemVerdict.REJECTED, ScorLotState.PARTIAL, PieceState.REJECTED),
        (ItemVerdict.REJECTED, ScorLotState.REJECTED, PieceState.REJECTED),
        (ItemVerdict.ACCEPTED, ScorLotState.CONTESTED, PieceState.CONTESTED),
        (ItemVerdict.REJECTED, ScorLotState.CONTESTED, PieceState.CONTESTED),
    ],
)
def test_a_piece_stands_as_its_last_lot_says(
    practice: Practice, verdict: ItemVerdict, lot: ScorLotState, expected: PieceState
) -> None:
    invoice = practice.ready()
    practice.lots()
    practice.answered(verdict, lot)
    assert states(invoice) == [expected]


def test_a_new_piece_is_to_send(practice: Practice) -> None:
    assert states(practice.ready()) == [PieceState.TO_SEND]


def test_a_refused_piece_never_goes_again_by_itself(practice: Practice) -> None:
    invoice = refused(practice)
    assert states(invoice) == [PieceState.REJECTED]
    assert practice.lots() == []


def test_a_refused_piece_goes_again_on_a_persons_word_given_since(practice: Practice) -> None:
    invoice = refused(practice)
    Attachment.update(confirmed_at=practice.now).execute()
    assert states(invoice) == [PieceState.TO_SEND]
    (lot,) = practice.lots()
    assert lot.number == 2
    assert states(invoice) == [PieceState.UNDER_WAY]


def test_a_newer_piece_of_the_same_type_replaces_a_refused_one(practice: Practice) -> None:
    invoice = refused(practice)
    practice.attach(invoice, practice.document("ORDN"))
    assert states(invoice) == [PieceState.REPLACED, PieceState.TO_SEND]
    (lot,) = practice.lots()
    assert lot.items.count() == 1


def test_a_newer_piece_of_another_type_replaces_nothing(practice: Practice) -> None:
    invoice = refused(practice)
    practice.attach(invoice, practice.document("AUTP"))
    assert states(invoice) == [PieceState.REJECTED, PieceState.TO_SEND]


def test_an_older_piece_of_the_same_type_replaces_nothing(practice: Practice) -> None:
    invoice = practice.invoice()
    older = practice.attach(invoice, practice.document("ORDN"))
    practice.lots()
    practice.answered(ItemVerdict.ACCEPTED, ScorLotState.ACCEPTED)
    newer = practice.attach(invoice, practice.document("ORDN"))
    practice.lots()
    LotItem.update(verdict=ItemVerdict.REJECTED).where(LotItem.attachment == newer).execute()
    withdraw_words([newer.id])
    assert piece_states(invoice) == (
        (older, PieceState.ACCEPTED),
        (newer, PieceState.REJECTED),
    )


def test_of_two_pieces_refused_together_neither_replaces_the_other(practice: Practice) -> None:
    invoice = practice.invoice()
    for _ in range(2):
        practice.attach(invoice, practice.document("ORDN"))
    practice.lots()
    practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    assert states(invoice) == [PieceState.REJECTED, PieceState.REJECTED]
    practice.attach(invoice, practice.document("ORDN"))
    assert states(invoice) == [PieceState.REPLACED, PieceState.REPLACED, PieceState.TO_SEND]


@pytest.mark.parametrize("wrong_by", [{"days": 1}, {"hours": -12}])
@pytest.mark.parametrize("right_again", ["before it is frozen", "before it is refused"])
def test_a_clock_wrong_at_filing_never_makes_a_refused_piece_leave_again(
    practice: Practice, wrong_by: dict[str, float], right_again: str
) -> None:
    clock = practice.context.clock
    clock.wall += timedelta(**wrong_by)
    invoice = practice.ready()
    if right_again == "before it is refused":
        assert len(practice.lots()) == 1
    clock.wall -= timedelta(**wrong_by)
    practice.lots()
    practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    for _ in range(3):
        assert states(invoice) == [PieceState.REJECTED]
        assert practice.lots() == []
        clock.turn(days=1)


@pytest.mark.parametrize("wrong_by", [{"days": 1}, {"hours": -12}])
def test_a_clock_wrong_at_filing_does_not_keep_a_new_piece_from_replacing_a_refused_one(
    practice: Practice, wrong_by: dict[str, float]
) -> None:
    invoice = refused(practice)
    practice.context.clock.wall += timedelta(**wrong_by)
    practice.attach(invoice, practice.document("ORDN"))
    practice.context.clock.wall -= timedelta(**wrong_by)
    assert states(invoice) == [PieceState.REPLACED, PieceState.TO_SEND]


def test_a_piece_whose_lot_could_not_be_delivered_waits_for_a_person(practice: Practice) -> None:
    invoice = practice.ready()
    practice.lots()
    practice.undeliverable()
    assert states(invoice) == [PieceState.REJECTED]
    Attachment.update(confirmed_at=practice.now).execute()
    assert states(invoice) == [PieceState.TO_SEND]


def test_a_removed_piece_is_not_told(practice: Practice) -> None:
    invoice = practice.ready()
    Attachment.update(removed_at=practice.now).execute()
    assert states(invoice) == []


@pytest.mark.parametrize(
    ("message", "verdict", "counted"),
    [
        (MessageState.READY, ItemVerdict.AWAITED, 0),
        (MessageState.SENT, ItemVerdict.ACCEPTED, 0),
        (MessageState.SENT, ItemVerdict.REJECTED, 1),
        (MessageState.FAILED, ItemVerdict.AWAITED, 1),
    ],
)
def test_unsent_counts_what_no_lot_holds_or_the_caisse_refused(
    practice: Practice, message: MessageState, verdict: ItemVerdict, counted: int
) -> None:
    practice.ready()
    practice.lots()
    Message.update(state=message).execute()
    LotItem.update(verdict=verdict).execute()
    assert unsent().count() == counted


@pytest.mark.parametrize(
    ("status", "counted"),
    [
        (InvoiceStatus.ACTIVE, 1),
        (InvoiceStatus.HELD, 1),
        (InvoiceStatus.CANCELLED, 0),
        (InvoiceStatus.REPLACED, 0),
    ],
)
@pytest.mark.parametrize("stands", [PieceState.TO_SEND, PieceState.REJECTED])
def test_only_pieces_of_open_invoices_count_as_open(
    practice: Practice, stands: PieceState, status: InvoiceStatus, counted: int
) -> None:
    practice.ready() if stands == PieceState.TO_SEND else refused(practice)
    Invoice.update(status=status).execute()
    assert unsent().count() == counted


def test_of_many_invoices_each_has_its_own_pieces_and_one_without_has_none(
    practice: Practice,
) -> None:
    sent, bare = practice.ready(), practice.invoice()
    practice.lots()
    rejected = refused(practice)
    practice.attach(rejected, practice.document("AUTP"))
    told = piece_states_of([sent.id, bare.id, rejected.id, 99])
    assert told == {row.id: piece_states(row) for row in (sent, rejected)}
    assert [state for _, state in told[rejected.id]] == [PieceState.REJECTED, PieceState.TO_SEND]
