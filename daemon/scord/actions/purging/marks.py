"""What remains of a file that was purged: its row, its hash, and an entry in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.exchange.smtp_envelope import envelope_of
from scord.exchange.transport import Parcel
from scord.store import journal
from scord.store.tables import DocumentPart, JournalEntry, Message, Scan
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from datetime import datetime

    from scord.store.context import Context
    from scord.store.files import Shelf, StateFolder

Holder = DocumentPart | Message | Scan

_PURGED = {table: f"{table.journal_name}.purged" for table in (DocumentPart, Message, Scan)}


def shelf_of(files: StateFolder, kind: type[Holder]) -> Shelf:
    shelves: dict[type[Holder], Shelf] = {
        DocumentPart: files.documents,
        Message: files.messages,
        Scan: files.originals,
    }
    return shelves[kind]


def write_mark(context: Context, row: Holder, *, by: str) -> None:
    """Journals that the file of `row` goes, in the caller's transaction."""
    facts: dict[str, object] = {"sha256": row.sha256}
    if isinstance(row, Message):
        facts["recipients"] = list(recipients(context, row))
    journal.write(_PURGED[type(row)], row, by=by, why="retention", **facts)


def purged_at(row: Holder) -> datetime | None:
    """When the file of `row` was purged; None where it was not."""
    mark = _mark(row)
    return mark.at if mark else None


def purged_hashes() -> set[str]:
    """The sha256 of every file that was ever purged: it is missing from its shelf by right."""
    marks = JournalEntry.select().where(JournalEntry.event.in_(list(_PURGED.values())))
    return {mark.facts["sha256"] for mark in marks}


def recipients(context: Context, message: Message) -> tuple[str, ...]:
    """The addresses that a frozen mail goes to; none where it is no mail, or its file is lost."""
    mark = _mark(message)
    if mark:
        return tuple(mark.facts["recipients"])
    try:
        data = context.files.messages.read(message.sha256)
        parcel = Parcel(message.file_name, message.message_id, message.sha256, data)
        return envelope_of(parcel).recipients
    except ScordError:
        return ()


def _mark(row: Holder) -> JournalEntry | None:
    about = (JournalEntry.subject_kind == row.journal_name) & (JournalEntry.subject_id == row.id)
    marks = JournalEntry.select().where(about & (JournalEntry.event == _PURGED[type(row)]))
    last: JournalEntry | None = marks.order_by(JournalEntry.id.desc()).first()
    return last
