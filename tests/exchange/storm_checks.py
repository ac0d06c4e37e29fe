"""What must hold in a storm: at every moment, and once the weather is fair again."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.exchange.storm_answers import pieces

from scord.actions.outbox import waiting_messages
from scord.alerts.causes import CAUSES
from scord.lots import standing
from scord.lots.piece_state import PieceState
from scord.store import journal
from scord.store.states import AckOutcome, ItemVerdict, MessageState, ScorLotState
from scord.store.tables import Acknowledgement, ChainEntry, Incoming, LotItem, Message, ScorLot
from scord_shared.status import AlertKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.exchange.storm_world import World

_UNANSWERED = (ScorLotState.READY, ScorLotState.SENT)
_EVENTS = ("frozen", "sent", "acknowledged")
_UNDECIDED = (MessageState.UNCERTAIN, MessageState.BOUNCED)


def nothing_reaches_the_receiver_twice_without_a_persons_word(storm: World) -> None:
    known = {message.sha256 for message in Message.select()}
    for sha256, times in storm.reached().items():
        assert sha256 in known, "other bytes than those that were frozen"
        assert times <= 1 + storm.words[sha256]


def no_piece_is_in_two_live_lots(_storm: World) -> None:
    live = LotItem.select().join(ScorLot).join(Message, on=(Message.lot == ScorLot.id))
    awaited = (LotItem.verdict == ItemVerdict.AWAITED) & (Message.state != MessageState.FAILED)
    times = Counter(item.attachment_id for item in live.where(awaited))
    assert not times or max(times.values()) == 1, times


def no_piece_goes_again_without_a_persons_word(storm: World) -> None:
    for piece, times in Counter(item.attachment_id for item in LotItem.select()).items():
        assert times <= 1 + storm.confirmed[piece]


def no_attempt_stays_open(_storm: World) -> None:
    assert not Message.select().where(Message.state == MessageState.SENDING).exists()


def what_is_sent_or_answered_has_its_proof(storm: World) -> None:
    chained = Counter(
        (link.practitioner_id, link.event, link.facts["lot"]) for link in ChainEntry.select()
    )
    for message in Message.select():
        lot = message.lot
        events = {event: chained[lot.practitioner_id, event, lot.number] for event in _EVENTS}
        assert events["frozen"] == 1
        if message.state == MessageState.FAILED:  # an answer to it is for a person to settle
            assert not events["acknowledged"]
            continue
        assert (events["sent"] > 0) == (lot.state != ScorLotState.READY)
        assert events["acknowledged"] == (lot.state not in _UNANSWERED)
        assert message.state != MessageState.SENT or lot.state != ScorLotState.READY
    assert all(journal.broken_link(nurse) is None for nurse in storm.nurses())


def exactly_one_answer_counts(_storm: World) -> None:
    applied = Acknowledgement.select().where(Acknowledgement.outcome == AckOutcome.APPLIED)
    times = Counter(ack.scor_lot_id for ack in applied)
    answered = [
        message.lot_id
        for message in Message.select().where(Message.state != MessageState.FAILED)
        if message.lot.state not in _UNANSWERED
    ]
    assert times == dict.fromkeys(answered, 1)


def an_answer_proves_the_delivery_for_good(_storm: World) -> None:
    known = (MessageState.SENT, MessageState.FAILED)  # of one given up a person decides
    for message in Message.select():
        assert message.lot.state in _UNANSWERED or message.state in known


def no_answer_that_was_taken_is_lost(storm: World) -> None:
    counts = {told.sha256: told.counts for told in storm.told}
    for kept in Incoming.select():
        storm.context.files.answers.read(kept.sha256)
        outcomes = _outcomes(kept)
        assert AckOutcome.STORED not in outcomes
        assert bool(outcomes) == bool(kept.understood_at and counts.get(kept.sha256))


ALWAYS: tuple[Callable[[World], None], ...] = (
    nothing_reaches_the_receiver_twice_without_a_persons_word,
    no_piece_is_in_two_live_lots,
    no_piece_goes_again_without_a_persons_word,
    no_attempt_stays_open,
    what_is_sent_or_answered_has_its_proof,
    exactly_one_answer_counts,
    an_answer_proves_the_delivery_for_good,
    no_answer_that_was_taken_is_lost,
)


def every_answer_is_taken_and_understood(storm: World) -> None:
    understood = {row.sha256 for row in Incoming.select() if row.understood_at}
    assert {told.sha256 for told in storm.told if told.counts} <= understood


def nothing_waits_but_for_a_person(storm: World) -> None:
    """Each message is out, or held by a person who finds it in the list, or told of."""
    standing.catch_up(storm.context, limit=100_000)
    held = {one.number for one in waiting_messages()}
    uncertain, failed = (
        _subjects(storm, kind) for kind in (AlertKind.SENDING_UNCERTAIN, AlertKind.SENDING_FAILED)
    )
    refused = {piece.id for piece in pieces(PieceState.REJECTED)}
    for message in Message.select():
        told = {
            MessageState.SENT: True,
            MessageState.HELD: message.id in held,
            MessageState.FAILED: _waiting(message, refused) <= (str(message.id) in failed),
            **dict.fromkeys(_UNDECIDED, str(message.id) in uncertain),
        }
        assert told.get(message.state), (message.state, message.next_attempt_at)


def every_lot_is_answered_or_its_silence_is_told(storm: World) -> None:
    sent = [lot for lot in ScorLot.select() if lot.state == ScorLotState.SENT]
    latest = max((lot.sent_at for lot in sent), default=storm.clock.now())
    late = _subjects(storm, AlertKind.ARL_LATE, at=latest + timedelta(days=14))
    assert {f"scor:{lot.id}" for lot in sent} <= late
    differ = _subjects(storm, AlertKind.ANSWERS_DIFFER)
    assert {f"scor:{lot.id}" for lot in storm.contested()} == differ


def every_answer_without_a_lot_is_told(storm: World) -> None:
    unmatched = Acknowledgement.select().where(Acknowledgement.outcome == AckOutcome.UNMATCHED)
    for ack in unmatched:
        at = ack.incoming.received_at + timedelta(days=2)
        assert _subjects(storm, AlertKind.ARL_UNMATCHED, at=at)


IN_THE_END: tuple[Callable[[World], None], ...] = (
    every_answer_is_taken_and_understood,
    nothing_waits_but_for_a_person,
    every_lot_is_answered_or_its_silence_is_told,
    every_answer_without_a_lot_is_told,
)


def _outcomes(kept: Incoming) -> list[AckOutcome]:
    return [ack.outcome for ack in Acknowledgement.select().where(Acknowledgement.incoming == kept)]


def _waiting(message: Message, refused: set[int]) -> bool:
    """Whether one of the refused pieces was in this lot last."""
    return any(
        item.attachment_id in refused and item.id == _last_trip(item) for item in message.lot.items
    )


def _last_trip(item: LotItem) -> int:
    trips = LotItem.select().where(LotItem.attachment == item.attachment_id)
    return max(trip.id for trip in trips)


def _subjects(storm: World, kind: AlertKind, *, at: datetime | None = None) -> set[str]:
    return {cause.subject for cause in CAUSES[kind](storm.context, at or storm.clock.now())}
