"""What the caisse refuses, does not answer or answers twice, and what does not leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.alerts.derived import causes, follow, subjects
from tests.lots.practice import BILLING, SENT_AT

from scord.store.states import (
    AckOutcome,
    FseVerdict,
    InvoiceStatus,
    ItemVerdict,
    MessageState,
    ScorLotState,
)
from scord.store.tables import (
    Acknowledgement,
    Attachment,
    Attempt,
    FseLot,
    Incoming,
    Invoice,
    LotItem,
    Message,
    ScorLot,
)
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from datetime import datetime

    from tests.conftest import TurnedClock
    from tests.lots.practice import Practice

WARNING, URGENT = AlertLevel.WARNING, AlertLevel.URGENT


def named(kind: str, lot: FseLot | ScorLot) -> dict[str, str]:
    return {"kind": kind, "lot": str(lot.number), "billing_number": BILLING}


def sent_lot(practice: Practice, pieces: int = 1) -> ScorLot:
    for _ in range(pieces):
        practice.ready()
    (lot,) = practice.lots()
    Message.update(state=MessageState.SENT).execute()
    ScorLot.update(state=ScorLotState.SENT, sent_at=practice.now).execute()
    return lot


# -- rejected pieces


def test_the_rejected_pieces_of_each_lot_are_one_cause(practice: Practice) -> None:
    lot = sent_lot(practice, pieces=3)
    practice.answered(ItemVerdict.REJECTED, ScorLotState.PARTIAL)
    first = LotItem.select().first()
    LotItem.update(verdict=ItemVerdict.ACCEPTED).where(LotItem.id == first.id).execute()
    follow(practice.context)
    (cause,) = causes(practice.context, AlertKind.PIECE_REJECTED)
    assert cause.facts == {**named("scor", lot), "count": 2}
    assert (cause.subject, cause.level) == (str(lot.id), WARNING)


def test_a_piece_counts_for_the_last_lot_that_rejected_it(practice: Practice) -> None:
    sent_lot(practice)
    practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    Attachment.update(confirmed_at=practice.now).execute()
    again = sent_lot(practice)
    practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    follow(practice.context)
    (cause,) = causes(practice.context, AlertKind.PIECE_REJECTED)
    assert (cause.subject, cause.facts["count"]) == (str(again.id), 2)


def confirm(_: Practice) -> None:
    Attachment.update(confirmed_at=SENT_AT).execute()


def replace(practice: Practice) -> None:
    practice.attach(Invoice.get(), practice.document())


def cancel(_: Practice) -> None:
    Invoice.update(status=InvoiceStatus.CANCELLED).execute()


@pytest.mark.parametrize("deed", [confirm, replace, cancel])
def test_a_rejection_ends_when_a_person_has_dealt_with_it(practice: Practice, deed: Any) -> None:
    sent_lot(practice)
    practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    deed(practice)
    follow(practice.context)
    assert causes(practice.context, AlertKind.PIECE_REJECTED) == []


def test_a_held_invoice_with_a_rejected_piece_is_told_too(practice: Practice) -> None:
    sent_lot(practice)
    practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    Invoice.update(status=InvoiceStatus.HELD).execute()
    follow(practice.context)
    assert len(causes(practice.context, AlertKind.PIECE_REJECTED)) == 1


# -- sending


def test_a_lot_that_cannot_be_delivered_is_a_failed_sending_and_nothing_else(
    practice: Practice,
) -> None:
    lot = sent_lot(practice)
    practice.undeliverable()
    follow(practice.context)
    (cause,) = causes(practice.context, AlertKind.SENDING_FAILED)
    assert cause.facts == named("scor", lot)
    assert (cause.subject, cause.level) == (str(Message.get(Message.lot == lot).id), WARNING)
    assert causes(practice.context, AlertKind.PIECE_REJECTED) == []


@pytest.mark.parametrize("deed", [confirm, replace, cancel])
def test_a_failed_sending_ends_when_a_person_has_dealt_with_its_pieces(
    practice: Practice, deed: Any
) -> None:
    sent_lot(practice)
    practice.undeliverable()
    deed(practice)
    follow(practice.context)
    assert causes(practice.context, AlertKind.SENDING_FAILED) == []


def test_each_uncertain_sending_is_a_cause_until_it_is_settled(practice: Practice) -> None:
    lot = sent_lot(practice)
    Message.update(state=MessageState.UNCERTAIN).execute()
    (cause,) = causes(practice.context, AlertKind.SENDING_UNCERTAIN)
    assert (cause.facts, cause.level) == (named("scor", lot), WARNING)
    Message.update(state=MessageState.SENT).execute()
    assert causes(practice.context, AlertKind.SENDING_UNCERTAIN) == []


# -- the route


def waiting(practice: Practice, state: MessageState, *attempts: datetime) -> None:
    practice.ready()
    (lot,) = practice.lots()
    message = Message.get(Message.lot == lot)
    Message.update(state=state).where(Message.id == message.id).execute()
    for at in attempts:
        Attempt.create(message=message, opened_at=at)


@pytest.mark.parametrize(
    ("minutes", "stopped"), [(29, False), (30, True), (1000, True), (-29, False), (-30, True)]
)
def test_the_route_has_stopped_half_an_hour_after_the_first_attempt_even_if_the_clock_was_wrong(
    practice: Practice, clock: TurnedClock, minutes: int, stopped: bool
) -> None:
    waiting(practice, MessageState.RETRY, practice.now, practice.later(minutes=1))
    clock.turn(minutes=minutes)
    assert bool(causes(practice.context, AlertKind.ROUTE_STOPPED)) is stopped


def test_a_stopped_route_is_one_cause_for_all_that_waits(
    practice: Practice, clock: TurnedClock
) -> None:
    waiting(practice, MessageState.READY)
    waiting(practice, MessageState.SENT, practice.now)
    waiting(practice, MessageState.RETRY, practice.later(minutes=5))
    waiting(practice, MessageState.READY, practice.later(minutes=2), practice.later(minutes=9))
    waiting(practice, MessageState.RETRY, practice.later(minutes=90))
    clock.turn(minutes=100)
    (cause,) = causes(practice.context, AlertKind.ROUTE_STOPPED)
    assert cause.facts == {"count": 2, "since": "2026-03-10T09:02:00+00:00"}
    assert (cause.subject, cause.level) == ("", URGENT)


# -- ARLs


def test_a_negative_fse_lot_is_told_for_thirty_days(practice: Practice, clock: TurnedClock) -> None:
    lot = practice.lot(verdict=FseVerdict.NEGATIVE, answered_at=practice.now)
    clock.turn(days=30)
    (cause,) = causes(practice.context, AlertKind.FSE_LOT_REJECTED)
    assert (cause.subject, cause.facts, cause.level) == (str(lot.id), named("fse", lot), WARNING)
    clock.turn(seconds=1)
    assert causes(practice.context, AlertKind.FSE_LOT_REJECTED) == []


def test_a_negative_fse_lot_without_a_time_of_its_answer_counts_from_its_sending(
    practice: Practice, clock: TurnedClock
) -> None:
    practice.lot(verdict=FseVerdict.NEGATIVE)
    assert len(causes(practice.context, AlertKind.FSE_LOT_REJECTED)) == 1
    clock.turn(days=31)
    assert causes(practice.context, AlertKind.FSE_LOT_REJECTED) == []


@pytest.mark.parametrize(
    ("days", "level"), [(0, None), (1, None), (2, WARNING), (6, WARNING), (7, URGENT), (30, URGENT)]
)
def test_an_arl_is_late_after_two_working_days_and_very_late_after_five(
    practice: Practice, clock: TurnedClock, days: int, level: AlertLevel | None
) -> None:
    lot = sent_lot(practice)
    secured = practice.lot(verdict=FseVerdict.AWAITED, sent_at=practice.now)
    practice.lot(verdict=FseVerdict.AWAITED, sent_at=practice.now, kind="degraded")
    clock.turn(days=days)
    found = {cause.subject: cause for cause in causes(practice.context, AlertKind.ARL_LATE)}
    assert {cause.level for cause in found.values()} == ({level} if level else set())
    if level:
        assert found[f"fse:{secured.id}"].facts == named("fse", secured)
        assert found[f"scor:{lot.id}"].facts == named("scor", lot)


def test_lots_answered_in_two_ways_are_told_apart_by_their_kind(practice: Practice) -> None:
    scor = sent_lot(practice)
    ScorLot.update(state=ScorLotState.CONTESTED).execute()
    fse = practice.lot(verdict=FseVerdict.CONTESTED)
    found = {
        cause.subject: cause.facts for cause in causes(practice.context, AlertKind.ANSWERS_DIFFER)
    }
    assert found == {f"fse:{fse.id}": named("fse", fse), f"scor:{scor.id}": named("scor", scor)}


def ack(practice: Practice, outcome: AckOutcome, **facts: Any) -> Acknowledgement:
    incoming = Incoming.create(
        channel="lps", name="arl.json", sha256="0" * 64, received_at=practice.now
    )
    facts = {"lot": "012", "billing_number": BILLING, "label": "ADRDEUX LAURENT", **facts}
    return Acknowledgement.create(
        incoming=incoming, position=1, subject="fse", outcome=outcome, facts=facts
    )


def test_arls_without_a_lot_are_one_cause_after_a_day_and_for_thirty(
    practice: Practice, clock: TurnedClock
) -> None:
    for outcome in (AckOutcome.UNMATCHED, AckOutcome.UNMATCHED, AckOutcome.APPLIED):
        ack(practice, outcome)
    clock.turn(hours=23)
    assert causes(practice.context, AlertKind.ARL_UNMATCHED) == []
    clock.turn(hours=1)
    (cause,) = causes(practice.context, AlertKind.ARL_UNMATCHED)
    assert (cause.subject, cause.facts, cause.level) == ("", {"count": 2}, WARNING)
    clock.turn(days=30)
    assert causes(practice.context, AlertKind.ARL_UNMATCHED) == []
    clock.turn(days=-300)
    assert subjects(practice.context, AlertKind.ARL_UNMATCHED) == [""]


def test_an_arl_that_fits_two_lots_is_told_at_once_and_without_its_label(
    practice: Practice,
) -> None:
    row = ack(practice, AckOutcome.AMBIGUOUS)
    (cause,) = causes(practice.context, AlertKind.ARL_UNMATCHED)
    assert cause.facts == {"kind": "fse", "lot": "012", "billing_number": BILLING}
    assert (cause.subject, cause.level) == (str(row.id), WARNING)
