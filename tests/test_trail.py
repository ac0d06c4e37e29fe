"""What the journal says of papers is said in the log, once, with its gravity and without a name."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import Practice

from scord.alerts.keeping import renew
from scord.logs.about import at_hand
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import DocumentState, ScanState, move
from scord.store.tables import Scan
from scord.trail import Trail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.store.context import Context


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str, dict[str, object]]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append((record.levelname, record.getMessage(), dict(at_hand())))


@pytest.fixture
def heard() -> Iterator[_Heard]:
    logger, handler = logging.getLogger("scord.trail"), _Heard()
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


@pytest.fixture
def practice(context: Context) -> Practice:
    return Practice(context)


def test_a_change_is_told_once_with_its_scan_and_a_person_without_a_name(
    practice: Practice, heard: _Heard
) -> None:
    document = practice.document()
    trail = Trail()
    with transaction():
        move(document, DocumentState.INBOX, by="Anne", why="Madame ADRDEUX called")
    trail.follow()
    trail.follow()
    numbers = {"event": "document.inbox", "document": document.id, "scan": (document.scan_id,)}
    assert heard.lines == [("INFO", f"document {document.id} inbox by person", numbers)]


def test_what_was_before_the_service_began_is_not_told_again(
    practice: Practice, heard: _Heard
) -> None:
    document = practice.document()
    with transaction():
        move(document, DocumentState.INBOX, by="Anne")
    Trail().follow()
    assert heard.lines == []


def test_what_is_no_paper_s_is_left_out(practice: Practice, heard: _Heard) -> None:
    trail = Trail()
    with transaction():
        journal.write("practitioner.seen", practice.nurse, by="machine")
    trail.follow()
    assert heard.lines == []


def test_a_refusal_and_its_alert_are_warnings_about_the_same_scan(
    practice: Practice, heard: _Heard
) -> None:
    scan = practice.document().scan
    Scan.update(state=ScanState.TAKEN, claim="0001773133200000-x").execute()
    scan = Scan.get()
    trail = Trail()
    with transaction():
        why = "image.damaged"
        move(scan, ScanState.REFUSED, by="machine", why=why, reason=why)
    renew(practice.context)
    trail.follow()
    of_scan = {"scan": scan.id, "file": "0001773133200000"}
    assert heard.lines == [
        (
            "WARNING",
            f"scan {scan.id} refused by machine, image.damaged",
            {"event": "scan.refused", **of_scan},
        ),
        (
            "WARNING",
            "alert 1 opened by machine, scan-refused",
            {"event": "alert.opened", **of_scan},
        ),
    ]


def test_an_entry_that_cannot_be_told_keeps_none_of_the_next_back(
    practice: Practice, heard: _Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = practice.document(), practice.document()
    trail = Trail()
    with transaction():
        move(first, DocumentState.INBOX, by="Anne")
        move(second, DocumentState.INBOX, by="Anne")
    with monkeypatch.context() as broken:
        broken.setattr("scord.trail.concerned", lambda row: {}[row.id])
        with pytest.raises(KeyError):
            trail.follow()
    trail.follow()
    assert [text for _, text, _ in heard.lines] == [f"document {second.id} inbox by person"]
