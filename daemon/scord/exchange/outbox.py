"""Takes frozen messages to the other side: at most once, unless a person says otherwise.

An attempt is committed before anything outside is touched, and the mark `started_at` right before
the step after which the receiver may have the message. So the rows of a process that died tell
what is sure: never started, or perhaps delivered. Only one thread may be in here at a time.
"""

from __future__ import annotations

import logging
import random
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from scord.exchange.delivery import give_up, record_delivery
from scord.exchange.set_apart import set_apart
from scord.exchange.stops import is_stopped, open_route, stop_route
from scord.exchange.transport import NotDeliveredError, Parcel, RefusedError, RouteError, Trace
from scord.logs.about import about
from scord.store import steps
from scord.store.concerned import concerned
from scord.store.database import transaction
from scord.store.flags import PAUSED, flag
from scord.store.states import MessageState, StaleRowError, move
from scord.store.tables import Attempt, Message, ScorLot
from scord_shared.errors import ScordError, describe

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from scord.exchange.transport import Transport
    from scord.store.context import Context

log = logging.getLogger(__name__)

MAX_WAIT = timedelta(minutes=60)
_SPREAD = (0.8, 1.2)  # messages that failed together do not come back together


class _Verdict(NamedTuple):
    """What became of an attempt; `why` is a code of scord_shared.errors or another short word."""

    state: MessageState
    why: str
    bars_route: bool = False


def deliver_due(
    context: Context,
    transport: Transport,
    now: datetime,
    *,
    is_stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Attempts every message that is due, oldest first; how many were sent. None is begun once the
    service stops, which would have to be cut off.

    Begins with what an earlier round left open, should its verdict not have reached the disk.
    """
    recover(context, transport)
    sent = 0
    for message in _due(context, now):
        if is_stopping() or flag(PAUSED):  # a person may say so between two messages
            break
        if not is_stopped(message, now):
            with about(**concerned(message)):
                sent += _attempt(context, transport, message, now)
    return sent


def recover(context: Context, transport: Transport) -> None:
    """Settles attempts that were cut off, by the marks in the store and what `transport` sees.

    What is surely not delivered is due at once. What is uncertain stays so until something shows.
    What another profile has frozen is kept back.
    """
    open_ones = Message.state.in_((MessageState.SENDING, MessageState.UNCERTAIN))
    for message in list(Message.select().where(open_ones)):
        attempt = (
            Attempt.select().where(Attempt.message == message).order_by(Attempt.id.desc()).first()
        )
        verdict = _judge(transport, message, attempt, "cut-off")
        if verdict.state != message.state:
            _close(context, message, attempt, verdict, again_at=None)
    set_apart(context.settings.exchange.profile)


def retry_now() -> None:
    """Whatever waits for its next attempt is due."""
    with transaction():
        Message.update(next_attempt_at=None).where(Message.state == MessageState.RETRY).execute()


def _due(context: Context, now: datetime) -> list[Message]:
    """A time further ahead than a message's longest wait comes from a clock set back: it is due."""
    waiting = Message.state.in_((MessageState.READY, MessageState.RETRY))
    ours = ScorLot.profile == context.settings.exchange.profile
    rows = Message.select(Message, ScorLot).join(ScorLot).where(waiting & ours)
    return [row for row in rows.order_by(Message.id) if _is_due(row, now)]


def _is_due(message: Message, now: datetime) -> bool:
    at = message.next_attempt_at
    return at is None or at <= now or at > now + _SPREAD[1] * _minutes(message)


def _attempt(context: Context, transport: Transport, message: Message, now: datetime) -> bool:
    """Whether it was sent."""
    again_at: datetime | None = now + _wait(message)
    attempt = _open(message, now)
    if attempt is None:
        return False
    steps.reached("exchange.attempt-opened")
    verdict = _deliver(context, transport, message, attempt)
    if verdict.bars_route:
        stop_route(context, message, reason=verdict.why)
        again_at = None  # when the route is open again
    elif verdict.state != MessageState.UNCERTAIN:
        open_route(message)
    _close(context, message, attempt, verdict, again_at=again_at)
    steps.reached("exchange.sent")
    return verdict.state == MessageState.SENT


def _open(message: Message, now: datetime) -> Attempt | None:
    """None where the message may no longer leave: a person, or an answer, was quicker."""
    try:
        with transaction():
            attempt = Attempt.create(message=message, opened_at=now)
            move(message, MessageState.SENDING, by="machine", why="attempt")
    except StaleRowError:
        return None
    return attempt


def _deliver(
    context: Context, transport: Transport, message: Message, attempt: Attempt
) -> _Verdict:
    try:
        data = context.files.messages.read(message.sha256)
    except ScordError as fault:
        return _Verdict(MessageState.FAILED, fault.code)
    parcel = Parcel(message.file_name, message.message_id, message.sha256, data)
    try:
        transport.deliver(parcel, partial(_start, context, attempt))
    except RouteError as fault:
        return _Verdict(MessageState.RETRY, fault.code, bars_route=True)
    except NotDeliveredError as fault:
        return _Verdict(MessageState.RETRY, fault.code)
    except RefusedError as fault:
        return _Verdict(MessageState.FAILED, fault.code)
    except Exception as fault:  # noqa: BLE001 -- whatever happened, the receiver may have it
        log.error("an attempt was cut off: %s", describe(fault))  # noqa: TRY400 -- no values
        return _judge(transport, message, attempt, type(fault).__name__)
    return _Verdict(MessageState.SENT, "delivered")


def _start(context: Context, attempt: Attempt) -> None:
    now = context.clock.now()
    with transaction():
        Attempt.update(started_at=now).where(Attempt.id == attempt.id).execute()
    attempt.started_at = now
    steps.reached("exchange.delivery-started")


def _judge(transport: Transport, message: Message, attempt: Attempt, why: str) -> _Verdict:
    """What an attempt without an answer came to; where that is not sure, nobody may send again."""
    trace = transport.trace(message.file_name, message.sha256)
    if trace == Trace.DELIVERED:
        return _Verdict(MessageState.SENT, "found-delivered")
    if attempt.started_at is None or trace == Trace.UNTOUCHED:
        return _Verdict(MessageState.RETRY, why)
    return _Verdict(MessageState.UNCERTAIN, why)


def _close(
    context: Context,
    message: Message,
    attempt: Attempt,
    verdict: _Verdict,
    *,
    again_at: datetime | None,
) -> None:
    """Commits the verdict. An answer that came meanwhile, or a person's word, stands."""
    now = context.clock.now()
    with transaction():
        Attempt.update(closed_at=now, verdict=verdict.state, detail=verdict.why).where(
            Attempt.id == attempt.id
        ).execute()
        fresh = Message.get_by_id(message.id)
        if fresh.state != message.state:
            return
        if verdict.state == MessageState.SENT:
            record_delivery(fresh, now, by="machine", why=verdict.why)
        elif verdict.state == MessageState.FAILED:
            give_up(fresh, by="machine", why=verdict.why)
        else:
            retry_at = again_at if verdict.state == MessageState.RETRY else None
            move(fresh, verdict.state, by="machine", why=verdict.why, next_attempt_at=retry_at)


def _wait(message: Message) -> timedelta:
    """1, 2, 4 … 60 minutes after the first, second, third … attempt, spread a little."""
    return _minutes(message) * random.uniform(*_SPREAD)  # noqa: S311 -- spread, not secrecy


def _minutes(message: Message) -> timedelta:
    """How long to wait after the attempts so far, at most an hour."""
    attempts = Attempt.select().where(Attempt.message == message).count()
    return min(timedelta(minutes=2**attempts), MAX_WAIT)
