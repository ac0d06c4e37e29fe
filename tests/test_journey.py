"""The journey's stages run when there is something for them, and again in time whatever is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.actions.purging.old_lots import Old
from tests.lots.practice import Practice

from scord.exchange.profiles import load_profile
from scord.filing.attach import attach
from scord.imaging.workers import WorkerPool
from scord.journey import Crew, Journey
from scord.schedule import PURGE, Calendar
from scord.store import journal
from scord.store.database import transaction
from scord.store.runs import last_run
from scord.store.states import DocumentState
from scord.store.tables import Alert, Document, Invoice
from scord.wake import Wake
from scord_shared.status import AlertKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import TurnedClock

    from scord.store.context import Context


@pytest.fixture
def journey(context: Context) -> Iterator[Journey]:
    wake, converters, readers = Wake(), WorkerPool(1), WorkerPool(1)
    crew = Crew(converters, readers, None)
    calendar = Calendar(context, wake)
    profile = load_profile("reference")
    journey = Journey(
        context, crew=crew, profile=profile, calendar=calendar, slip_key=b"k", wake=wake
    )
    journey.advance()
    yield journey
    journey.stop()
    calendar.stop()
    converters.close()
    readers.close()
    wake.close()


@pytest.fixture
def doubtful(journey: Journey) -> Document:
    """Filed and looked at; since then its invoice is another patient's, and no entry says so."""
    practice = Practice(journey.context)
    invoice = practice.invoice(identity="laurent")
    document = practice.document(None, state=DocumentState.NEW)
    with transaction():
        attach(
            journey.context,
            document,
            invoice,
            document_type="ORDN",
            origin="file-name",
            by="machine",
        )
    journey.advance()
    Invoice.update(identity="valmont").execute()
    journey.advance()
    assert Document.get().state == DocumentState.ATTACHED
    return document


def test_a_stage_that_goes_by_the_journal_looks_when_it_tells_of_what_concerns_it(
    journey: Journey, doubtful: Document
) -> None:
    with transaction():
        journal.write("scan.taken", doubtful.scan, by="machine")
    journey.advance()
    assert Document.get().state == DocumentState.ATTACHED
    with transaction():
        journal.write("invoice.changed", Invoice.get(), by="lps")
    journey.advance()
    assert Document.get().state == DocumentState.INBOX


@pytest.mark.usefixtures("doubtful")
def test_it_looks_in_time_though_the_journal_tells_nothing(
    journey: Journey, clock: TurnedClock
) -> None:
    clock.turn(minutes=9)
    journey.advance()
    assert Document.get().state == DocumentState.ATTACHED
    clock.turn(minutes=2)
    journey.advance()
    assert Document.get().state == DocumentState.INBOX


def test_alerts_rest_a_second_between_two_looks_and_ask_to_be_called_then(
    journey: Journey, clock: TurnedClock
) -> None:
    Practice(journey.context).document(state=DocumentState.INBOX, created_at=clock.now())
    with transaction():
        journal.write("document.inbox", Document.get(), by="machine")
    journey.advance()
    told = Alert.select().where(Alert.kind == AlertKind.TO_FILE)
    assert not told.exists()
    assert 0 < journey.next_in() <= 1
    clock.turn(seconds=1)
    journey.advance()
    assert told.exists()


def test_copies_whose_time_is_over_go_by_themselves_and_once_a_night(
    journey: Journey, clock: TurnedClock
) -> None:
    old = Old(Practice(journey.context))
    old.pass_days(400)
    while "messages" in old.there():
        journey.advance()
    journey.advance()
    assert old.there() == {"originals"}
    assert not journey.purge.is_under_way
    assert last_run(PURGE) == clock.now()
