"""Any order of deliveries, crashes, pick-ups, answers, orders, lost folders and clock jumps: no lot
reaches the caisse by folder twice without a person's word, and nothing is lost or left lying.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from tests.exchange.storm import NURSE, QUICK, SOAK, Storm
from tests.exchange.storm_answers import Told

from scord.exchange.acks import Answers
from scord.exchange.folder import FolderTransport
from scord.exchange.outbox import deliver_due
from scord.store.flags import PAUSED, flag

if TYPE_CHECKING:
    from pathlib import Path

STEP = st.sampled_from(
    [
        "exchange.attempt-opened",
        "exchange.copied",
        "exchange.delivery-started",
        "exchange.delivered",
        "exchange.sent",
        "acks.stored",
        "acks.applied",
        "acks.removed",
    ]
)
MEANWHILE = st.sampled_from(["start", "pick_up", "the_share_goes_or_comes_back"])


class FolderStorm(Storm):
    def __init__(self, empty_store: Path) -> None:
        super().__init__(empty_store)
        self.out, self.inbox = self.context.settings.out_folder, self.context.settings.in_folder
        self.away = self.out.with_name("away")
        for folder in (self.out, self.inbox):
            folder.mkdir(parents=True)
        self.transport = FolderTransport(self.out)
        self.picked_up: Counter[str] = Counter()
        self.names = count()
        self.open_service()

    def open_service(self) -> None:
        self.answers = Answers(self.context, self.profile)

    def work(self) -> None:
        """The answers in two looks, so far apart that a file has settled whatever it holds, and a
        first retry is due at the next.
        """
        if not flag(PAUSED):
            deliver_due(self.context, self.transport, self.clock.now())
        self.answers.work()
        self.clock.turn(minutes=5)
        self.answers.work()

    def put(self, answer: bytes) -> Told:
        path = self.inbox / f"{next(self.names)}.json"
        path.write_bytes(answer)
        now = self.clock.now().timestamp()
        os.utime(path, (now, now))
        return Told(answer, hashlib.sha256(answer).hexdigest())

    def reached(self) -> Counter[str]:
        standing = (path for path in self._share.iterdir() if not path.name.startswith("."))
        return self.picked_up + Counter(map(_hash, standing))

    def clear_up(self) -> None:
        if self.away.exists():
            self.the_share_goes_or_comes_back()

    @rule(rounds=st.lists(st.tuples(NURSE, MEANWHILE, st.none() | STEP), min_size=1, max_size=4))
    def the_service_works(self, rounds: list[tuple[int | None, str, str | None]]) -> None:
        """After a crash it is started again, and something may have happened meanwhile."""
        for nurse, meanwhile, step in rounds:
            self.a_paper_comes_and_lots_are_made(nurse)
            if self.endure(step, self.work):
                getattr(self, meanwhile)()
                self.start()

    @rule()
    def pick_up(self) -> None:
        if self.out.exists():
            for path in self.out.glob("[!.]*"):
                self.picked_up[_hash(path)] += 1
                path.unlink()

    @rule()
    def the_share_goes_or_comes_back(self) -> None:
        here, there = (self.out, self.away) if self.out.exists() else (self.away, self.out)
        here.rename(there)

    @property
    def _share(self) -> Path:
        return self.out if self.out.exists() else self.away


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.slow
def test_no_weather_sends_a_lot_twice_or_loses_anything(empty_store: Path) -> None:
    run_state_machine_as_test(partial(FolderStorm, empty_store), settings=QUICK)


@pytest.mark.soak
def test_no_weather_does_so_in_many_more_examples(empty_store: Path) -> None:
    run_state_machine_as_test(partial(FolderStorm, empty_store), settings=SOAK)
