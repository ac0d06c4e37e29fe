"""What of the store is a patient's: rows by their tables, and the files that go with them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scord.actions.erasing.columns import CLEARED_WHERE_NAMED
from scord.actions.erasing.patient import words_of
from scord.filing.attach import live_attachments
from scord.filing.leaves import heirs_of, living_of, scans_of
from scord.store.tables import (
    Attachment,
    Correction,
    Document,
    DocumentPage,
    DocumentPart,
    Incoming,
    Invoice,
    JournalEntry,
    LotItem,
    Message,
    PageReading,
    PlannedVisit,
    Prescription,
    Row,
    Scan,
    ScorLot,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scord.actions.erasing.mentions import Mentions
    from scord.actions.erasing.patient import Patient
    from scord.actions.purging.marks import Marked

Rows = dict[type[Row], list[Any]]


@dataclass(frozen=True)
class Belongings:
    """`rows`: what is cleared, deleted or loses its file. `shared`: documents and scans that are
    another patient's as well, and stay.
    """

    rows: Rows
    shared: list[Document | Scan]

    def holders(self) -> Iterator[Marked]:
        for table in (DocumentPart, Scan, Message, Incoming):
            yield from self.rows[table]


def belongings(patient: Patient, mentions: Mentions) -> Belongings:
    mentioned = mentions.of(patient)
    rows: Rows = defaultdict(list)
    rows[Invoice] = list(patient.invoices)
    rows[Correction] = _where(Correction, Correction.invoice.in_(rows[Invoice]))
    rows[PlannedVisit] = _where(PlannedVisit, PlannedVisit.identity.in_(patient.identities))
    rows[Prescription] = _prescriptions(rows)
    rows[Document], shared = _documents(rows)
    rows[Scan], shared_scans = _scans(rows[Document])
    pages = DocumentPage.select().where(DocumentPage.document.in_(rows[Document]))
    rows[PageReading] = _where(PageReading, PageReading.page.in_(pages))
    rows[DocumentPart] = _where(DocumentPart, DocumentPart.document.in_(rows[Document]))
    rows[Attachment] = _where(
        Attachment,
        Attachment.invoice.in_(rows[Invoice]) | Attachment.document.in_(rows[Document]),
    )
    rows[LotItem] = _where(LotItem, LotItem.attachment.in_(rows[Attachment]))
    rows[ScorLot] = _where(ScorLot, ScorLot.id.in_([one.lot_id for one in rows[LotItem]]))
    rows[Message] = _where(Message, Message.lot.in_(rows[ScorLot]))
    for table in CLEARED_WHERE_NAMED:
        rows[table] = _named(patient, table, mentioned.get(table, ()))
    return Belongings(rows, [*shared, *shared_scans])


def _where(table: type[Row], condition: Any) -> list[Any]:
    return list(table.select().where(condition).order_by(table.id))


def _prescriptions(rows: Rows) -> list[Prescription]:
    """Those that no other patient's invoice is made under."""
    numbers = {one.prescription_id for one in (*rows[Invoice], *rows[PlannedVisit])}
    other = Invoice.select(Invoice.prescription).where(
        Invoice.prescription.in_(numbers) & Invoice.id.not_in([one.id for one in rows[Invoice]])
    )
    return _where(Prescription, Prescription.id.in_(numbers) & Prescription.id.not_in(other))


def _documents(rows: Rows) -> tuple[list[Document], list[Document]]:
    """Theirs alone, and those on another's invoice as well. What was taken off theirs and is on
    another's is not theirs; what has given its pages away is theirs where all of those are.
    """
    numbers = {one.id for one in rows[Invoice]}
    on = Attachment.select(Attachment.document).where(Attachment.invoice.in_(numbers))
    kept_for = Document.prescription.in_(rows[Prescription])
    met: dict[int, list[Document]] = {
        one.id: heirs_of(one) for one in Document.select().where(Document.id.in_(on) | kept_for)
    }
    found = {one.id: one for heirs in met.values() for one in heirs}
    whose = {number: _whose(one, numbers) for number, one in found.items()}
    theirs = {number for number, (_, others) in whose.items() if not others}
    for number, heirs in met.items():
        if all(one.id in theirs for one in heirs):
            theirs.add(number)
    shared = [found[number] for number, (mine, others) in whose.items() if mine and others]
    return _where(Document, Document.id.in_(theirs)), shared


def _whose(document: Document, invoices: set[int]) -> tuple[bool, bool]:
    """Whether it is on an invoice of the patient, and on one of somebody else; where it is on none,
    whether it was.
    """
    on = {one.invoice_id for one in live_attachments(document) or document.attachments}
    return bool(on & invoices), bool(on - invoices)


def _scans(documents: list[Document]) -> tuple[list[Scan], list[Scan]]:
    """Those of which each page is theirs, with their duplicates; and those of which some is."""
    numbers = {one.id for one in documents}
    met = {scan.id: scan for one in documents for scan in scans_of(one)}
    whole = {
        number
        for number, scan in met.items()
        if all(one.id in numbers for one in living_of([scan]))
    }
    theirs = _where(Scan, Scan.id.in_(whole) | Scan.duplicate_of.in_(whole))
    return theirs, [scan for number, scan in met.items() if number not in whole]


def _named(patient: Patient, table: type[Row], mentioned: Collection[int]) -> list[Any]:
    """The rows mentioned, and those that name the patient in what may change."""
    if table is JournalEntry:
        return _where(table, table.id.in_(mentioned))
    columns = CLEARED_WHERE_NAMED[table]
    return [
        row
        for row in table.select().order_by(table.id)
        if row.id in mentioned
        or patient.is_named_in(words_of(" ".join(str(getattr(row, name)) for name in columns)))
    ]
