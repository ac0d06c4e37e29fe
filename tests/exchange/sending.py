"""A practice with an outbox, for the tests of the exchange."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from scord.exchange.acks import Answers
from scord.exchange.folder import FolderTransport
from scord.exchange.outbox import deliver_due
from scord.exchange.profiles.reference import ReferenceProfile
from scord.intake.incoming import CUT_SHORT_SECONDS
from scord.store import steps
from scord.store.tables import Attempt, Message, ScorLot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.lots.practice import Practice


class Crash(BaseException):
    """The process ends here."""


@contextmanager
def at_step(name: str, act: Callable[[], None]) -> Iterator[None]:
    """Does `act` whenever the step is reached."""

    def watcher(reached: str) -> None:
        if reached == name:
            act()

    steps.watch(watcher)
    try:
        yield
    finally:
        steps._watchers.remove(watcher)


@contextmanager
def crash_at(name: str) -> Iterator[None]:
    """The process ends when that step is reached; the test fails if it never is."""

    def crash() -> None:
        raise Crash

    with at_step(name, crash), pytest.raises(Crash):
        yield


@dataclass
class Sending:
    """One lot in the outbox, the folders of the other side, and what a test does to them."""

    practice: Practice
    pieces: int = 1
    lot: ScorLot = field(init=False)

    def __post_init__(self) -> None:
        self.context = self.practice.context
        self.out: Path = self.context.settings.out_folder
        self.inbox: Path = self.context.settings.in_folder
        self.out.mkdir(parents=True)
        self.inbox.mkdir(parents=True)
        self.transport = FolderTransport(self.out)
        self.answers = Answers(self.context, ReferenceProfile())
        for _ in range(self.pieces):
            self.practice.ready()
        (self.lot,) = self.practice.lots()

    @property
    def message(self) -> Message:
        return Message.get(Message.lot == self.lot)

    @property
    def attempts(self) -> list[Attempt]:
        return list(Attempt.select().order_by(Attempt.id))

    @property
    def delivered(self) -> list[str]:
        """What a reader of the out folder sees."""
        return sorted(path.name for path in self.out.iterdir() if not path.name.startswith("."))

    def deliver(self) -> int:
        return deliver_due(self.context, self.transport, self.context.clock.now())

    def refreshed(self) -> ScorLot:
        return ScorLot.get_by_id(self.lot.id)

    def verdicts(self) -> list[tuple[str, str | None]]:
        items = self.refreshed().items
        return [(item.verdict.value, item.reason) for item in items]

    def answer(self, name: str = "answer.json", *, data: bytes | None = None, **said: Any) -> Path:
        """Puts an answer into the folder; positive to the lot unless `said` otherwise."""
        one = {
            "id": "A-1",
            "billing_number": self.lot.practitioner.billing_number,
            "lot": self.lot.number,
            "message_id": self.message.message_id,
            "verdict": "positive",
            "date": "2026-03-11T09:30:00+01:00",
            **said,
        }
        whole = {"format": "scord-reference-answer/1", "test": True, "answers": [one]}
        path = self.inbox / name
        path.write_bytes(json.dumps(whole).encode() if data is None else data)
        now = self.context.clock.now().timestamp()
        os.utime(path, (now, now))
        return path

    def take_answers(self, *, seconds: float = CUT_SHORT_SECONDS + 1) -> int:
        """Two looks, so far apart that a file has settled whatever it holds."""
        self.answers.work()
        self.context.clock.turn(seconds=seconds)
        return self.answers.work()
