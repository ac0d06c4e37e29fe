"""The last look at a taken file: what a scanner writes late is never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.intake.drops import DATA, NAME, Drop, grow
from tests.lots.practice import Practice

from scord.filing.attach import attach, live_attachments
from scord.filing.leaves import Leaf, record_pages
from scord.filing.letting_go import let_go
from scord.intake.claim import spooled
from scord.store.database import transaction
from scord.store.states import DocumentState, ScanState, move
from scord.store.tables import Document, LotItem, Scan, ScorLot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import TurnedClock

    from scord.store.context import Context

GRACE = 30.0


@pytest.fixture
def drop(context: Context, tmp_path: Path) -> Drop:
    return Drop(context, tmp_path / "scanner")


def done(drop: Drop, state: ScanState = ScanState.CONVERTED) -> Scan:
    scan = drop.scan()
    with transaction():
        move(scan, state, by="machine")
    return scan


def document_of(drop: Drop, scan: Scan, state: DocumentState) -> Document:
    now = drop.context.clock.now()
    document = Document.create(scan=scan, position=1, state=state, created_at=now)
    record_pages(document, [Leaf(scan.id, 1)])
    return document


def after(drop: Drop, clock: TurnedClock, seconds: float) -> int:
    clock.turn(seconds=seconds)
    return let_go(drop.context)


@pytest.mark.parametrize("state", [ScanState.CONVERTED, ScanState.REFUSED])
def test_the_spool_lets_go_when_the_grace_is_over(
    drop: Drop, clock: TurnedClock, state: ScanState
) -> None:
    scan = done(drop, state)
    assert after(drop, clock, GRACE - 1) == 0
    assert drop.spooled == [DATA]
    assert after(drop, clock, 2) == 1
    assert drop.claims == []
    assert Scan.get_by_id(scan.id).released_at == clock.now()
    assert let_go(drop.context) == 0


def test_a_scan_at_work_keeps_its_file(drop: Drop, clock: TurnedClock) -> None:
    drop.scan()
    assert after(drop, clock, 10 * GRACE) == 0
    assert drop.spooled == [DATA]


@pytest.mark.parametrize("state", [ScanState.CONVERTED, ScanState.REFUSED])
def test_a_file_written_on_after_it_was_done_comes_back_whole(
    drop: Drop, clock: TurnedClock, state: ScanState
) -> None:
    scan = done(drop, state)
    path = spooled(drop.context, scan)
    assert path is not None
    grow(path)
    after(drop, clock, GRACE + 1)
    assert Scan.get_by_id(scan.id).state == ScanState.OUTGROWN
    assert (drop.path / NAME).read_bytes() == DATA + b" and a second page"
    assert drop.claims == []


def test_a_folder_that_is_away_has_the_whole_file_once_it_is_back(
    drop: Drop, clock: TurnedClock
) -> None:
    """Meanwhile the spool keeps it, and lets go of what comes after it all the same."""
    scan, other = done(drop), drop.scan("other.pdf", b"another file")
    with transaction():
        move(other, ScanState.CONVERTED, by="machine")
    path = spooled(drop.context, scan)
    assert path is not None
    grow(path)
    away = drop.path.rename(drop.path.with_name("away"))
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            after(drop, clock, GRACE + 1)
        assert Scan.get_by_id(scan.id).state == ScanState.OUTGROWN
        assert Scan.get_by_id(other.id).released_at is not None
        assert drop.spooled == [DATA + b" and a second page"]
    away.rename(drop.path)
    assert after(drop, clock, 1) == 1
    assert (drop.path / NAME).read_bytes() == DATA + b" and a second page"
    assert drop.claims == []
    assert after(drop, clock, 1) == 0


def test_a_duplicate_written_on_is_no_duplicate(drop: Drop, clock: TurnedClock) -> None:
    first = done(drop)
    second = drop.scan("again.pdf")
    path = spooled(drop.context, second)
    assert path is not None
    grow(path)
    after(drop, clock, GRACE + 1)
    assert Scan.get_by_id(first.id).state == ScanState.CONVERTED
    assert Scan.get_by_id(second.id).state == ScanState.OUTGROWN
    assert drop.left == ["again.pdf"]


@pytest.mark.parametrize(
    "state",
    [DocumentState.NEW, DocumentState.INBOX, DocumentState.ATTACHED, DocumentState.HELD],
)
def test_what_was_made_of_the_first_part_is_set_aside(
    drop: Drop, clock: TurnedClock, state: DocumentState
) -> None:
    scan = done(drop)
    attached = state == DocumentState.ATTACHED
    document = document_of(drop, scan, DocumentState.NEW if attached else state)
    if attached:
        invoice = Practice(drop.context).invoice()
        with transaction():
            attach(
                drop.context, document, invoice, document_type="ORDN", origin="slip", by="machine"
            )
    path = spooled(drop.context, scan)
    assert path is not None
    grow(path)
    after(drop, clock, GRACE + 1)
    assert Document.get_by_id(document.id).state == DocumentState.SET_ASIDE
    assert live_attachments(document) == []


def test_pages_put_together_with_those_of_a_grown_file_stay_in_a_classer(
    drop: Drop, clock: TurnedClock
) -> None:
    scan = done(drop)
    document = document_of(drop, scan, DocumentState.REMADE)
    merged = Practice(drop.context).document(state=DocumentState.INBOX, pages=[])
    record_pages(merged, [Leaf(merged.scan_id, 1), Leaf(scan.id, 1)])
    path = spooled(drop.context, scan)
    assert path is not None
    grow(path)
    after(drop, clock, GRACE + 1)
    assert Document.get_by_id(merged.id).state == DocumentState.INBOX
    assert Document.get_by_id(document.id).state == DocumentState.REMADE


def test_what_has_left_stays_and_the_whole_file_is_a_scan_of_its_own(
    drop: Drop, clock: TurnedClock
) -> None:
    practice = Practice(drop.context)
    scan = done(drop)
    document = document_of(drop, scan, DocumentState.NEW)
    with transaction():
        attachment = attach(
            drop.context,
            document,
            practice.invoice(),
            document_type="ORDN",
            origin="slip",
            by="machine",
        )
    lot = ScorLot.create(
        practitioner=practice.nurse,
        destination="01-349",
        number=1,
        profile="reference",
        frozen_at=practice.now,
    )
    LotItem.create(lot=lot, attachment=attachment, identifier="piece")
    path = spooled(drop.context, scan)
    assert path is not None
    grow(path)
    after(drop, clock, GRACE + 1)
    assert Scan.get_by_id(scan.id).state == ScanState.CONVERTED
    assert live_attachments(document) == [attachment]
    assert drop.left == [NAME]
    assert drop.claims == []
