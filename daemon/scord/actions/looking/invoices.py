"""Invoices as lists and as one: whose they are, how they stand, what keeps their pieces here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, ModelSelect

from scord.actions.explaining import Explanation, explain
from scord.actions.looking.corrections import AskedCorrection, shown_correction
from scord.actions.looking.history import Happened, history
from scord.actions.looking.pages import Listed, Window, listed, narrowed
from scord.actions.lookup import full_name
from scord.billing.corrections import open_correction
from scord.billing.nomenclature import Warned
from scord.billing.warned import warnings_of
from scord.lots.colour import Colour
from scord.store.context import Context
from scord.store.states import FseVerdict, InvoiceStatus
from scord.store.tables import Attachment, FseLot, Invoice, Practitioner, Standing
from scord_shared.status import NamedInvoice


@dataclass(frozen=True)
class HowItStands:
    """`missing`: it is open and lacks a piece, or its needs are unknown; the rest counts pieces."""

    colour: Colour
    missing: bool
    to_send: int
    under_way: int
    accepted: int
    rejected: int
    contested: int


@dataclass(frozen=True, kw_only=True)
class ListedInvoice:
    """`practitioner` is a billing number, `destination` régime and caisse ("01-349"). `state_by`:
    the person whose word the state is; null: it is the LPS's.

    `stands` is null for a moment after the invoice came.
    """

    id: int
    name: str
    number: str
    invoice_date: date
    practitioner: str
    mode: str
    state: InvoiceStatus
    state_by: str | None
    family_name: str
    given_name: str
    destination: str
    fse_lot: int | None
    prescription: int | None
    total_cents: int
    stands: HowItStands | None


@dataclass(frozen=True)
class LotOfInvoice:
    id: int
    number: str
    sent_at: datetime
    kind: str
    verdict: FseVerdict


@dataclass(frozen=True, kw_only=True)
class InvoiceDetail(ListedInvoice):
    """`correction`: what the LPS is still to correct. `warnings`: what may be wrong with its lines
    by the nomenclature. `explanation` is made at this moment; `latest` is the newest of its
    history.
    """

    birth_date: str | None
    patient_nir: str | None
    insured_nir: str | None
    imported_at: datetime
    replaces: NamedInvoice | None
    lot: LotOfInvoice | None
    correction: AskedCorrection | None
    warnings: tuple[Warned, ...]
    explanation: Explanation
    latest: tuple[Happened, ...]


@dataclass(frozen=True)
class Wanted:
    """Which invoices are asked for; None asks for nothing."""

    number: str | None = None
    colour: Colour | None = None
    state: InvoiceStatus | None = None
    fse_lot: int | None = None
    prescription: int | None = None
    practitioner: str | None = None
    missing: bool | None = None


def invoices(wanted: Wanted, window: Window) -> Listed[ListedInvoice]:
    query = narrowed(
        _select(),
        (Invoice.number, wanted.number),
        (Standing.colour, wanted.colour),
        (Invoice.status, wanted.state),
        (Invoice.fse_lot, wanted.fse_lot),
        (Invoice.prescription, wanted.prescription),
        (Practitioner.billing_number, wanted.practitioner),
        (Standing.missing, wanted.missing),
    )
    return listed(query, window, lambda rows: [ListedInvoice(**_facts(row)) for row in rows])


def invoice_detail(context: Context, invoice: Invoice) -> InvoiceDetail:
    """Everything about one invoice. Raises as explain does."""
    row = _select().where(Invoice.id == invoice.id).get()
    lot = row.fse_lot
    return InvoiceDetail(
        **_facts(row),
        birth_date=row.birth_date,
        patient_nir=row.patient_nir,
        insured_nir=row.insured_nir,
        imported_at=row.imported_at,
        replaces=named(row.replaces) if row.replaces else None,
        lot=LotOfInvoice(lot.id, lot.number, lot.sent_at, lot.kind, lot.verdict) if lot else None,
        correction=shown_correction(asked) if (asked := open_correction(row)) else None,
        warnings=warnings_of(row),
        explanation=explain(context, row),
        latest=history(row).items,
    )


def by_number(numbers: Iterable[int]) -> dict[int, ListedInvoice]:
    """The invoices with these numbers in the store, each by its own."""
    rows = _select().where(Invoice.id.in_(list(numbers)))
    return {row.id: ListedInvoice(**_facts(row)) for row in rows}


def named(invoice: Invoice) -> NamedInvoice:
    return NamedInvoice(invoice.id, full_name(invoice), invoice.number)


def invoices_of(documents: Iterable[int]) -> dict[int, list[NamedInvoice]]:
    """By document: the invoices that it is on now."""
    found: dict[int, list[NamedInvoice]] = {number: [] for number in documents}
    live = Attachment.document.in_(list(found)) & Attachment.removed_at.is_null()
    rows = Attachment.select(Attachment, Invoice, Practitioner).join(Invoice).join(Practitioner)
    for row in rows.where(live).order_by(Attachment.id):
        found[row.document_id].append(named(row.invoice))
    return found


def _select() -> "ModelSelect[Invoice]":
    return (
        Invoice.select(Invoice, Practitioner, Standing, FseLot)
        .join(Practitioner)
        .join_from(Invoice, FseLot, JOIN.LEFT_OUTER)
        .join_from(
            Invoice,
            Standing,
            JOIN.LEFT_OUTER,
            on=(Standing.invoice == Invoice.id),
            attr="stands",
        )
    )


def _facts(row: Invoice) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": full_name(row),
        "number": row.number,
        "invoice_date": row.invoice_date,
        "practitioner": row.practitioner.billing_number,
        "mode": row.mode,
        "state": row.status,
        "state_by": row.status_by,
        "family_name": row.family_name,
        "given_name": row.given_name,
        "destination": row.destination,
        "fse_lot": row.fse_lot_id,
        "prescription": row.prescription_id,
        "total_cents": row.total_cents,
        "stands": _stands(row),
    }


def _stands(row: Invoice) -> HowItStands | None:
    known = getattr(row, "stands", None)
    if known is None or known.id is None:
        return None
    return HowItStands(
        Colour(known.colour),
        known.missing,
        known.to_send,
        known.under_way,
        known.accepted,
        known.rejected,
        known.contested,
    )
