"""Pulls the plug at one durable step of a day by mail, starts again, and looks what came of it."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import time
from collections import Counter
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from tests.crash.mail_day import CAISSES, MailDay, Protocol, post
from tests.lps import ack, acks
from tests.practice import Practice, until

from scord.doctor import FAULT, examine
from scord.exchange.orders import Order, obey
from scord.store import journal
from scord.store.states import AckOutcome, ItemVerdict, MessageState, ScorLotState
from scord.store.steps import MAIL_STEPS
from scord.store.tables import (
    Acknowledgement,
    Incoming,
    Letter,
    LotItem,
    Message,
    Practitioner,
    ScorLot,
)

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from tests.exchange.certificates import Issued

    from scord.store.context import Context

ACCEPTED = "server.accepted"  # not the service's own: the server has all of it and says nothing yet
OUT_STEPS = (
    "lots.message-written",
    "lots.frozen",
    "exchange.attempt-opened",
    "exchange.delivery-started",
    ACCEPTED,
    "exchange.sent",
)
IMPORT_STEPS = ("import.archived", "import.applied")  # of an ARL that came by mail
_WITHOUT_A_WORD_SECONDS = 1.0  # time enough for a service that would send again by itself


class Point(NamedTuple):
    protocol: Protocol
    step: str
    nth: int

    def __str__(self) -> str:
        return f"{self.protocol}-{self.step}-{self.nth}"


POINTS = (
    *(Point("imap", step, nth) for step in OUT_STEPS for nth in (1, 2)),
    *(Point("imap", step, 1) for step in IMPORT_STEPS),
    *(
        Point(protocol, step, nth)
        for protocol in ("imap", "pop3")
        for step in MAIL_STEPS
        for nth in (1, 2, 3)  # the FSE lot's ARL, then one for each SCOR lot
    ),
)


def survive(morning: Path, root: Path, issued: Issued, point: Point) -> None:
    """Raises AssertionError where the kill has lost anything or done anything twice.

    `morning`: what mail_day.morning has left; `root`: an empty place for a copy of it.
    """
    shutil.copytree(morning, root, dirs_exist_ok=True)
    with post(issued, point.protocol) as servers:
        day = MailDay(Practice(root), servers, remove=point.step == "mail.removed")
        servers.put(acks(ack()))
        with day.practice.store() as context:
            _kill(day, context, point)
            with day.service():
                until(lambda: _settled(context, day), f"the day after {point}")
                _assert_nobody_sends_the_uncertain(day)
                _a_person_decides(context, day)
                until(lambda: _over(context, day), f"the end of the day after {point}")
            _assert_sound(context, day)


def _kill(day: MailDay, context: Context, point: Point) -> None:
    arguments = () if point.step == ACCEPTED else ("--kill-at", point.step, "--nth", str(point.nth))
    with day.service(*arguments) as process:
        if point.step == ACCEPTED:
            day.post.smtp.arrived = _killer(process, point.nth)
        until(lambda: day.go_on(context) or process.poll() is not None, f"death at {point}")
        assert process.poll() == -signal.SIGKILL
    day.post.smtp.arrived = lambda: None


def _killer(process: subprocess.Popen[bytes], nth: int) -> Callable[[], None]:
    seen = count(1)

    def kill() -> None:
        if next(seen) == nth:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)

    return kill


def _settled(context: Context, day: MailDay) -> bool:
    """All is answered that the server has; the rest is uncertain, and waits for a person."""
    day.go_on(context)
    if LotItem.select().count() < len(CAISSES):
        return False
    taken = {index["message_id"] for index in day.post.received()}
    return all(
        message.lot.state == ScorLotState.ACCEPTED
        or (message.state == MessageState.UNCERTAIN and message.message_id not in taken)
        for message in Message.select()
    )


def _over(context: Context, day: MailDay) -> bool:
    day.go_on(context)
    kept = Incoming.select().where((Incoming.channel == "mail") & Incoming.understood_at.is_null())
    answered = ScorLot.select().where(ScorLot.state == ScorLotState.ACCEPTED).count()
    letters = Letter.select().count()
    return (
        not kept.exists()
        and letters == len(day.post.letters)
        and answered == ScorLot.select().count() == len(CAISSES)
        and not list(day.practice.lps_folder.iterdir())
    )


def _assert_nobody_sends_the_uncertain(day: MailDay) -> None:
    uncertain = Message.select().where(Message.state == MessageState.UNCERTAIN)
    if not uncertain.exists():
        return
    before = len(day.post.smtp.accepted)
    time.sleep(_WITHOUT_A_WORD_SECONDS)
    assert len(day.post.smtp.accepted) == before
    assert uncertain.exists()


def _a_person_decides(context: Context, day: MailDay) -> None:
    """They have asked the caisse, which has not got it."""
    for message in Message.select().where(Message.state == MessageState.UNCERTAIN):
        obey(context, message, Order.RESEND, "Anne")


def _assert_sound(context: Context, day: MailDay) -> None:
    _assert_each_lot_taken_once(day)
    _assert_each_letter_understood_once(day)
    faults = [found for found in examine(context) if found.level == FAULT]
    assert not faults, faults
    assert all(journal.broken_link(one) is None for one in Practitioner.select())


def _assert_each_lot_taken_once(day: MailDay) -> None:
    taken = Counter(hashlib.sha256(raw).hexdigest() for raw in day.post.smtp.accepted)
    assert taken == Counter(message.sha256 for message in Message.select()), taken
    assert len(taken) == len(CAISSES)
    assert {message.state for message in Message.select()} == {MessageState.SENT}
    assert [item.verdict for item in LotItem.select()] == [ItemVerdict.ACCEPTED] * len(CAISSES)


def _assert_each_letter_understood_once(day: MailDay) -> None:
    kept = list(Incoming.select().where(Incoming.channel == "mail"))
    assert Counter(one.sha256 for one in kept) == Counter(
        hashlib.sha256(raw).hexdigest() for raw in day.post.letters
    )
    reasons = [one.reason for one in kept]
    assert reasons == [None] * len(day.post.letters), reasons
    assert {letter.incoming_id for letter in Letter.select()} == {one.id for one in kept}
    outcomes = Counter((one.subject, one.outcome) for one in Acknowledgement.select())
    # an FSE ARL handed over once more before a kill is a duplicate and changes nothing
    outcomes.pop(("fse", AckOutcome.DUPLICATE), None)
    once = {("fse", AckOutcome.APPLIED): 1, ("scor", AckOutcome.APPLIED): len(CAISSES)}
    assert outcomes == once, outcomes
