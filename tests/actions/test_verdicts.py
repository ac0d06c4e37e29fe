"""A person settles lots that were answered twice: states, pieces, journal and proof follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.exchange.sending import Sending

from scord.actions.verdicts import contested, settle_fse, settle_scor
from scord.lots.piece_state import PieceState, piece_states
from scord.store import journal
from scord.store.states import FseVerdict, MessageState, ScorLotState
from scord.store.tables import Attachment, ChainEntry, FseLot, Invoice, JournalEntry, Message
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lots.practice import Practice

BY = "Anne"


@pytest.fixture
def sending(practice: Practice) -> Sending:
    """A lot of two pieces, delivered."""
    made = Sending(practice, pieces=2)
    made.deliver()
    assert made.message.state == MessageState.SENT
    return made


def answer_twice(sending: Sending, *answers: dict[str, Any]) -> None:
    for number, said in enumerate(answers):
        sending.answer(f"{number}.json", id=f"A-{number}", **said)
        sending.take_answers()
    assert sending.refreshed().state == ScorLotState.CONTESTED


def negative(sending: Sending, *places: int) -> dict[str, Any]:
    """A negative answer that names these pieces, or none."""
    names = [item.identifier for item in sending.lot.items]
    rejected = [{"identifier": names[place], "reason": f"illisible {place}"} for place in places]
    return {"verdict": "negative", "label": "lot refusé", "rejected": rejected}


POSITIVE: dict[str, Any] = {"verdict": "positive"}


def refused(act: Callable[[], object]) -> dict[str, object]:
    with pytest.raises(ScordError) as caught:
        act()
    assert caught.value.code is Code.ACTION_REFUSED
    return caught.value.facts


def states() -> list[PieceState]:
    return [state for one in Invoice.select() for _, state in piece_states(one)]


def test_a_scor_lot_that_the_caisse_has_is_accepted_with_all_its_pieces(sending: Sending) -> None:
    answer_twice(sending, negative(sending, 1), POSITIVE)
    settle_scor(sending.lot.id, positive=True, by=BY)
    assert sending.refreshed().state == ScorLotState.ACCEPTED
    assert sending.verdicts() == [("accepted", None)] * 2
    assert states() == [PieceState.ACCEPTED] * 2


def test_a_negative_verdict_refuses_the_pieces_that_the_negative_answer_names(
    sending: Sending,
) -> None:
    answer_twice(sending, POSITIVE, negative(sending, 1))
    settle_scor(sending.lot.id, positive=False, by=BY)
    assert sending.refreshed().state == ScorLotState.PARTIAL
    assert sending.verdicts() == [("accepted", None), ("rejected", "illisible 1")]


def test_a_negative_verdict_after_an_answer_that_names_no_piece_refuses_them_all(
    sending: Sending,
) -> None:
    answer_twice(sending, POSITIVE, negative(sending))
    settle_scor(sending.lot.id, positive=False, by=BY)
    assert sending.refreshed().state == ScorLotState.REJECTED
    assert sending.verdicts() == [("rejected", "lot refusé")] * 2


def test_of_two_negative_answers_each_holds(sending: Sending) -> None:
    answer_twice(sending, negative(sending, 0), negative(sending, 1))
    settle_scor(sending.lot.id, positive=False, by=BY)
    assert sending.verdicts() == [("rejected", "illisible 0"), ("rejected", "illisible 1")]


def test_what_is_refused_in_the_end_leaves_again_only_on_a_new_word(sending: Sending) -> None:
    answer_twice(sending, POSITIVE, negative(sending))
    assert all(one.confirmed_at for one in Attachment.select())
    settle_scor(sending.lot.id, positive=False, by=BY)
    assert states() == [PieceState.REJECTED] * 2


def test_the_verdict_is_journalled_with_who_gave_it_and_chained_without(sending: Sending) -> None:
    answer_twice(sending, POSITIVE, negative(sending, 1))
    settle_scor(sending.lot.id, positive=False, by=BY)
    entries = JournalEntry.select().where(JournalEntry.by == BY)
    assert [(one.event, one.why) for one in entries.order_by(JournalEntry.id)] == [
        ("lot-item.rejected", "settled"),
        ("scor-lot.partial", "settled"),
    ]
    last = ChainEntry.select().order_by(ChainEntry.sequence.desc()).first()
    assert last.event == "settled"
    assert last.facts == {
        "lot": sending.lot.number,
        "state": "partial",
        "pieces": {"accepted": 1, "rejected": 1},
    }
    assert journal.broken_link(last.practitioner) is None


@pytest.mark.parametrize("number", [1, 99])
def test_a_scor_lot_that_is_not_contested_is_refused_and_stays(
    sending: Sending, number: int
) -> None:
    facts = refused(lambda: settle_scor(number, positive=True, by=BY))
    assert facts == {"reason": "not-contested", "lot": number}
    assert sending.refreshed().state == ScorLotState.SENT


def test_a_settled_lot_cannot_be_settled_again(sending: Sending) -> None:
    answer_twice(sending, POSITIVE, negative(sending))
    settle_scor(sending.lot.id, positive=True, by=BY)
    refused(lambda: settle_scor(sending.lot.id, positive=False, by=BY))
    assert sending.verdicts() == [("accepted", None)] * 2


@pytest.mark.parametrize(
    ("positive", "verdict"), [(True, FseVerdict.POSITIVE), (False, FseVerdict.NEGATIVE)]
)
def test_an_fse_lot_takes_the_verdict_of_the_person(
    practice: Practice, *, positive: bool, verdict: FseVerdict
) -> None:
    lot = practice.lot(verdict=FseVerdict.CONTESTED)
    settle_fse(lot.id, positive=positive, by=BY)
    assert FseLot.get_by_id(lot.id).verdict == verdict
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).first()
    assert (last.event, last.by, last.why) == (f"fse-lot.{verdict.value}", BY, "settled")


@pytest.mark.parametrize("number", [1, 99])
def test_an_fse_lot_that_is_not_contested_is_refused_and_stays(
    practice: Practice, number: int
) -> None:
    assert refused(lambda: settle_fse(number, positive=False, by=BY))["lot"] == number
    assert practice.fse_lot.get_by_id(1).verdict == FseVerdict.POSITIVE


def test_contested_lots_of_both_kinds_are_listed(sending: Sending) -> None:
    assert contested() == []
    lot = sending.practice.lot(number="077", verdict=FseVerdict.CONTESTED)
    answer_twice(sending, POSITIVE, negative(sending))
    listed = [(one.kind, one.number, one.lot) for one in contested()]
    assert listed == [("fse", lot.id, "077"), ("scor", sending.lot.id, str(sending.lot.number))]
    assert Message.select().count() == 1
