"""Finds the invoice or document a person means by what they typed."""

from __future__ import annotations

from datetime import date

from scord.filing.attach import OPEN_STATUSES
from scord.store.tables import Document, Invoice, Practitioner
from scord_shared.errors import Code, ScordError


def find_invoice(given: str) -> Invoice:
    """The open invoice named by `481`, `481:2023-07-06` or `991129768:481:2023-07-06`.

    Raises ScordError INVOICE_UNKNOWN, or INVOICE_AMBIGUOUS with what tells the candidates apart.
    """
    billing, number, day = _parts(given)
    wanted = (Invoice.number == number) & Invoice.status.in_(OPEN_STATUSES)
    if day:
        wanted &= Invoice.invoice_date == day
    if billing:
        wanted &= Practitioner.billing_number == billing
    found = list(Invoice.select(Invoice, Practitioner).join(Practitioner).where(wanted).limit(10))
    if not found:
        raise ScordError(Code.INVOICE_UNKNOWN, number=given)
    if len(found) > 1:
        candidates = tuple(
            f"{invoice.ref.billing_number}:{invoice.number}:{invoice.invoice_date}"
            for invoice in found
        )
        raise ScordError(Code.INVOICE_AMBIGUOUS, number=given, found=candidates)
    return found[0]


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
