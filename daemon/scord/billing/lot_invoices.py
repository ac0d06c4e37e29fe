"""Which invoice a lot means by a number: LPS numbers start again, so the date decides."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from scord.settings import PARIS
from scord.store.states import FseVerdict, InvoiceStatus
from scord.store.tables import FseLot, Invoice

if TYPE_CHECKING:
    from scord.billing.formats import InvoiceInLot, InvoiceName

Unfound = Literal["invoice_unknown", "invoice_ambiguous", "invoice_differs"]

# An invoice leaves within days of its date. Two of one number this close to the sending cannot be
# told apart by the date; further back, the nearer one is meant.
_TOO_CLOSE = timedelta(days=90)
_GONE = (InvoiceStatus.CANCELLED, InvoiceStatus.REPLACED, InvoiceStatus.ERASED)


def find_invoice(lot: FseLot, name: InvoiceName) -> Invoice | Unfound:
    """The invoice that `lot` calls `name`, or the code of the fault.

    By number alone it is the one dated nearest before the sending, left out those that cannot be
    meant: cancelled, replaced, or in an earlier lot that no negative ARL has sent back.
    """
    same_number = (Invoice.practitioner == lot.practitioner) & (Invoice.number == name.number)
    if name.invoice_date is not None:
        dated = same_number & (Invoice.invoice_date == name.invoice_date)
        return Invoice.get_or_none(dated) or "invoice_unknown"
    sent_on = lot.sent_at.astimezone(PARIS).date()
    before = Invoice.select().where(same_number, Invoice.invoice_date <= sent_on)
    found = [one for one in before.order_by(Invoice.invoice_date.desc()) if _may_be_in(lot, one)]
    here = [one for one in found if one.fse_lot == lot]
    if here or not found:
        return here[0] if here else "invoice_unknown"
    nearest, *others = found
    close = any(other.invoice_date > sent_on - _TOO_CLOSE for other in others)
    return "invoice_ambiguous" if close else nearest


def agrees(invoice: Invoice, name: InvoiceInLot) -> bool:
    """Whether total and insured's NIR are those of the invoice, where the lot states them."""
    insured = invoice.insured_nir or invoice.patient_nir
    return name.total_cents in {None, invoice.total_cents} and name.insured_nir in {None, insured}


def _may_be_in(lot: FseLot, invoice: Invoice) -> bool:
    other = invoice.fse_lot
    if other == lot:
        return True
    if invoice.status in _GONE and invoice.status_by is None:  # whom a person withdrew, the LPS has
        return False
    if other is None or other.sent_at > lot.sent_at:
        return True
    return bool(other.verdict == FseVerdict.NEGATIVE)
