"""Finds the invoice or document a person means by what they typed."""

from __future__ import annotations

from datetime import date

from scord.filing.attach import OPEN_STATUSES
from scord.store.states import InvoiceStatus
from scord.store.tables import Document, Invoice, Practitioner
from scord_shared.errors import Code, ScordError


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
    return f"{invoice.ref.billing_number}:{invoice.number}:{invoice.invoice_date}"


def find_document(number: int) -> Document:
    """The document of that number. Raises ScordError DOCUMENT_UNKNOWN."""
    document = Document.get_or_none(Document.id == number)
    if document is None:
        raise ScordError(Code.DOCUMENT_UNKNOWN, document=number)
    return document


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
