"""Which scans came by the local API and not from a scanner: no armed invoice waits for them."""

from __future__ import annotations

from scord.store import journal
from scord.store.tables import JournalEntry, Scan

_EVENT = "scan.handed-in"
_NUMBER = 0  # the scan has none before the service takes its file: the bytes name it


def note_handed_in(folder: str, sha256: str, *, by: str) -> None:
    """In the caller's transaction, before the file is there."""
    journal.write(_EVENT, Scan(id=_NUMBER), by=by, folder=folder, sha256=sha256)


def was_handed_in(scan: Scan) -> bool:
    """Whether this scan's bytes were ever handed in to its folder."""
    about = (JournalEntry.subject_kind == Scan.journal_name) & (JournalEntry.subject_id == _NUMBER)
    facts = {"folder": scan.folder, "sha256": scan.sha256}
    mine = about & (JournalEntry.event == _EVENT) & (JournalEntry.facts == facts)
    return bool(JournalEntry.select().where(mine).exists())
