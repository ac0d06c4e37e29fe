"""Finds the invoice or document a person means by what they typed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from scord.filing.attach import live_attachments
from scord.store.sight import everything, hidden
from scord.store.states import OPEN_STATUSES, InvoiceStatus
from scord.store.tables import Document, DocumentPart, Invoice, Practitioner, Row
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from scord.settings import DropFolder, Settings
    from scord.store.refs import InvoiceRef

_Any = TypeVar("_Any", bound=Row)

_IDS = 2**63


def find_invoice(given: str) -> Invoice:
    """The open invoice named by `481`, `481:2023-07-06` or `991129768:481:2023-07-06`.

    Raises ScordError INVOICE_UNKNOWN, or INVOICE_AMBIGUOUS with what tells the candidates apart.
    """
    return _find(given, OPEN_STATUSES)


def find_any_invoice(given: str) -> Invoice:
    """As `find_invoice`; where no open invoice is meant, one that is cancelled or replaced."""
    try:
        return find_invoice(given)
    except ScordError as fault:
        if fault.code != Code.INVOICE_UNKNOWN:
            raise
        return _find(given, tuple(InvoiceStatus))


def _find(given: str, statuses: tuple[InvoiceStatus, ...]) -> Invoice:
    billing, number, day = _parts(given)
    wanted = (Invoice.number == number) & Invoice.status.in_(statuses)
    if day:
        wanted &= Invoice.invoice_date == day
    if billing:
        wanted &= Practitioner.billing_number == billing
    found = list(Invoice.select(Invoice, Practitioner).join(Practitioner).where(wanted).limit(10))
    if not found:
        raise ScordError(Code.INVOICE_UNKNOWN, number=given)
    if len(found) > 1:
        candidates = tuple(full_name(invoice) for invoice in found)
        raise ScordError(Code.INVOICE_AMBIGUOUS, number=given, found=candidates)
    return found[0]


def full_name(invoice: Invoice) -> str:
    """What names this invoice and no other, as in `991129768:481:2023-07-06`."""
    return name_of(invoice.ref)


def name_of(ref: InvoiceRef) -> str:
    return f"{ref.billing_number}:{ref.number}:{ref.invoice_date}"


def find_document(number: int) -> Document:
    """The document of that number. Raises ScordError DOCUMENT_UNKNOWN."""
    known = number < _IDS  # the database takes none beyond
    document = Document.get_or_none(Document.id == number) if known else None
    if document is None:
        raise ScordError(Code.DOCUMENT_UNKNOWN, document=number)
    return document


def document_to_change(number: int) -> Document:
    """As `find_document`. Raises ACTION_REFUSED for one that serves another practitioner as well,
    whose papers may not be seen: theirs would change with it.
    """
    document = find_document(number)
    if not hidden():
        return document
    with everything():
        all_of_it = live_attachments(document)
    shown = live_attachments(document)  # the later look: somebody else may file it meanwhile
    shared = any(one not in shown for one in all_of_it)
    if shared or (document.prescription and not is_seen(document.prescription)):
        raise ScordError(Code.ACTION_REFUSED, reason=Refusal.DOCUMENT_SHARED, document=number)
    return document


def is_seen(row: Row) -> bool:
    """For a row that another refers to, whose owner may be hidden from the one who asks."""
    table = type(row)
    return bool(table.select().where(table.id == row.id).exists())


def invoice_of(number: int) -> Invoice:
    """The invoice with that number of ours. Raises ScordError INVOICE_UNKNOWN."""
    invoice = Invoice.get_or_none(Invoice.id == number)
    if invoice is None:
        raise ScordError(Code.INVOICE_UNKNOWN, number=number)
    return invoice


def open_invoice(number: int) -> Invoice:
    """As `invoice_of`. Raises ACTION_REFUSED for one that is cancelled or replaced."""
    invoice = invoice_of(number)
    if invoice.status not in OPEN_STATUSES:
        raise ScordError(Code.ACTION_REFUSED, reason=Refusal.INVOICE_CLOSED, number=invoice.number)
    return invoice


def find_folder(settings: Settings, given: str | None) -> DropFolder:
    """The drop folder of that name, or the only one, if None. Raises ScordError ACTION_REFUSED."""
    known = {folder.name: folder for folder in settings.folders}
    chosen = next(iter(known)) if given is None and len(known) == 1 else given
    if chosen not in known:
        raise ScordError(Code.ACTION_REFUSED, reason=Refusal.FOLDER_UNKNOWN, names=tuple(known))
    return known[chosen]


def part_of(document: Document, number: int) -> DocumentPart:
    """One PDF of the document, counted from 1. Raises ScordError NOT_THERE."""
    part = DocumentPart.get_or_none(document=document, number=number)
    if part is None:
        raise ScordError(Code.NOT_THERE, what=f"document {document.id}, {number}")
    return part


def row_of(table: type[_Any], number: int) -> _Any:
    """The row of `table` with that number. Raises ScordError NOT_THERE."""
    row = table.get_or_none(table.id == number)
    if row is None:
        raise ScordError(Code.NOT_THERE, what=f"{table.journal_name} {number}")
    return row


def _parts(given: str) -> tuple[str | None, str, date | None]:
    parts = given.split(":")
    try:
        if len(parts) == 3:
            return parts[0], parts[1], date.fromisoformat(parts[2])
        if len(parts) == 2:
            return None, parts[0], date.fromisoformat(parts[1])
    except ValueError as fault:
        raise ScordError(Code.INVOICE_UNKNOWN, number=given) from fault
    return None, given, None
