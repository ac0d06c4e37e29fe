"""A piece's state is read from its lots: under way, accepted, refused, to send again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from scord.lots.piece_state import PieceState, piece_states, unsent
from scord.store.states import ItemVerdict, MessageState, ScorLotState
from scord.store.tables import Attachment, LotItem, Message, ScorLot

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.tables import Invoice


def states(invoice: Invoice) -> list[PieceState]:
    return [state for _, state in piece_states(invoice)]


def answer(practice: Practice, verdict: ItemVerdict, state: ScorLotState) -> None:
    LotItem.update(verdict=verdict).execute()
    ScorLot.update(state=state, answered_at=practice.now).execute()


def refused(practice: Practice) -> Invoice:
    """An invoice whose ordonnance the caisse has just refused."""
    invoice = practice.ready()
    practice.lots()
    practice.context.clock.turn(days=1)
    answer(practice, ItemVerdict.REJECTED, ScorLotState.REJECTED)
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
    answer(practice, verdict, lot)
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


def test_a_piece_attached_before_the_refusal_replaces_nothing(practice: Practice) -> None:
    invoice = refused(practice)
    before = practice.now - timedelta(hours=2)
    practice.attach(invoice, practice.document("ORDN"), attached_at=before)
    assert states(invoice) == [PieceState.REJECTED, PieceState.TO_SEND]


def test_a_piece_whose_lot_could_not_be_delivered_waits_for_a_person(practice: Practice) -> None:
    invoice = practice.ready()
    practice.lots()
    Message.update(state=MessageState.FAILED).execute()
    assert states(invoice) == [PieceState.REJECTED]
    practice.context.clock.turn(minutes=1)
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
