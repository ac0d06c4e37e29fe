"""Reads a B2 file into objects of `scord-invoices/1` and `scord-lots/1`: the whole, or nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scord.billing.b2.births import birth_date, with_century
from scord.billing.b2.grouping import check, group
from scord.billing.b2.records import read_records
from scord.billing.b2.reference import reference_layout
from scord.billing.b2.text import read_lines
from scord.billing.formats import INVOICES, LOTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from scord.billing.b2.grouping import B2Invoice, B2Line, B2Lot
    from scord.billing.b2.layout import Layout

_OF_A_WHOLE_INVOICE = ("family_name", "given_name", "invoice_day", "mode")
_OF_ITS_PRACTITIONER = ("family_name", "given_name", "profession")


def read_b2(
    data: bytes, layout: Layout | None = None, *, ours: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """The objects of a B2 file: per lot one `scord-lots/1`, and before them the invoices.

    An invoice that the file says too little of, a name above all, is named by its lot only, with
    its total and the insured's NIR: it must be known otherwise. `layout` is the reference one by
    default. `ours`: the billing numbers of the practice, where a file of another is to be refused.
    Raises ScordError IMPORT_RECORDS_UNREADABLE, with `line`, `column` and `reason`.
    """
    layout = layout or reference_layout()
    records = read_records(read_lines(data), layout)
    lots = group(records)
    check(records, lots, layout, ours)
    invoices = [_invoices_object(lot) for lot in lots]
    return [one for one in invoices if one["invoices"]] + [_lots_object(lot) for lot in lots]


def _is_whole(invoice: B2Invoice, lot: B2Lot) -> bool:
    """Whether it stands by itself: the public part of B2 has neither names nor its date."""
    said = [invoice.stated(name) for name in _OF_A_WHOLE_INVOICE]
    return None not in said and None not in map(lot.start.values.get, _OF_ITS_PRACTITIONER)


def _invoices_object(lot: B2Lot) -> dict[str, Any]:
    who = lot.start.values
    return {
        "format": INVOICES.name,
        "practitioner": {
            "rpps": who.get("rpps"),
            "billing_number": who["practitioner"],
            **{name: who.get(name) for name in _OF_ITS_PRACTITIONER},
        },
        "invoices": [_invoice(one, lot) for one in lot.invoices if _is_whole(one, lot)],
    }


def _lots_object(lot: B2Lot) -> dict[str, Any]:
    values = lot.start.values
    return {
        "format": LOTS.name,
        "practitioner": {"billing_number": values["practitioner"]},
        "lots": [
            {
                "number": values["lot"],
                "sent_at": _sent_at(lot),
                "kind": values["kind"],
                "invoices": [_named(invoice) for invoice in lot.invoices],
            }
        ],
    }


def _named(invoice: B2Invoice) -> dict[str, Any]:
    """An invoice as its lot names it, and what must agree with the one that is known."""
    return {
        "number": str(invoice.stated("invoice")),
        "invoice_date": _day(invoice.stated("invoice_day")),
        "total_cents": invoice.total,
        "insured_nir": invoice.stated("insured_nir"),
    }


def _invoice(one: B2Invoice, lot: B2Lot) -> dict[str, Any]:
    electronic = one.stated("electronic")
    return {
        "number": str(one.stated("invoice")),
        "invoice_date": _day(one.stated("invoice_day")),
        "mode": one.stated("mode"),
        "patient": {
            "family_name": one.stated("family_name"),
            "given_name": one.stated("given_name"),
            "birth_date": _birth_date(one),
            "nir": one.stated("patient_nir"),
        },
        "insured_nir": one.stated("insured_nir"),
        "organisation": {name: one.stated(name) for name in ("regime", "caisse", "centre")},
        "prescriber": _prescriber(one),
        "prescription_date": _day(_prescription_day(one)),
        "prescription_ref": one.stated("prescription_ref"),
        "electronic_prescription": None if electronic is None else electronic == "yes",
        "lines": [_line(line) for line in one.lines],
        "total_cents": one.total,
        "lot": lot.start.values["lot"],
        "lot_sent_at": _sent_at(lot),
        "amo_cents": _part(one, "hospital_amo", "fees_amo"),
        "amc_cents": _part(one, "amc_1", "amc_2"),
        "patient_cents": _part(one, "patient_part"),
    }


def _line(line: B2Line) -> dict[str, Any]:
    return {
        "code": line.stated("act"),
        "date": _day(line.stated("day")),
        "quantity": line.stated("quantity") or 1,
        "amount_cents": line.stated("amount"),
    }


def _birth_date(one: B2Invoice) -> str | None:
    birth, century = one.stated("birth"), one.stated("birth_century")
    if birth is None:
        return None
    if century is not None:
        return with_century(birth, century)
    return birth_date(
        birth,
        min(line.stated("day") for line in one.lines),
        insured_nir=one.stated("insured_nir"),
        patient_nir=one.stated("patient_nir"),
    )


def _prescriber(one: B2Invoice) -> dict[str, Any] | None:
    rpps = _only(line.stated("prescriber_rpps") for line in one.lines)
    number = _only(line.stated("prescriber") for line in one.lines)
    return {"rpps": rpps, "billing_number": number, "name": None} if rpps or number else None


def _prescription_day(one: B2Invoice) -> Any:
    day = one.stated("prescription_day")
    return day or _only(line.stated("prescription_day") for line in one.lines)


def _only(values: Iterable[Any]) -> Any:
    """What all that is stated agrees on; lines of two ordonnances are left to a person."""
    stated = {value for value in values if value is not None}
    return stated.pop() if len(stated) == 1 else None


def _part(one: B2Invoice, *names: str) -> int | None:
    stated = [cents for cents in map(one.end.values.get, names) if cents is not None]
    return sum(stated) if stated else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _sent_at(lot: B2Lot) -> str:
    values = lot.start.values
    return datetime.combine(values["sent_day"], values["sent_time"], UTC).isoformat()
