"""A person's open invoices as the store has them, and what each still takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.billing.needs import facts_of, missing
from scord.filing.attach import attached_types
from scord.filing.claims import Claim, about_invoice
from scord.filing.decide import TYPES_OF, Why
from scord.store.states import OPEN_STATUSES
from scord.store.tables import Attachment, Invoice, LotItem, Practitioner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scord.filing.candidates import Person
    from scord.filing.evidence import Evidence
    from scord.filing.sheet import Sheet
    from scord.reading.clue import FormKind


@dataclass(frozen=True)
class Pending:
    """An open invoice with what the pages say of it."""

    invoice: Invoice
    evidence: Evidence


def pending_of(person: Person, sheets: Sequence[Sheet]) -> list[Pending]:
    """The person's open invoices, the oldest first."""
    query = (
        Invoice.select(Invoice, Practitioner)
        .join(Practitioner)
        .where(Invoice.id.in_(person.invoices) & Invoice.status.in_(OPEN_STATUSES))
        .order_by(Invoice.invoice_date, Invoice.id)
    )
    return [Pending(invoice, about_invoice(Claim.of(invoice), sheets)) for invoice in query]


def wanted_type(invoice: Invoice, kind: FormKind, folder_type: str | None) -> str | None:
    """The type under which `invoice` takes such a form; None where it lacks none."""
    fits = TYPES_OF.get(kind, ())
    for want in missing(facts_of(invoice), attached_types(invoice)).wanted:
        for document_type in want.one_of:
            if document_type in fits and folder_type in (None, document_type):
                return document_type
    return None


def obstacle(invoice: Invoice, kind: FormKind, folder_type: str | None) -> Why | None:
    """Why `invoice` does not take such a form (any more)."""
    if LotItem.select().join(Attachment).where(Attachment.invoice == invoice).exists():
        return Why.INVOICE_SENT
    if not missing(facts_of(invoice), ()).known:
        return Why.TYPE_UNKNOWN
    return None if wanted_type(invoice, kind, folder_type) else Why.TYPE_PRESENT
