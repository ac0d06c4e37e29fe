"""A paper that waits, is refused, held, left in its folder, or does not come at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.alerts.derived import causes, follow, subjects
from tests.lots.practice import in_force

from scord.settings import DropFolder
from scord.store.states import DocumentState, InvoiceStatus, ScanState
from scord.store.tables import Scan, Sighting
from scord_shared.errors import Code
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import TurnedClock
    from tests.lots.practice import Practice

NOTE, WARNING, URGENT = AlertLevel


# -- à classer


def test_all_documents_to_be_filed_are_one_cause(practice: Practice, clock: TurnedClock) -> None:
    practice.document(state=DocumentState.ATTACHED)
    practice.document(state=DocumentState.SET_ASIDE)
    assert causes(practice.context, AlertKind.TO_FILE) == []
    practice.document(state=DocumentState.INBOX)
    clock.turn(hours=1)
    practice.document(state=DocumentState.INBOX)
    (cause,) = causes(practice.context, AlertKind.TO_FILE)
    assert cause.facts == {"count": 2, "oldest": "2026-03-10T09:00:00+00:00"}
    assert (cause.subject, cause.level) == ("", NOTE)


@pytest.mark.parametrize(
    ("days", "level"),
    [(2, NOTE), (3, WARNING), (30, WARNING), (-2, NOTE), (-5, WARNING)],  # the 10th: a Tuesday
)
def test_a_document_that_waits_for_three_working_days_is_a_warning_even_if_the_clock_was_wrong(
    practice: Practice, clock: TurnedClock, days: int, level: AlertLevel
) -> None:
    practice.document(state=DocumentState.INBOX)
    clock.turn(days=days)
    (cause,) = causes(practice.context, AlertKind.TO_FILE)
    assert cause.level == level


# -- refused scans, held documents


def refused(practice: Practice, **changes: Any) -> Scan:
    scan = practice.document(name="ADRDEUX-LAURENT.tif").scan
    facts = {"state": ScanState.REFUSED, "reason": Code.IMAGE_ENCRYPTED, "facts": {"page": 2}}
    Scan.update(**{**facts, **changes}).where(Scan.id == scan.id).execute()
    return Scan.get_by_id(scan.id)


def test_each_refused_scan_is_a_cause_that_never_names_the_file(practice: Practice) -> None:
    scan = refused(practice)
    (cause,) = causes(practice.context, AlertKind.SCAN_REFUSED)
    assert cause.facts == {"code": "image.encrypted", "folder": "accueil"}
    assert (cause.subject, cause.level) == (str(scan.id), WARNING)


def test_a_refusal_ends_when_the_scan_is_taken_again_or_has_become_old(
    practice: Practice, clock: TurnedClock
) -> None:
    scan = refused(practice)
    clock.turn(days=30)
    assert subjects(practice.context, AlertKind.SCAN_REFUSED) == [str(scan.id)]
    clock.turn(seconds=1)
    assert subjects(practice.context, AlertKind.SCAN_REFUSED) == []
    clock.turn(days=-300)
    assert subjects(practice.context, AlertKind.SCAN_REFUSED) == [str(scan.id)]
    Scan.update(state=ScanState.TAKEN).execute()
    assert subjects(practice.context, AlertKind.SCAN_REFUSED) == []


def test_each_held_document_is_a_cause_with_its_bad_pages(practice: Practice) -> None:
    held = practice.document(
        state=DocumentState.HELD,
        reason=Code.IMAGE_ILLEGIBLE.value,
        facts={"pages": [2, 3], "blank": []},
    )
    practice.document(state=DocumentState.INBOX)
    (cause,) = causes(practice.context, AlertKind.DOCUMENT_HELD)
    assert cause.facts == {"code": "image.illegible", "pages": [2, 3]}
    assert (cause.subject, cause.level) == (str(held.id), WARNING)


def test_a_document_held_without_facts_is_told_all_the_same(practice: Practice) -> None:
    practice.document(state=DocumentState.HELD, reason=Code.IMAGE_NO_PAGE.value)
    (cause,) = causes(practice.context, AlertKind.DOCUMENT_HELD)
    assert cause.facts == {"code": "image.no-page", "pages": []}


# -- files left in their folders


def test_each_file_left_is_a_cause_until_it_is_taken_or_its_folder_is_given_up(
    practice: Practice, tmp_path: Path
) -> None:
    def left(folder: str, **changes: Any) -> Sighting:
        facts = {"name": "ADRDEUX.tif", "code": Code.FILE_EMPTY, "first_seen_at": practice.now}
        return Sighting.create(folder=folder, **{**facts, **changes})

    settings = {"folders": (DropFolder(name="accueil", path=tmp_path),)}
    context = in_force(practice.context, **settings)
    scanner, lps = left("accueil"), left("lps:invoices", code=Code.FILE_UNREADABLE)
    left("accueil", resolved_at=practice.now)
    left("ancien")
    found = {cause.subject: cause for cause in causes(context, AlertKind.FILE_LEFT)}
    assert {subject: cause.facts for subject, cause in found.items()} == {
        str(scanner.id): {"code": "file.empty", "folder": "accueil"},
        str(lps.id): {"code": "file.unreadable", "folder": "lps:invoices"},
    }
    assert {cause.level for cause in found.values()} == {WARNING}


# -- nothing scanned


@pytest.mark.parametrize(("days", "said"), [(2, False), (3, True), (30, True)])
def test_a_scanner_that_has_never_scanned_is_told_after_three_working_days(
    practice: Practice, clock: TurnedClock, days: int, said: bool
) -> None:
    practice.invoice(imported_at=practice.now)
    follow(practice.context)
    clock.turn(days=days)
    facts = [cause.facts for cause in causes(practice.context, AlertKind.NOTHING_SCANNED)]
    assert facts == ([{}] if said else [])


def test_a_scanner_that_has_fallen_silent_is_told_with_the_time_of_its_last_scan(
    practice: Practice, clock: TurnedClock
) -> None:
    practice.invoice(imported_at=practice.now)
    follow(practice.context)
    clock.turn(days=2)
    practice.document(state=DocumentState.INBOX)
    clock.turn(days=1)
    assert causes(practice.context, AlertKind.NOTHING_SCANNED) == []
    clock.turn(days=4)
    (cause,) = causes(practice.context, AlertKind.NOTHING_SCANNED)
    assert cause.facts == {"since": "2026-03-12T09:00:00+00:00"}
    assert (cause.subject, cause.level) == ("", WARNING)


def test_a_silent_scanner_is_no_news_while_no_invoice_has_waited_as_long(
    practice: Practice, clock: TurnedClock
) -> None:
    practice.ready()
    practice.invoice(status=InvoiceStatus.CANCELLED)
    clock.turn(days=30)
    practice.invoice(imported_at=practice.now)
    follow(practice.context)
    assert causes(practice.context, AlertKind.NOTHING_SCANNED) == []


def test_a_last_scan_from_a_clock_far_ahead_does_not_hide_a_silent_scanner(
    practice: Practice, clock: TurnedClock
) -> None:
    practice.invoice(imported_at=practice.now)
    practice.document(state=DocumentState.INBOX)
    follow(practice.context)
    Scan.update(taken_at=practice.later(days=3000)).execute()
    clock.turn(days=10)
    assert len(causes(practice.context, AlertKind.NOTHING_SCANNED)) == 1
