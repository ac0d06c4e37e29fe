"""The plug pulled at every durable step from file to acknowledged: nothing lost, nothing twice."""

from __future__ import annotations

import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from tests.lps import ack, acks, invoice, invoices
from tests.practice import sha256, until

from scord.doctor import FAULT, Found, examine
from scord.lots.piece_state import unsent
from scord.store import journal
from scord.store.states import (
    FseVerdict,
    ItemVerdict,
    MessageState,
    ScanState,
    ScorLotState,
)
from scord.store.steps import STEPS
from scord.store.tables import (
    Attachment,
    Document,
    FseLot,
    Incoming,
    LotItem,
    Message,
    Practitioner,
    Scan,
    ScorLot,
)

if TYPE_CHECKING:
    import subprocess

    from tests.caisse import Caisse
    from tests.crash.conftest import Service
    from tests.practice import Practice

    from scord.store.context import Context

pytestmark = pytest.mark.slow

NOT_AN_IMAGE = b"Penser a rappeler le cabinet.\n"
DELIVERED = "exchange.delivered"
# Also while another file is already further on: a duplicate, a refused scan, the ARL's import.
MORE = (
    ("intake.claimed", 2),
    ("intake.archived", 3),
    ("intake.taken", 2),
    ("intake.taken", 3),
    ("import.archived", 2),
    ("import.applied", 2),
)


@dataclass
class Day:
    """Three scans (a duplicate and one that is no image among them), an invoice, its ARL, a lot."""

    practice: Practice
    caisse: Caisse
    dropped: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        slipped = self.practice.slipped("481")
        for name, data in {
            "a.tif": slipped,
            "b (copie).tif": slipped,
            "c.pdf": NOT_AN_IMAGE,
        }.items():
            self.practice.drop(name, data)
            self.dropped[sha256(data)] += 1
        self.practice.hand(invoices(invoice("481")))
        self.practice.hand(acks(ack()))

    def go_on(self, context: Context, *, reading: bool = True) -> None:
        """What the people and the caisse do meanwhile: ask for lots, take them, answer."""
        if unsent().exists() and FseLot.select().where(FseLot.verdict == FseVerdict.POSITIVE):
            self.practice.send(context)
        if reading:
            for lot in self.caisse.read():
                self.caisse.answer(lot)

    def is_over(self) -> bool:
        """Every verdict is in, and every folder that others write to is empty again."""
        at_work = (Scan.state == ScanState.TAKEN) | Scan.released_at.is_null()
        if Scan.select().where(at_work).exists():
            return False
        accepted = ScorLot.select().where(ScorLot.state == ScorLotState.ACCEPTED).exists()
        folders = (
            self.practice.drop_folder,
            self.practice.lps_folder,
            self.practice.settings.in_folder,
        )
        return accepted and not any(list(folder.iterdir()) for folder in folders)

    def pass_to_the_end(self, context: Context) -> None:
        def over() -> bool:
            self.go_on(context)
            return self.is_over()

        until(over, "the end of the day")

    def pass_until_death(
        self, process: subprocess.Popen[bytes], context: Context, *, reading: bool = True
    ) -> None:
        def dead() -> bool:
            self.go_on(context, reading=reading)
            return process.poll() is not None

        until(dead, "the step at which the service dies")
        assert process.poll() == -signal.SIGKILL


@pytest.fixture
def day(practice: Practice, caisse: Caisse) -> Day:
    made = Day(practice, caisse)
    made.begin()
    return made


@pytest.mark.parametrize(
    ("step", "nth"),
    [
        *((step, 1) for step in STEPS),
        *(pytest.param(*one, marks=pytest.mark.soak) for one in MORE),
    ],
)
def test_killed_at_the_step_the_day_ends_with_nothing_lost_and_nothing_twice(
    service: Service, day: Day, step: str, nth: int
) -> None:
    with (
        day.practice.store() as context,
        service.started("--kill-at", step, "--nth", str(nth)) as process,
    ):
        day.pass_until_death(process, context)
    with day.practice.running() as context:  # here: a process of its own takes seconds to load
        day.pass_to_the_end(context)
    with day.practice.store() as context:
        _assert_sound(context, day)


def test_killed_when_delivered_and_not_yet_taken_the_lot_counts_as_sent(
    service: Service, day: Day
) -> None:
    with day.practice.store() as context:
        _kill_when_delivered(service, day, context)
        with service.started():
            until(lambda: Message.get().state == MessageState.SENT, "the message known as sent")
            day.pass_to_the_end(context)
        _assert_sound(context, day)


def test_killed_when_delivered_and_taken_the_lot_is_uncertain_until_its_answer(
    service: Service, day: Day
) -> None:
    with day.practice.store() as context:
        _kill_when_delivered(service, day, context)
        (lot,) = day.caisse.read()
        with service.started():
            until(lambda: Message.get().state == MessageState.UNCERTAIN, "an uncertain message")
            time.sleep(1.0)  # time enough for a service that would send again
            assert day.caisse.waiting() == []
            assert Message.get().state == MessageState.UNCERTAIN
            day.caisse.answer(lot)
            day.pass_to_the_end(context)
        _assert_sound(context, day)


def _kill_when_delivered(service: Service, day: Day, context: Context) -> None:
    with service.started("--kill-at", DELIVERED) as process:
        day.pass_until_death(process, context, reading=False)


def _assert_sound(context: Context, day: Day) -> None:
    _assert_every_original_in_one_place(context, day)
    _assert_attached_once()
    _assert_sent_once(day)
    findings = examine(context)
    assert [found for found in findings if found.level == FAULT] == []
    assert Found.FILE_UNKNOWN not in {found.code for found in findings}
    assert all(journal.broken_link(one) is None for one in Practitioner.select())


def _assert_every_original_in_one_place(context: Context, day: Day) -> None:
    """Nothing waits any more, so that place is the archive, with one row for each dropped file."""
    assert list(day.practice.drop_folder.iterdir()) == []
    assert [path for path in context.files.spool.rglob("*") if path.is_file()] == []
    assert Counter(scan.sha256 for scan in Scan.select()) == day.dropped
    assert set(context.files.originals.names()) == day.dropped.keys()
    states = Counter(scan.state for scan in Scan.select())
    assert states == {ScanState.CONVERTED: 1, ScanState.DUPLICATE: 1, ScanState.REFUSED: 1}
    reasons = [path.name for path in context.files.refused.iterdir()]
    assert len(reasons) == 1


def _assert_attached_once() -> None:
    places = Counter((one.scan_id, one.position) for one in Document.select())
    assert set(places.values()) == {1}
    live = Attachment.select().where(Attachment.removed_at.is_null())
    assert Counter((one.invoice_id, one.document_id) for one in live).total() == 1
    assert FseLot.get().verdict == FseVerdict.POSITIVE


def _assert_sent_once(day: Day) -> None:
    """The caisse has seen each lot once, and every piece is acknowledged."""
    seen = Counter(lot.file_name for lot in day.caisse.received)
    assert seen == Counter(message.file_name for message in Message.select())
    assert {lot.sha256 for lot in day.caisse.received} == {one.sha256 for one in Message.select()}
    assert [one.state for one in Message.select()] == [MessageState.SENT]
    assert [item.verdict for item in LotItem.select()] == [ItemVerdict.ACCEPTED]
    assert all(row.understood_at for row in Incoming.select())
