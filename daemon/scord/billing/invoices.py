"""Takes over the invoices the LPS hands in: new ones, changed ones, corrections of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.billing.formats import INVOICES, InvoiceItem, PractitionerItem
from scord.billing.fse_lots import keep_secured, kind_for, note_lot, put_in_lot
from scord.billing.items import parse, read, take_each
from scord.billing.names import identity, name_key
from scord.billing.planned import apply_planned
from scord.billing.prescriptions import clues_of, join
from scord.billing.replacing import replace
from scord.billing.report import Complaint, ItemRefusedError, Taken
from scord.billing.sent import has_piece_in_scor_lot
from scord.billing.warned import bills_forfait, warnings_of
from scord.store import journal, states
from scord.store.database import transaction
from scord.store.states import TRANSITIONS, InvoiceStatus
from scord.store.tables import Invoice, Practitioner

if TYPE_CHECKING:
    from scord.billing.items import Given
    from scord.billing.report import ImportReport
    from scord.store.context import Context
    from scord.store.tables import Incoming


def apply_invoices(
    context: Context, incoming: Incoming, document: dict[str, Any], *, first: int = 1
) -> ImportReport:
    """Takes over the invoices of one `scord-invoices/1` object; its items count from `first`.

    Each stands alone: one that is refused leaves no trace but its fault. Call rematch_acks()
    afterwards, because an invoice may bring its lot.
    """
    reading = read(document, INVOICES, first=first, language=context.settings.language)
    if reading.head is None or (not reading.given and reading.head.planned is None):
        return reading.tally.report()
    with transaction():
        practitioner = _take_practitioner(reading.head.practitioner)
    reading.tally.faults += apply_planned(context, practitioner, document)

    to_check: dict[int, Invoice] = {}

    def take(given: Given[InvoiceItem]) -> Taken:
        row, taken = _take(context, incoming, practitioner, given)
        if bills_forfait(row.payload):
            to_check[given.position] = row
        return taken

    # a replaced invoice may stand below the one that replaces it
    replaced_first = sorted(reading.given, key=lambda given: given.item.replaces is not None)
    take_each(replaced_first, reading.tally, take)
    for position, row in sorted(to_check.items()):  # once all of the file are there
        reading.tally.warn(position, warnings_of(row))
    return reading.tally.report()


def _take_practitioner(item: PractitionerItem) -> Practitioner:
    known = {
        name: getattr(item, name) for name in ("rpps", "family_name", "given_name", "profession")
    }
    named = Practitioner.billing_number == item.billing_number
    practitioner = Practitioner.get_or_none(named)
    if practitioner is None:
        practitioner = Practitioner.create(billing_number=item.billing_number, **known)
        journal.write("practitioner.noted", practitioner, by="lps")
        return practitioner
    changed = {name: new for name, new in known.items() if getattr(practitioner, name) != new}
    if changed:
        Practitioner.update(**changed).where(named).execute()
        for name, value in changed.items():
            setattr(practitioner, name, value)
        journal.write("practitioner.changed", practitioner, by="lps", fields=sorted(changed))
    return practitioner


def _take(
    context: Context, incoming: Incoming, practitioner: Practitioner, given: Given[InvoiceItem]
) -> tuple[Invoice, Taken]:
    item = given.item
    row = Invoice.get_or_none(
        Invoice.practitioner == practitioner,
        Invoice.number == item.number,
        Invoice.invoice_date == item.invoice_date,
    )
    if row is not None and row.status == InvoiceStatus.ERASED:
        raise ItemRefusedError("erased")
    changed = row is None or row.payload != given.raw
    if row is None:
        row = _create(context, incoming, practitioner, given)
    elif changed:
        _change(incoming, row, given)
    if changed and item.lot is not None and item.lot_sent_at is not None:
        kind = kind_for(item.mode)
        lot, _ = note_lot(practitioner, item.lot, item.lot_sent_at, kind, incoming)
        put_in_lot(row, lot)
    if changed and row.fse_lot is not None:
        keep_secured(row.fse_lot)
    if item.replaces is None or row.replaces is not None:
        return row, Taken(changed)
    if replace(row, item.replaces, at=context.clock.now()):
        return row, Taken(changed=True)
    return row, Taken(changed, (Complaint("replaced_unknown", "replaces"),))


def _create(
    context: Context, incoming: Incoming, practitioner: Practitioner, given: Given[InvoiceItem]
) -> Invoice:
    item = given.item
    row = Invoice.create(
        practitioner=practitioner,
        number=item.number,
        invoice_date=item.invoice_date,
        status=InvoiceStatus(item.status),
        prescription=join(practitioner, clues_of(item)),
        payload=given.raw,
        imported_at=context.clock.now(),
        identity=_identity(item),
        **_columns(item),
    )
    journal.write("invoice.noted", row, by="lps", status=item.status, file=incoming.id)
    return row


def _change(incoming: Incoming, row: Invoice, given: Given[InvoiceItem]) -> None:
    """Takes over what differs. What a SCOR lot said of the invoice no longer changes once in one.

    Status, lot, prescription and fields that no column holds do no harm and are always taken.
    """
    said, item = parse(row.payload, InvoiceItem), given.item
    new = {name: value for name, value in _columns(item).items() if getattr(row, name) != value}
    if new and has_piece_in_scor_lot(row):
        raise ItemRefusedError("frozen", fields=", ".join(sorted(new)))
    if clues_of(item) != clues_of(said):
        new["prescription"] = join(row.practitioner, clues_of(item))
    new |= {"payload": given.raw, "identity": _identity(item)}
    differing = _differing(row.payload, given.raw)
    Invoice.update(**new).where(Invoice.id == row.id).execute()
    for name, value in new.items():
        setattr(row, name, value)
    journal.write("invoice.changed", row, by="lps", fields=differing, file=incoming.id)
    if item.status != said.status:
        _move_status(row, InvoiceStatus(item.status))


def _move_status(row: Invoice, to: InvoiceStatus) -> None:
    """Only where the LPS changed its mind: what it merely repeats does not undo a person's word.

    Nor does anything else but that it removes the invoice; what it says waits in the payload until
    the person takes the word back (see actions/holding.py).
    """
    gone = (InvoiceStatus.CANCELLED, InvoiceStatus.REPLACED)
    if row.status_by is not None and to != InvoiceStatus.CANCELLED:
        return
    if row.status == to or (row.status in gone and to == InvoiceStatus.CANCELLED):
        return
    if row.status in gone or to not in TRANSITIONS[InvoiceStatus].get(row.status, ()):
        raise ItemRefusedError("status_final", "status")
    states.move(row, to, by="lps", status_by=None)


def _columns(item: InvoiceItem) -> dict[str, Any]:
    """What a SCOR lot may say of an invoice, beside its identity."""
    return {
        "mode": item.mode,
        "family_name": item.patient.family_name,
        "family_key": name_key(item.patient.family_name),
        "given_name": item.patient.given_name,
        "given_key": name_key(item.patient.given_name),
        "birth_date": item.patient.birth_date,
        "patient_nir": item.patient.nir,
        "insured_nir": item.insured_nir,
        "regime": item.organisation.regime,
        "caisse": item.organisation.caisse,
        "centre": item.organisation.centre,
        "total_cents": item.total_cents,
    }


def _identity(item: InvoiceItem) -> str:
    patient = item.patient
    nir = patient.nir or item.insured_nir
    return identity(patient.family_name, patient.given_name, patient.birth_date, nir)


def _differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    names = sorted(before.keys() | after.keys())
    return [name for name in names if before.get(name) != after.get(name)]
