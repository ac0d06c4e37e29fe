"""Any order of deliveries, crashes, pick-ups, answers, lost folders and clock jumps: no lot reaches
the caisse twice without a person's word, no refused piece leaves again by itself, and no lot is
called sent or answered without proof.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.conftest import TurnedClock
from tests.exchange.sending import Crash, Sending, at_step
from tests.lots.practice import Practice

from scord.exchange.acks import Answers
from scord.exchange.orders import Order, obey
from scord.exchange.outbox import recover
from scord.exchange.profiles.reference import ReferenceProfile
from scord.settings import Settings
from scord.store import journal
from scord.store.context import Context
from scord.store.database import close_store, open_store
from scord.store.files import StateFolder
from scord.store.states import AckOutcome, MessageState, ScorLotState
from scord.store.tables import Acknowledgement, ChainEntry, Message, ScorLot

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

OUTBOX_STEPS = (
    "exchange.attempt-opened",
    "exchange.copied",
    "exchange.delivery-started",
    "exchange.delivered",
    "exchange.sent",
)
ANSWER_STEPS = ("acks.stored", "acks.applied", "acks.removed")
# what happens while the service is down
MEANWHILE = st.sampled_from(["nothing", "pick_up", "the_share_goes_or_comes_back"])
UNANSWERED = (ScorLotState.READY, ScorLotState.SENT)


class Storm(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.clock = TurnedClock()
        context = Context(Settings(state_dir=self.root), StateFolder(self.root), self.clock)
        context.files.prepare()
        open_store(self.root)
        journal.use_clock(self.clock)
        self.sending = Sending(Practice(context))
        self.received: Counter[str] = Counter()
        self.allowed = 1  # deliveries, counting a person's word to send again

    def teardown(self) -> None:
        close_store()
        shutil.rmtree(self.root)

    @rule(step=st.none() | st.sampled_from(OUTBOX_STEPS), meanwhile=MEANWHILE)
    def deliver(self, step: str | None, meanwhile: str) -> None:
        self._run(self.sending.deliver, step, meanwhile)

    @rule(step=st.none() | st.sampled_from(ANSWER_STEPS), meanwhile=MEANWHILE)
    def take_answers(self, step: str | None, meanwhile: str) -> None:
        self._run(self.sending.take_answers, step, meanwhile)

    @rule()
    def pick_up(self) -> None:
        for name in self.sending.delivered if self.sending.out.exists() else ():
            self.received[name] += 1
            (self.sending.out / name).unlink()

    @precondition(lambda self: self.received)
    @rule(verdict=st.sampled_from(["positive", "negative"]), name=st.sampled_from("abc"))
    def answer(self, verdict: str, name: str) -> None:
        self.sending.answer(f"{name}.json", verdict=verdict)

    @rule()
    def the_share_goes_or_comes_back(self) -> None:
        here, away = self.sending.out, self.sending.out.with_name("away")
        if here.exists():
            here.rename(away)
        else:
            away.rename(here)

    @rule(minutes=st.integers(-100_000, 100_000))
    def the_clock_jumps(self, minutes: int) -> None:
        self.clock.wall += timedelta(minutes=minutes)

    @rule(hours=st.integers(1, 48))
    def time_passes(self, hours: int) -> None:
        self.clock.turn(hours=hours)

    @precondition(lambda self: self.sending.message.state == MessageState.UNCERTAIN)
    @rule(again=st.booleans())
    def a_person_decides(self, again: bool) -> None:
        if again:
            obey(self.sending.context, self.sending.message, Order.RESEND, "Anne")
            self.allowed += 1
        else:
            obey(self.sending.context, self.sending.message, Order.SENT, "Anne")

    @invariant()
    def nothing_reaches_the_caisse_twice_without_a_persons_word(self) -> None:
        standing = self.sending.delivered if self.sending.out.exists() else []
        assert sum(self.received.values()) + len(standing) <= self.allowed

    @invariant()
    def a_refused_piece_is_not_frozen_again_without_a_persons_word(self) -> None:
        assert self.sending.practice.lots() == []

    @invariant()
    def what_is_sent_or_answered_has_its_proof(self) -> None:
        message, lot = Message.get(), ScorLot.get()
        assert (message.state == MessageState.SENT) == (lot.state != ScorLotState.READY)
        chained = [entry.event for entry in ChainEntry.select().order_by(ChainEntry.id)]
        assert chained.count("sent") == int(lot.state != ScorLotState.READY)
        assert chained.count("acknowledged") == int(lot.state not in UNANSWERED)
        assert journal.broken_link(lot.practitioner) is None

    @invariant()
    def exactly_one_answer_counts(self) -> None:
        applied = Acknowledgement.outcome == AckOutcome.APPLIED
        counted = Acknowledgement.select().where(applied).count()
        assert counted == int(ScorLot.get().state not in UNANSWERED)

    def _run(self, act: Callable[[], object], step: str | None, meanwhile: str) -> None:
        """Does `act`; with `step` the process ends there, and starts again after a while."""
        try:
            with at_step(step or "never", crash):
                act()
        except Crash:
            if meanwhile != "nothing":
                getattr(self, meanwhile)()
            self.sending.answers = Answers(self.sending.context, ReferenceProfile())
            recover(self.sending.context, self.sending.transport)


def crash() -> None:
    raise Crash


TestStorm = Storm.TestCase
TestStorm.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
