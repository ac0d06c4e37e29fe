"""The courier rests where nothing moves, and wakes the engine where something did."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from tests.exchange.letters import account, by_mail

from scord.exchange.courier import Courier
from scord.exchange.profiles.reference import ReferenceProfile
from scord.store.database import database
from scord.store.states import MessageState
from scord.store.tables import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.exchange.sending import Sending

    from scord.exchange.transport import Parcel, Trace
    from scord.store.context import Context


class Counted(Courier):
    rounds = 0

    def round(self) -> int:
        self.rounds += 1
        try:
            return super().round()
        finally:
            database.close()  # this thread's own


class Engine:
    """Calls the courier whenever it is woken, as the stage "deliver" does."""

    def __init__(self) -> None:
        self.woken = threading.Event()
        self.courier: Courier

    def __call__(self) -> None:
        self.woken.set()
        self.courier.call()


def courier(context: Context, engine: Engine, route: object = None) -> Counted:
    settled = by_mail(context, account("991129768", inbox=None))
    made = Counted(settled, ReferenceProfile(), route, engine)  # type: ignore[arg-type]
    engine.courier = made
    return made


def test_courier_and_engine_do_not_keep_each_other_awake(context: Context) -> None:
    engine = Engine()
    one = courier(context, engine)
    one.start()
    one.call()
    assert not engine.woken.wait(0.5)
    one.stop()
    assert 1 <= one.rounds <= 3


def test_once_it_is_to_stop_no_other_lot_is_begun(sending: Sending) -> None:
    """The service waits for it at a stop; what is under way when the waiting ends is cut off."""
    sending.practice.ready()
    sending.practice.lots()
    delivering, stopped = threading.Event(), threading.Event()

    class Slow:
        def deliver(self, _parcel: Parcel, starting: Callable[[], None]) -> None:
            starting()
            delivering.set()
            assert stopped.wait(10)

        def trace(self, _file_name: str, _sha256: str) -> Trace:
            raise NotImplementedError

    one = courier(sending.context, Engine(), Slow())
    one.start()
    assert delivering.wait(10)
    ending = threading.Thread(target=one.stop)
    ending.start()
    while not one._stopping:
        time.sleep(0.01)
    stopped.set()
    ending.join()
    states = [message.state for message in Message.select().order_by(Message.id)]
    assert states == [MessageState.SENT, MessageState.READY]


def test_a_lot_that_left_wakes_the_engine(sending: Sending) -> None:
    class Way:
        def deliver(self, _parcel: Parcel, starting: Callable[[], None]) -> None:
            starting()

        def trace(self, _file_name: str, _sha256: str) -> Trace:
            raise NotImplementedError

    engine = Engine()
    one = courier(sending.context, engine, Way())
    one.start()
    assert engine.woken.wait(10)
    one.stop()
    assert sending.message.state == MessageState.SENT
    assert one.rounds <= 3
