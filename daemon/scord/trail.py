"""The trail of every paper in the log: each change that the journal tells, with the scans that it
concerns, whoever made it and in whichever process.

The journal is what counts; the log only repeats it, from the start of the service on.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scord.actions.nameless import actor, reason
from scord.intake.claim import key_of
from scord.logs.about import about
from scord.store import journal
from scord.store.concerned import TABLES, concerned
from scord.store.tables import Alert, Document, JournalEntry, Message, Row, Scan, ScorLot, Sighting
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from scord.logs.about import Value

log = logging.getLogger(__name__)

_FOLLOWED: dict[str, type[Row]] = {**TABLES, Alert.journal_name: Alert}
_GRAVE = frozenset(
    {
        "sighting.open",
        "scan.refused",
        "document.held",
        "page-reading.failed",
        "message.uncertain",
        "message.failed",
        "message.bounced",
        "scor-lot.contested",
    }
)
_ALERTS = {
    AlertLevel.WARNING: logging.WARNING,
    AlertLevel.URGENT: logging.ERROR,
}
_SUBJECTS: dict[AlertKind, type[Row]] = {  # whose number the subject of an alert is
    AlertKind.SCAN_REFUSED: Scan,
    AlertKind.DOCUMENT_HELD: Document,
    AlertKind.FILE_LEFT: Sighting,
    AlertKind.PIECE_REJECTED: ScorLot,
    AlertKind.SENDING_UNCERTAIN: Message,
    AlertKind.SENDING_FAILED: Message,
}
_NEW_ALERTS = frozenset({"alert.opened", "alert.raised"})


class Trail:
    """Follows the journal from where it ends now."""

    def __init__(self) -> None:
        self._told = journal.end()

    def follow(self) -> None:
        """Tells what is new."""
        end = journal.end()
        if end == self._told:
            return
        new = JournalEntry.id.between(self._told + 1, end)
        ours = JournalEntry.subject_kind.in_(list(_FOLLOWED))
        for entry in list(JournalEntry.select().where(new & ours).order_by(JournalEntry.id)):
            self._told = entry.id  # first: one that cannot be told is not told again and again
            _tell(entry)
        self._told = end


def _tell(entry: JournalEntry) -> None:
    row = _FOLLOWED[entry.subject_kind].get_or_none(id=entry.subject_id)
    with about(event=entry.event, **_numbers(entry, row)):
        what = entry.event.partition(".")[2]
        why = reason(entry.why)
        told = (
            entry.subject_kind,
            entry.subject_id,
            what,
            actor(entry.by),
            f", {why}" if why else "",
        )
        log.log(_level(entry), "%s %d %s by %s%s", *told)


def _numbers(entry: JournalEntry, row: Row | None) -> dict[str, Value]:
    """`file`: how the log called the scan before it was one."""
    if isinstance(row, Alert):
        table = _SUBJECTS.get(row.kind)
        row = table.get_or_none(id=int(row.subject)) if table else None
    numbers = {} if row is None else concerned(row)
    if isinstance(row, Scan):
        numbers["file"] = key_of(row.claim)
    elif "file" in entry.facts:
        numbers["file"] = entry.facts["file"]
    return numbers


def _level(entry: JournalEntry) -> int:
    if entry.event in _NEW_ALERTS:
        return _ALERTS.get(entry.facts.get("level"), logging.INFO)
    return logging.WARNING if entry.event in _GRAVE else logging.INFO
