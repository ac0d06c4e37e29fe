"""Lots that the practice's software transmits are told as such, and lots of a profile that is no
longer in force are told at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.alerts.derived import causes, follow
from tests.lots.practice import BILLING, in_force

from scord.exchange.profiles.depot import DepotProfile
from scord.store.states import AckOutcome, ItemVerdict, MessageState, ScorLotState
from scord.store.tables import Acknowledgement, Incoming, Message, ScorLot
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from tests.conftest import TurnedClock
    from tests.lots.practice import Practice

    from scord.store.context import Context


@pytest.fixture
def lot(practice: Practice) -> ScorLot:
    """A depot lot, handed over."""
    practice.ready()
    (made,) = practice.lots(DepotProfile())
    Message.update(state=MessageState.SENT).execute()
    ScorLot.update(state=ScorLotState.SENT, sent_at=practice.now).execute()
    return made


def under(context: Context, profile: str) -> Context:
    exchange = context.settings.exchange.model_copy(update={"profile": profile})
    return in_force(context, exchange=exchange)


def named(lot: ScorLot) -> dict[str, str]:
    return {"kind": "depot", "lot": str(lot.number), "billing_number": BILLING}


def test_a_deposit_without_an_answer_is_told_as_one(
    practice: Practice, lot: ScorLot, clock: TurnedClock
) -> None:
    clock.turn(days=3)
    (cause,) = causes(practice.context, AlertKind.ARL_LATE)
    assert (cause.subject, cause.facts) == (f"scor:{lot.id}", named(lot))


def test_rejected_pieces_of_a_deposit_are_told_as_such(practice: Practice, lot: ScorLot) -> None:
    practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    follow(practice.context)
    (cause,) = causes(practice.context, AlertKind.PIECE_REJECTED)
    assert cause.facts == {**named(lot), "count": 1}


def test_a_deposit_that_is_not_surely_handed_over_is_told_as_one(
    practice: Practice, lot: ScorLot
) -> None:
    Message.update(state=MessageState.UNCERTAIN).execute()
    (cause,) = causes(practice.context, AlertKind.SENDING_UNCERTAIN)
    assert cause.facts == named(lot)


def test_a_deposit_that_cannot_be_handed_over_is_told_as_one(
    practice: Practice, lot: ScorLot
) -> None:
    practice.undeliverable()
    follow(practice.context)
    (cause,) = causes(practice.context, AlertKind.SENDING_FAILED)
    assert cause.facts == named(lot)


def test_a_deposit_answered_in_two_ways_keeps_the_subject_of_a_lot(
    practice: Practice, lot: ScorLot
) -> None:
    ScorLot.update(state=ScorLotState.CONTESTED).execute()
    (cause,) = causes(practice.context, AlertKind.ANSWERS_DIFFER)
    assert (cause.subject, cause.facts) == (f"scor:{lot.id}", named(lot))


def test_answers_to_lots_nobody_made_are_told_apart_from_arls_without_their_export(
    practice: Practice, clock: TurnedClock
) -> None:
    for place, subject in enumerate(("fse", "scor", "scor")):
        incoming = Incoming.create(
            channel="lps", name=f"{place}", sha256=f"{place:064}", received_at=practice.now
        )
        Acknowledgement.create(
            incoming=incoming, position=0, subject=subject, outcome=AckOutcome.UNMATCHED
        )
    clock.turn(days=1)
    found = {one.subject: one.facts for one in causes(practice.context, AlertKind.ARL_UNMATCHED)}
    assert found == {"": {"count": 1}, "scor": {"count": 2}}


def test_what_is_kept_back_for_its_profile_is_one_cause_until_that_is_in_force_again(
    practice: Practice,
) -> None:
    for _ in range(2):
        practice.ready()
        practice.lots()
    Message.update(state=MessageState.HELD).execute()
    (cause,) = causes(under(practice.context, "depot"), AlertKind.PROFILE_CHANGED)
    assert (cause.subject, cause.level) == ("reference", AlertLevel.WARNING)
    assert cause.facts == {"profile": "reference", "count": 2}
    assert causes(practice.context, AlertKind.PROFILE_CHANGED) == []


@pytest.mark.parametrize("state", [MessageState.SENT, MessageState.FAILED, MessageState.UNCERTAIN])
def test_what_has_left_or_was_given_up_under_another_profile_is_no_cause(
    practice: Practice, state: MessageState
) -> None:
    practice.ready()
    practice.lots()
    Message.update(state=state).execute()
    assert causes(under(practice.context, "depot"), AlertKind.PROFILE_CHANGED) == []
