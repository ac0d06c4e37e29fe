"""A practice of two nurses in any weather: what may happen, and what must hold, whichever way lots
leave. A way adds what is its own; see test_storm.py and test_mail_storm.py. In `make soak` each
meets SOAK_EXAMPLES of it.
"""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from tests.exchange import storm_answers, storm_checks
from tests.exchange.sending import Crash, at_step
from tests.exchange.storm_world import NURSES, START, World, one_of

from scord.actions.paper import confirm
from scord.actions.sending import pause, resume, send_now
from scord.actions.verdicts import settle_scor
from scord.exchange.orders import RULES, Order, obey
from scord.exchange.outbox import recover
from scord.exchange.stops import open_all_routes
from scord.lots.assemble import make_lots
from scord.store.flags import PAUSED, flag
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

LOT_STEPS = ("lots.message-written", "lots.frozen")
NURSE = st.sampled_from([0, 1, None])  # of the two the one who has a new paper, or neither
WHICH = st.integers(0, 5)
QUICK = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
SOAK = settings(
    QUICK, max_examples=int(os.environ.get("SOAK_EXAMPLES", "2000")), stateful_step_count=50
)


class Storm(World):
    # -- the service

    def endure(self, step: str | None, act: Callable[[], object]) -> bool:
        """Does `act`; at `step` the process ends. Whether it did; `start` is then to be called."""
        before = self.reached() if flag(PAUSED) else None
        try:
            with at_step(step or "never", _crash):
                act()
        except Crash:
            return True
        finally:
            assert before is None or self.reached() == before, "something left in a pause"
        return False

    def start(self) -> None:
        self.open_service()
        open_all_routes(by="machine")
        recover(self.context, self.transport)

    @initialize()
    def each_has_a_lot_to_send(self) -> None:
        for nurse in range(len(NURSES)):
            self.a_paper_comes_and_lots_are_made(nurse)

    def a_paper_comes_and_lots_are_made(self, nurse: int | None) -> None:
        if nurse is not None:
            lot = self.fse_lots[nurse]
            self.practice.ready(practitioner=lot.practitioner, fse_lot=lot)
        if not flag(PAUSED):
            now = self.clock.now()
            make_lots(self.context, self.profile, now, by="machine", pack=self.pack)

    @rule(nurse=NURSE, step=st.sampled_from(LOT_STEPS))
    def the_making_of_lots_is_cut_off(self, nurse: int | None, step: str) -> None:
        if self.endure(step, partial(self.a_paper_comes_and_lots_are_made, nurse)):
            self.start()

    @rule(minutes=st.sampled_from([-60, 60, 240]) | st.integers(-100_000, 100_000))
    def the_clock_is_set_and_the_service_started_again(self, minutes: int) -> None:
        self.clock.wall += timedelta(minutes=minutes)
        self.start()
        self.endure(None, self.work)

    # -- a person

    @precondition(lambda self: self.messages())
    @rule(which=WHICH, order=WHICH)
    def a_person_orders(self, which: int, order: int) -> None:
        """Whatever the message's state allows; all else is refused."""
        message = self.message(which)
        allowed = [one for one in Order if message.state in RULES[one].states]
        for other in set(Order) - set(allowed):
            with pytest.raises(ScordError, match=Code.ACTION_REFUSED):
                obey(self.context, message, other, "Anne")
        if allowed:
            chosen = one_of(allowed, order)
            obey(self.context, message, chosen, "Anne")
            self.words[message.sha256] += chosen == Order.RESEND

    @precondition(lambda self: self.contested())
    @rule(which=WHICH, positive=st.booleans())
    def a_person_settles(self, which: int, positive: bool) -> None:
        settle_scor(one_of(self.contested(), which).id, positive=positive, by="Anne")

    @precondition(lambda self: self.refused())
    @rule(which=WHICH)
    def a_person_lets_a_refused_piece_go_again(self, which: int) -> None:
        piece = one_of(self.refused(), which)
        confirm(self.context, piece.document, by="Anne")
        self.confirmed[piece.id] += 1
        self.a_paper_comes_and_lots_are_made(None)

    @rule(stays=st.booleans())
    def a_person_pauses(self, stays: bool) -> None:
        pause(self.context, by="Anne")
        self.endure(None, self.work)
        if not stays:
            resume(by="Anne")

    @rule()
    def a_person_wants_it_sent_now(self) -> None:
        resume(by="Anne")
        send_now(self.context, by="Anne")

    # -- the other side

    @precondition(lambda self: self.messages())
    @rule(which=WHICH, kind=st.sampled_from(sorted(storm_answers.KINDS)))
    def an_answer_comes(self, which: int, kind: str) -> None:
        """Early, late, for the second time or against the first, as it happens."""
        lot = self.message(which).lot
        self.told.append(self.put(storm_answers.answer(lot, kind, len(self.told))))

    @precondition(lambda self: self.told)
    @rule(which=WHICH)
    def an_answer_comes_once_more(self, which: int) -> None:
        self.told.append(self.put(one_of(self.told, which).answer))

    # -- what must hold

    @invariant()
    def all_holds(self) -> None:
        for check in storm_checks.ALWAYS:
            check(self)

    @rule()
    def all_turns_out_well(self) -> None:
        """Fair weather, a service that runs on, and nobody who decides anything."""
        self.clear_up()
        self.clock.wall = max(self.clock.wall, START)
        self.start()
        resume(by="Anne")
        for _ in range(3):
            self.clock.turn(hours=2)
            self.work()
        for check in storm_checks.IN_THE_END:
            check(self)


def _crash() -> None:
    raise Crash
