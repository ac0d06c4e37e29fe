"""What the store says of a dropped file becomes exactly one outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scord.demo.outcome import AT_WORK, MISSING, MIXED, TWICE, fates
from scord.store.states import DocumentState, ScanState
from scord.store.tables import Document, DocumentPart, Scan, Sighting

if TYPE_CHECKING:
    from scord.store.context import Context

pytestmark = pytest.mark.usefixtures("context")


def scan(context: Context, name: str, state: ScanState, **more: Any) -> Scan:
    number = Scan.select().count()
    now = context.clock.now()
    return Scan.create(
        claim=f"claim-{number}",
        folder="scanner",
        name=name,
        sha256=f"{number:064d}",
        size=1,
        mtime_ns=0,
        first_seen_at=now,
        taken_at=now,
        state=state,
        **more,
    )


def document(context: Context, of: Scan, state: DocumentState, reason: str | None = None) -> None:
    position = Document.select().where(Document.scan == of).count() + 1
    row = Document.create(
        scan=of,
        position=position,
        state=state,
        reason=reason,
        created_at=context.clock.now(),
    )
    DocumentPart.create(
        document=row, number=1, sha256="0" * 64, size=1_000 * position, page_count=1, dpi=200
    )


def test_a_file_without_a_trace_is_missing() -> None:
    assert [fate.kind for fate in fates(["a.pdf"])] == [MISSING]


def test_a_file_that_became_two_scans_is_told(context: Context) -> None:
    scan(context, "a.pdf", ScanState.TAKEN)
    scan(context, "a.pdf", ScanState.TAKEN)
    assert [fate.kind for fate in fates(["a.pdf"])] == [TWICE]


def test_a_file_that_outgrew_its_first_scan_counts_once(context: Context) -> None:
    scan(context, "a.pdf", ScanState.OUTGROWN)
    assert [fate.kind for fate in fates(["a.pdf"])] == [MISSING]
    scan(context, "a.pdf", ScanState.TAKEN)
    assert [fate.kind for fate in fates(["a.pdf"])] == [AT_WORK]


def test_a_refused_file_has_its_reason(context: Context) -> None:
    scan(context, "a.pdf", ScanState.REFUSED, reason="IMAGE_ENCRYPTED")
    (fate,) = fates(["a.pdf"])
    assert (fate.kind, fate.why) == ("refused", "IMAGE_ENCRYPTED")


def test_a_file_that_cannot_be_taken_is_refused_as_long_as_that_lasts(context: Context) -> None:
    now = context.clock.now()
    row = Sighting.create(folder="scanner", name="a", code="FILE_TOO_LARGE", first_seen_at=now)
    assert [(fate.kind, fate.why) for fate in fates(["a"])] == [("refused", "FILE_TOO_LARGE")]
    row.resolved_at = now
    row.save()
    assert [fate.kind for fate in fates(["a"])] == [MISSING]


def test_pages_pdfs_and_bytes_of_all_documents_are_summed(context: Context) -> None:
    one = scan(context, "a.pdf", ScanState.CONVERTED, pages=2)
    document(context, one, DocumentState.INBOX, "no-clue")
    document(context, one, DocumentState.INBOX, "no-clue")
    (fate,) = fates(["a.pdf"])
    assert (fate.kind, fate.why) == ("to file", "no-clue")
    assert (fate.pages, fate.parts, fate.bytes, fate.dpi) == (2, 2, 3_000, 200)


def test_documents_that_fare_differently_are_told(context: Context) -> None:
    one = scan(context, "a.pdf", ScanState.CONVERTED, pages=2)
    document(context, one, DocumentState.INBOX, "no-clue")
    document(context, one, DocumentState.HELD, "IMAGE_ILLEGIBLE")
    assert [fate.kind for fate in fates(["a.pdf"])] == [MIXED]
    document(context, one, DocumentState.NEW)
    assert [fate.kind for fate in fates(["a.pdf"])] == [AT_WORK]


def test_files_that_came_meanwhile_follow_those_that_were_dropped(context: Context) -> None:
    scan(context, "own.pdf", ScanState.TAKEN)
    assert [(fate.name, fate.kind) for fate in fates(["a.pdf"])] == [
        ("a.pdf", MISSING),
        ("own.pdf", AT_WORK),
    ]
