"""`make soak`: the plug pulled at random under a load of mail. SOAK_KILLS says how often, or
SOAK_MINUTES for how long at most.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from tests.crash import mail_day
from tests.crash.mail_day import MailDay, hand, post
from tests.lps import ack, acks
from tests.practice import Practice, until

from scord.doctor import FAULT, examine
from scord.exchange.orders import Order, obey
from scord.store.states import AckOutcome, MessageState, ScorLotState
from scord.store.tables import Acknowledgement, Alert, Incoming, Invoice, Message, ScorLot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exchange.certificates import Issued

    from scord.store.context import Context

pytest_plugins = ("tests.exchange.trust",)
pytestmark = [pytest.mark.soak, pytest.mark.usefixtures("trusted")]

KILLS = int(os.environ.get("SOAK_KILLS", "500"))
MINUTES = float(os.environ.get("SOAK_MINUTES", "120"))
ALIVE_SECONDS = (0.5, 6.0)  # from before it is ready to well into its work
END_SECONDS = 300.0
LOTS_AT_ONCE = 4  # each for a caisse of its own
CAISSES = range(400, 1000)  # their numbers have three digits


@dataclass
class Load:
    """Invoices of one ordonnance come all day; `words`: resends that a person has asked for."""

    day: MailDay
    invoices: int = len(mail_day.CAISSES)
    words: Counter[str] = field(default_factory=Counter)

    def more(self) -> None:
        """Only once the last are taken in, so that the load is the mail."""
        if Invoice.select().count() == self.invoices:
            new = range(self.invoices, self.invoices + LOTS_AT_ONCE)
            caisses = (CAISSES[number % len(CAISSES)] for number in new)
            numbers = (481 + number for number in new)
            hand(self.day.practice, *zip(numbers, map(str, caisses), strict=True))
            self.invoices += LOTS_AT_ONCE

    def live(self, context: Context, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.day.go_on(context)
            time.sleep(0.1)

    def settled(self, context: Context) -> bool:
        """A person resends what is uncertain and has not arrived."""
        self.day.go_on(context)
        taken = {index["message_id"] for index in self.day.post.received()}
        for message in Message.select().where(Message.state == MessageState.UNCERTAIN):
            if message.message_id not in taken:
                obey(context, message, Order.RESEND, "Anne")
                self.words[message.sha256] += 1
        accepted = ScorLot.select().where(ScorLot.state == ScorLotState.ACCEPTED).count()
        return accepted == ScorLot.select().count() == Invoice.select().count() == self.invoices

    def standing(self) -> dict[str, object]:
        """Where everything stands, for whoever has to find out why it is not at its end."""
        open_alerts = Alert.select(Alert.kind).where(Alert.resolved_at.is_null())
        return {
            "handed over": self.invoices,
            "invoices": Invoice.select().count(),
            "lots": Counter(lot.state.value for lot in ScorLot.select()),
            "messages": Counter(message.state.value for message in Message.select()),
            "waiting": [
                (message.message_id, str(message.next_attempt_at))
                for message in Message.select().where(Message.state != MessageState.SENT)
            ][:5],
            "letters": len(self.day.post.letters),
            "kept": Incoming.select().where(Incoming.channel == "mail").count(),
            "answers": Counter(ack.outcome.value for ack in Acknowledgement.select()),
            "alerts": Counter(alert.kind.value for alert in open_alerts),
        }


def test_random_kills_lose_no_lot_and_send_none_twice(tmp_path: Path, issued: Issued) -> None:
    seed = int(os.environ.get("SOAK_SEED", "1"))
    chance = random.Random(seed)  # noqa: S311 -- no secret
    mail_day.morning(tmp_path / "morning")
    shutil.copytree(tmp_path / "morning", tmp_path / "practice")
    until_then = time.monotonic() + MINUTES * 60
    kills = 0
    with post(issued) as servers:
        load = Load(MailDay(Practice(tmp_path / "practice"), servers))
        servers.put(acks(ack()))
        with load.day.practice.store() as context:
            while kills < KILLS and time.monotonic() < until_then:
                with load.day.service() as process:
                    load.more()
                    load.live(context, chance.uniform(*ALIVE_SECONDS))
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    kills += 1
            before = _twice(load)
            with load.day.service():
                try:
                    until(lambda: load.settled(context), "all accounted for", END_SECONDS)
                except AssertionError as fault:
                    raise AssertionError(f"{kills} kills: {load.standing()}") from fault
            _tell_and_judge(context, load, kills, before)


def _twice(load: Load) -> int:
    taken = Counter(hashlib.sha256(raw).hexdigest() for raw in load.day.post.smtp.accepted)
    return sum(count > 1 for count in taken.values())


def _tell_and_judge(context: Context, load: Load, kills: int, before: int) -> None:
    taken = Counter(hashlib.sha256(raw).hexdigest() for raw in load.day.post.smtp.accepted)
    known = {message.sha256 for message in Message.select()}
    letters = load.day.post.letters
    lost = len(known - taken.keys())
    print(  # noqa: T201 -- the figures
        f"{kills} kills, {len(known)} lots, {_twice(load)} sent twice, {lost} lost;"
        f" {load.words.total()} uncertain and resent by a person, {len(letters)} letters"
    )
    assert before == 0
    assert taken == dict.fromkeys(known, 1)
    kept = Incoming.select().where(Incoming.channel == "mail")
    assert Counter(one.sha256 for one in kept) == Counter(
        hashlib.sha256(raw).hexdigest() for raw in letters
    )
    applied = Acknowledgement.select().where(
        (Acknowledgement.subject == "scor") & (Acknowledgement.outcome == AckOutcome.APPLIED)
    )
    assert applied.count() == len(known)
    assert [found for found in examine(context) if found.level == FAULT] == []
