"""FSE lots: those the LPS lists, and those its invoices say they were sent in.

An invoice belongs to the latest lot it was sent in: a lot sent earlier never takes it back, so that
old files may be read again in any order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.billing.formats import LOTS, FseLotItem
from scord.billing.items import read, take_each
from scord.billing.lot_invoices import agrees, find_invoice
from scord.billing.report import Complaint, ItemRefusedError, Taken
from scord.store import journal
from scord.store.tables import FseLot, Invoice, Practitioner

if TYPE_CHECKING:
    from datetime import datetime

    from scord.billing.items import Given
    from scord.billing.report import ImportReport
    from scord.store.context import Context
    from scord.store.tables import Incoming

SECURED = "secured"
DEGRADED = "degraded"
_DEGRADED_MODE = "degrade"


def apply_lots(
    context: Context, incoming: Incoming, document: dict[str, Any], *, first: int = 1
) -> ImportReport:
    """Takes over the lots of one `scord-lots/1` object; its items count from `first`.

    A lot is kept with the invoices that are known; each other one is a fault of the lot. Call
    rematch_acks() afterwards.
    """
    reading = read(document, LOTS, first=first, language=context.settings.language)
    if reading.head is None:
        return reading.tally.report()
    number = reading.head.practitioner.billing_number
    practitioner = Practitioner.get_or_none(Practitioner.billing_number == number)

    def take(given: Given[FseLotItem]) -> Taken:
        if practitioner is None:
            raise ItemRefusedError("practitioner_unknown")
        return _take_lot(practitioner, given.item, incoming)

    take_each(reading.given, reading.tally, take)
    return reading.tally.report()


def _take_lot(practitioner: Practitioner, item: FseLotItem, incoming: Incoming) -> Taken:
    lot, changed = note_lot(practitioner, item.number, item.sent_at, item.kind, incoming)
    complaints = []
    for index, name in enumerate(item.invoices):
        found = find_invoice(lot, name)
        if isinstance(found, Invoice) and not agrees(found, name):
            found = "invoice_differs"
        if isinstance(found, Invoice):
            changed |= put_in_lot(found, lot)
        else:
            complaints.append(Complaint(found, f"invoices[{index}]"))
    kind = SECURED if item.kind == SECURED or _has_secured_invoice(lot) else DEGRADED
    changed |= _set_kind(lot, kind)
    return Taken(changed, tuple(complaints))


def note_lot(
    practitioner: Practitioner, number: str, sent_at: datetime, kind: str, incoming: Incoming
) -> tuple[FseLot, bool]:
    """The lot of this identity, made (with `kind`) if it is not known yet; whether it was made."""
    identity = {"practitioner": practitioner, "number": number, "sent_at": sent_at}
    known = FseLot.get_or_none(**identity)
    if known is not None:
        return known, False
    lot = FseLot.create(kind=kind, **identity)
    journal.write("fse-lot.noted", lot, by="lps", number=number, kind=kind, file=incoming.id)
    return lot, True


def put_in_lot(invoice: Invoice, lot: FseLot) -> bool:
    """Puts `invoice` in `lot` unless it is there or in a later one; whether it was moved.

    Its pieces hang on the invoice and so follow it.
    """
    before = invoice.fse_lot
    if before is not None and before.sent_at >= lot.sent_at:
        return False
    Invoice.update(fse_lot=lot).where(Invoice.id == invoice.id).execute()
    invoice.fse_lot = lot
    journal.write(
        "invoice.lot", invoice, by="lps", number=lot.number, before=before and before.number
    )
    return True


def kind_for(mode: str) -> str:
    """The kind of lot that an invoice of `mode` goes in."""
    return DEGRADED if mode == _DEGRADED_MODE else SECURED


def keep_secured(lot: FseLot) -> None:
    """Makes `lot` a secured one if it holds any invoice that is not degraded: it needs an ARL."""
    if _has_secured_invoice(lot):
        _set_kind(lot, SECURED)


def _has_secured_invoice(lot: FseLot) -> bool:
    secured = Invoice.select().where(Invoice.fse_lot == lot, Invoice.mode != _DEGRADED_MODE)
    return bool(secured.exists())


def _set_kind(lot: FseLot, kind: str) -> bool:
    if lot.kind == kind:
        return False
    FseLot.update(kind=kind).where(FseLot.id == lot.id).execute()
    lot.kind = kind
    journal.write("fse-lot.kind", lot, by="lps", kind=kind)
    return True
