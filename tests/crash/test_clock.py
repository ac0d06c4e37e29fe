"""The wall clock set back an hour and forward a day under the service: it goes on, and repeats
nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.crash import mail_day
from tests.crash.mail_day import MailDay, post
from tests.exchange.sending import Sending
from tests.lots.practice import Practice as Rows
from tests.lps import ack, acks, invoice, invoices
from tests.practice import Practice, until

from scord.doctor import FAULT, Found, examine
from scord.exchange.transport import NotDeliveredError, Parcel, Trace
from scord.settings import PARIS
from scord.store.states import FseVerdict, MessageState, ScorLotState
from scord.store.tables import Attachment, FseLot, Invoice, Message, Scan, ScorLot
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.exchange.certificates import Issued

    from scord.store.context import Context

pytest_plugins = ("tests.exchange.trust",)
pytestmark = pytest.mark.usefixtures("trusted")

LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
HOUR, DAY = 3_600, 86_400
QUIET_SECONDS = 5.0  # time enough for what would repeat
AHEAD = timedelta(hours=2)  # of the lot time: neither the hour back nor the test itself reaches it


@dataclass
class TurnedMachine:
    """The clock of a process started with `env`. `offset`: seconds ahead of the real one."""

    path: Path
    offset: int = 0

    @property
    def env(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(LIBRARIES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self.path),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def turn(self, seconds: int) -> None:
        self.offset += seconds
        partial = self.path.with_suffix(".part")
        partial.write_text(f"{self.offset:+d}\n", "utf-8")
        partial.rename(self.path)


@pytest.fixture
def machine(tmp_path: Path) -> TurnedMachine:
    assert LIBRARIES, "needs the package libfaketime"
    made = TurnedMachine(tmp_path / "clock")
    made.turn(0)
    return made


@pytest.mark.system
def test_an_hour_back_and_a_day_forward_stall_nothing_and_repeat_nothing(
    tmp_path: Path, machine: TurnedMachine, issued: Issued
) -> None:
    root = tmp_path / "practice"
    mail_day.morning(root)
    with post(issued) as servers:
        at = (datetime.now(PARIS) + AHEAD).strftime("%H:%M")
        day = MailDay(Practice(root, tables=f'[lots]\ntimes = ["{at}"]'), servers)
        with day.practice.store() as context, day.service(env=machine.env):
            servers.put(acks(ack()))
            until(lambda: FseLot.get().verdict == FseVerdict.POSITIVE, "the mailbox looked into")
            servers.smtp.says["mail"] = b"451 4.3.0 not now\r\n"
            day.practice.send(context)
            waiting = Message.select().where(Message.state == MessageState.RETRY)
            until(lambda: waiting.count() == 2, "two lots that wait for their next attempt")
            del servers.smtp.says["mail"]
            machine.turn(-HOUR)
            _scan(day, "490")
            assert ScorLot.select().count() == 2  # no lot time has come
            _send_and_answer(day, context, lots=3)
            _scan(day, "491")
            machine.turn(DAY)
            until(lambda: len(servers.received()) == 4, "the lot of the lot time that was left out")
            _scan(day, "492")
            assert not _something_leaves(servers.received)  # at the same lot time once more
            _send_and_answer(day, context, lots=5)
            assert not _something_leaves(servers.received)
        _assert_sound(context, day)


class _Nobody:
    """A way out that fails, until it is `well`."""

    well = False

    def deliver(self, parcel: Parcel, starting: Callable[[], None]) -> None:  # noqa: ARG002 -- the Protocol's
        if not self.well:
            raise NotDeliveredError(Code.MAIL_BUSY, host="localhost", status="451")
        starting()

    def trace(self, file_name: str, sha256: str) -> Trace:  # noqa: ARG002 -- the Protocol's
        return Trace.UNKNOWN


def test_the_next_attempt_is_not_put_off_by_the_hour_that_the_clock_is_set_back(
    context: Context,
) -> None:
    sending, way = Sending(Rows(context)), _Nobody()
    sending.transport = way
    sending.deliver()
    assert sending.message.state == MessageState.RETRY  # in two minutes or so
    way.well = True
    context.clock.wall -= timedelta(hours=1)
    context.clock.turn(minutes=5)
    assert sending.deliver() == 1


def _scan(day: MailDay, number: str) -> None:
    """A new paper for a new invoice; it is filed."""
    day.practice.hand(invoices(invoice(number)))
    until(lambda: Invoice.get_or_none(Invoice.number == number), f"invoice {number} taken")
    day.practice.drop(f"{number}.tif", day.practice.slipped(number))
    filed = Attachment.select().join(Invoice).where(Invoice.number == number)
    until(filed.exists, f"the scan for {number} filed")


def _send_and_answer(day: MailDay, context: Context, *, lots: int) -> None:
    day.practice.send(context)
    until(lambda: len(day.post.received()) == lots, "the lots taken")
    day.post.answer()
    accepted = ScorLot.select().where(ScorLot.state == ScorLotState.ACCEPTED)
    until(lambda: accepted.count() == lots, "the ARLs fetched")


def _something_leaves(received: Callable[[], list[object]]) -> bool:
    before = len(received())
    time.sleep(QUIET_SECONDS)
    return len(received()) > before


def _assert_sound(context: Context, day: MailDay) -> None:
    taken = Counter(hashlib.sha256(raw).hexdigest() for raw in day.post.smtp.accepted)
    assert taken == Counter(message.sha256 for message in Message.select())
    # nothing is purged: a day is no retention
    assert {scan.sha256 for scan in Scan.select()} == set(context.files.originals.names())
    assert Scan.select().count() == 4
    faults = {found.code for found in examine(context) if found.level == FAULT}
    assert faults <= {Found.CLOCK_BEHIND}  # as it is: our own clock has not been turned
