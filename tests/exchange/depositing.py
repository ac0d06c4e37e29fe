"""A practice with the profile `depot`, and the approved software it hands its lots to."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.lots.practice import in_force

from scord.exchange.acks import Answers
from scord.exchange.depot_folder import DepotTransport
from scord.exchange.outbox import deliver_due
from scord.exchange.profiles.depot import DepotProfile
from scord.intake.incoming import CUT_SHORT_SECONDS
from scord.store.tables import Message, ScorLot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lots.practice import Practice


@dataclass
class Depositing:
    """One lot of two dossiers in the outbox, and the folders of the other side."""

    practice: Practice
    lot: ScorLot = field(init=False)

    def __post_init__(self) -> None:
        exchange = self.practice.context.settings.exchange.model_copy(update={"profile": "depot"})
        self.context = self.practice.context = in_force(self.practice.context, exchange=exchange)
        self.out: Path = self.context.settings.out_folder
        self.inbox: Path = self.context.settings.in_folder
        self.out.mkdir(parents=True)
        self.inbox.mkdir(parents=True)
        self.transport = DepotTransport(self.out)
        self.answers = Answers(self.context, DepotProfile())
        for number in ("481", "482"):
            self.practice.ready(number=number)
        (self.lot,) = self.practice.lots(DepotProfile())

    @property
    def message(self) -> Message:
        return Message.get(Message.lot == self.lot)

    def deliver(self) -> int:
        return deliver_due(self.context, self.transport, self.context.clock.now())

    def refreshed(self) -> ScorLot:
        return ScorLot.get_by_id(self.lot.id)

    def verdicts(self) -> list[tuple[str, str | None]]:
        return [(item.verdict.value, item.reason) for item in self.refreshed().items]

    def answer(self, name: str = "answer.json", *, half: bool = False, **said: Any) -> Path:
        """Puts an answer into the folder; transmitted unless `said` otherwise."""
        one = {
            "id": "L-77",
            "billing_number": self.lot.practitioner.billing_number,
            "lot": self.lot.number,
            "message_id": self.message.message_id,
            "verdict": "transmitted",
            "date": "2026-03-11T09:30:00+01:00",
            **said,
        }
        data = json.dumps({"format": "scord-depot-answer/1", "answers": [one]}).encode()
        path = self.inbox / name
        path.write_bytes(data[: len(data) // 2] if half else data)
        self._touch(path)
        return path

    def take_answers(self, *, seconds: float = CUT_SHORT_SECONDS + 1) -> int:
        """Two looks, so far apart that a file has settled whatever it holds."""
        for path in self.inbox.iterdir():
            self._touch(path)
        self.answers.work()
        self.context.clock.turn(seconds=seconds)
        return self.answers.work()

    def _touch(self, path: Path) -> None:
        now = self.context.clock.now().timestamp()
        os.utime(path, (now, now))
