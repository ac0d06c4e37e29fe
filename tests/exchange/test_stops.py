"""A barred route rests for all of its messages, and burns none of their attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.exchange.sending import Sending

from scord.actions.sending import send_now
from scord.exchange.outbox import deliver_due
from scord.exchange.stops import ROUTE_STOPPED
from scord.exchange.transport import Parcel, RouteError, Trace
from scord.store.flags import flags
from scord.store.states import MessageState
from scord.store.tables import Attempt, Message
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lots.practice import Practice


class Gate:
    """A way out that is barred until it is opened."""

    def __init__(self) -> None:
        self.barred = True
        self.asked = 0
        self.taken: list[str] = []

    def deliver(self, parcel: Parcel, starting: Callable[[], None]) -> None:
        self.asked += 1
        if self.barred:
            raise RouteError(Code.MAIL_LOGIN_REFUSED)
        starting()
        self.taken.append(parcel.message_id)

    def trace(self, _file_name: str, _sha256: str) -> Trace:
        return Trace.UNKNOWN


@pytest.fixture
def two(practice: Practice) -> Sending:
    sending = Sending(practice)
    practice.ready()
    practice.lots()
    return sending


@pytest.fixture
def gate() -> Gate:
    return Gate()


def deliver(sending: Sending, gate: Gate) -> int:
    return deliver_due(sending.context, gate, sending.context.clock.now())


def states() -> list[MessageState]:
    return [message.state for message in Message.select().order_by(Message.id)]


def test_a_refused_login_is_tried_once_for_all_lots_and_told_once(two: Sending, gate: Gate) -> None:
    deliver(two, gate)
    two.context.clock.turn(minutes=59)
    deliver(two, gate)
    assert gate.asked == 1
    assert Attempt.select().count() == 1
    assert states() == [MessageState.RETRY, MessageState.READY]
    (stop,) = flags(ROUTE_STOPPED)
    assert stop.value == {"reason": Code.MAIL_LOGIN_REFUSED}


def test_after_an_hour_one_message_asks_again(two: Sending, gate: Gate) -> None:
    deliver(two, gate)
    two.context.clock.turn(minutes=61)
    deliver(two, gate)
    assert gate.asked == 2


def test_a_clock_set_back_does_not_bar_the_route_for_ever(two: Sending, gate: Gate) -> None:
    deliver(two, gate)
    two.context.clock.turn(days=-30)
    deliver(two, gate)
    assert gate.asked == 2


def test_an_open_route_takes_all_that_waited_and_the_stop_ends(two: Sending, gate: Gate) -> None:
    deliver(two, gate)
    two.context.clock.turn(minutes=61)
    gate.barred = False
    assert deliver(two, gate) == 2
    assert len(set(gate.taken)) == 2
    assert flags(ROUTE_STOPPED) == []


def test_a_persons_word_tries_at_once(two: Sending, gate: Gate) -> None:
    deliver(two, gate)
    gate.barred = False
    send_now(two.context, by="Anne")
    assert deliver(two, gate) == 2
