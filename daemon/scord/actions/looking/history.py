"""The journal as people read it: what happened, when, by whom and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Expression

from scord.actions.looking.pages import Listed, Window, listed, narrowed
from scord.store.tables import Arm, Attachment, Correction, Invoice, JournalEntry, LotItem

_LATEST = Window(limit=20)


@dataclass(frozen=True)
class Happened:
    """`by` is "machine", "lps", "caisse" or a person; `facts` hold no name and no NIR."""

    id: int
    at: datetime
    event: str
    subject_kind: str
    subject_id: int
    by: str
    why: str
    facts: dict[str, Any]


def journal(subject_kind: str | None, subject_id: int | None, window: Window) -> Listed[Happened]:
    wanted = narrowed(
        JournalEntry.select(),
        (JournalEntry.subject_kind, subject_kind),
        (JournalEntry.subject_id, subject_id),
    )
    return listed(wanted, window, happened)


def history(invoice: Invoice, window: Window = _LATEST) -> Listed[Happened]:
    """What happened to the invoice, to what was ever attached to it, its arms and corrections."""
    attachments = Attachment.select(Attachment.id).where(Attachment.invoice == invoice)
    items = LotItem.select(LotItem.id).where(LotItem.attachment.in_(attachments))
    arms = Arm.select(Arm.id).where(Arm.invoice == invoice)
    corrections = Correction.select(Correction.id).where(Correction.invoice == invoice)
    about = (
        _is(Invoice, [invoice.id])
        | _is(Attachment, attachments)
        | _is(LotItem, items)
        | _is(Arm, arms)
        | _is(Correction, corrections)
    )
    return listed(JournalEntry.select().where(about), window, happened)


def _is(table: Any, numbers: Any) -> Expression:
    kind = JournalEntry.subject_kind == table.journal_name
    found: Expression = kind & JournalEntry.subject_id.in_(numbers)
    return found


def happened(rows: Any) -> list[Happened]:
    return [
        Happened(
            row.id,
            row.at,
            row.event,
            row.subject_kind,
            row.subject_id,
            row.by,
            row.why,
            row.facts,
        )
        for row in rows
    ]
