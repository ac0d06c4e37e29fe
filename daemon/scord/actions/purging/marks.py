"""What remains of a file that was purged: its row, its hash, and an entry in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.exchange.smtp_envelope import envelope_of
from scord.exchange.transport import Parcel
from scord.store import journal
from scord.store.tables import DocumentPart, Incoming, JournalEntry, Message, Scan
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from datetime import datetime

    from scord.store.context import Context
    from scord.store.files import Shelf, StateFolder

Holder = DocumentPart | Message | Scan
Marked = Holder | Incoming
ERASURE = "erasure"  # why a file went that a patient wanted gone

_PURGED = {
    table: f"{table.journal_name}.purged" for table in (DocumentPart, Incoming, Message, Scan)
}


def shelf_of(files: StateFolder, kind: type[Holder]) -> Shelf:
    shelves: dict[type[Holder], Shelf] = {
        DocumentPart: files.documents,
        Message: files.messages,
        Scan: files.originals,
    }
    return shelves[kind]


def shelf_for(files: StateFolder, row: Marked) -> Shelf:
    if isinstance(row, Incoming):
        return files.imports if row.channel == "lps" else files.answers
    return shelf_of(files, type(row))


def write_mark(context: Context, row: Marked, *, by: str, why: str = "retention") -> None:
    """Journals that the file of `row` goes, in the caller's transaction."""
    facts: dict[str, object] = {"sha256": row.sha256}
    if isinstance(row, Message):
        facts["recipients"] = list(recipients(context, row))
    journal.write(_PURGED[type(row)], row, by=by, why=why, **facts)


def purged_at(row: Marked) -> datetime | None:
    """When the file of `row` was purged; None where it was not."""
    mark = _mark(row)
    return mark.at if mark else None


def is_mark(entry: JournalEntry) -> bool:
    return entry.event in _PURGED.values()


def purged_hashes() -> set[str]:
    """The sha256 of every file that was ever purged: it is missing from its shelf by right."""
    marks = JournalEntry.select().where(JournalEntry.event.in_(list(_PURGED.values())))
    return {mark.facts["sha256"] for mark in marks}


def erased() -> list[Marked]:
    """The rows whose files an erasure has marked: what a crash left of them goes at the next."""
    marks = JournalEntry.select().where(
        JournalEntry.event.in_(list(_PURGED.values())) & (JournalEntry.why == ERASURE)
    )
    kinds = {table.journal_name: table for table in _PURGED}
    return [kinds[mark.subject_kind].get_by_id(mark.subject_id) for mark in marks]


def recipients(context: Context, message: Message) -> tuple[str, ...]:
    """The addresses that a frozen mail goes to; none where it is no mail, or its file is lost.

    Raises ScordError STORE_KEY_MISSING.
    """
    mark = _mark(message)
    if mark:
        return tuple(mark.facts["recipients"])
    try:
        data = context.files.messages.read(message.sha256)
        parcel = Parcel(message.file_name, message.message_id, message.sha256, data)
        return envelope_of(parcel).recipients
    except ScordError as fault:
        if fault.code == Code.STORE_KEY_MISSING:
            raise
        return ()


def _mark(row: Marked) -> JournalEntry | None:
    about = (JournalEntry.subject_kind == row.journal_name) & (JournalEntry.subject_id == row.id)
    marks = JournalEntry.select().where(about & (JournalEntry.event == _PURGED[type(row)]))
    last: JournalEntry | None = marks.order_by(JournalEntry.id.desc()).first()
    return last
