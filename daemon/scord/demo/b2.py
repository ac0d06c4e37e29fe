"""Writes B2 files for tests and the demo only: real ones are written by the billing software."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from scord.billing.b2.layout import WIDTH
from scord.billing.b2.reference import reference_layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scord.billing.b2.layout import Field, Kind, RecordType

Facts = dict[str, Any]
Row = tuple[str, Facts]  # the name of a record type, and its fields by name

_ELECTRONIC = {True: "yes", False: "no", None: None}


def write_b2(invoices: Facts, lots: Facts, *, named: bool = True, line_end: str = "\r\n") -> str:
    """The text of a file of the `scord-lots/1` object `lots`, with the invoices that they name.

    `invoices` is a `scord-invoices/1` object. Without `named` the record that only the profile
    `reference` knows is left out: names, invoice date, mode, ordonnance. Raises ValueError for
    what has no place in a record: a long name, letters in a number, part of a second.
    """
    rows = [row for lot in lots["lots"] for row in _lot(lot, invoices, named=named)]
    sender = {
        "sender_type": "TP",
        "sender": invoices["practitioner"]["billing_number"],
        "day": max(_sent_at(lot) for lot in lots["lots"]).date(),
    }
    end = {"lots": len(lots["lots"]), "records": len(rows) + 2}
    whole = [("000", sender), *rows, ("999", end)]
    types = reference_layout().by_name
    return "".join(write_record(types[name], facts) + line_end for name, facts in whole)


def write_record(kind: RecordType, facts: Facts) -> str:
    """The 128 signs of a record; what `facts` lacks stays blank. Raises ValueError."""
    signs = [" "] * WIDTH
    for field in kind.fields:
        if facts.get(field.name) is not None:
            signs[field.at.first - 1 : field.at.last] = _signs(field, facts[field.name])
    for column, mark in kind.marks.items():
        signs[column - 1 : column - 1 + len(mark)] = mark
    return "".join(signs)


def _lot(lot: Facts, invoices: Facts, *, named: bool) -> Iterator[Row]:
    who, sent = invoices["practitioner"], _sent_at(lot)
    held = [_find(name, invoices["invoices"]) for name in lot["invoices"]]
    sender = {**who, "practitioner": who["billing_number"], "lot": lot["number"]}
    yield "1", {**sender, "kind": lot["kind"], "sent_day": sent.date(), "sent_time": sent.time()}
    for invoice in held:
        yield from _invoice(invoice, who["billing_number"], named=named)
    total = sum(invoice["total_cents"] for invoice in held)
    yield "8", {**sender, "invoices": len(held), "total": total}


def _invoice(invoice: Facts, practitioner: str, *, named: bool) -> Iterator[Row]:
    patient, lines = invoice["patient"], invoice["lines"]
    head = {
        "practitioner": practitioner,
        "insured_nir": invoice.get("insured_nir") or patient["nir"],
        "invoice": invoice["number"],
    }
    yield "2", {**head, **invoice["organisation"], "birth": patient.get("birth_date")}
    if patient.get("nir"):
        yield "2S", {**head, "sequence": 1, "patient_nir": patient["nir"]}
    if named:
        yield "2X", {**head, "sequence": 1, **_unpublic(invoice)}
    for line in lines:
        yield from _act(line, head, invoice.get("prescriber") or {})
    parts = {
        "fees_amo": invoice.get("amo_cents"),
        "amc_1": invoice.get("amc_cents"),
        "patient_part": invoice.get("patient_cents"),
    }
    yield "5", {**head, "lines": len(lines), "fees": invoice["total_cents"], **parts}


def _unpublic(invoice: Facts) -> Facts:
    patient = invoice["patient"]
    return {
        "family_name": patient["family_name"],
        "given_name": patient["given_name"],
        "invoice_day": date.fromisoformat(invoice["invoice_date"]),
        "mode": invoice["mode"],
        "prescription_day": _day(invoice.get("prescription_date")),
        "birth_century": (patient.get("birth_date") or "")[:2] or None,
        "electronic": _ELECTRONIC[invoice.get("electronic_prescription")],
        "prescription_ref": invoice.get("prescription_ref"),
    }


def _act(line: Facts, head: Facts, prescriber: Facts) -> Iterator[Row]:
    yield (
        "4",
        {
            **head,
            "prescriber": prescriber.get("billing_number"),
            "day": _day(line["date"]),
            "act": line["code"],
            "quantity": line["quantity"],
            "amount": line["amount_cents"],
        },
    )
    if prescriber.get("rpps"):
        yield "4E", {**head, "sequence": 1, "prescriber_rpps": prescriber["rpps"]}


def _find(name: str | Facts, invoices: list[Facts]) -> Facts:
    """The invoice that a lot calls `name`; by number alone the first."""
    wanted = {"number": name} if isinstance(name, str) else name
    keys = [key for key in ("number", "invoice_date") if wanted.get(key)]
    return next(one for one in invoices if all(one[key] == wanted[key] for key in keys))


def _sent_at(lot: Facts) -> datetime:
    return datetime.fromisoformat(lot["sent_at"]).astimezone(UTC)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _signs(field: Field, value: Any) -> str:
    if field.codes:
        value = next(sign for sign, meaning in field.codes.items() if meaning == value)
    signs = _WRITERS.get(field.kind, _left)(value, field.width)
    if len(signs) != field.width:
        raise ValueError(f"{field.name} does not fit")  # never the value: it may be a name
    return signs


def _left(value: str, width: int) -> str:
    return value.ljust(width)


def _right(value: str | int, width: int) -> str:
    """Only what reads back as it was: 0481 would come back as 481."""
    if str(int(value)) != str(value):
        raise ValueError("a number with zeros before it")
    return f"{value:0>{width}}"


def _digits(value: str | int, width: int) -> str:
    return f"{value:0>{width}}"


def _date(value: date, width: int) -> str:
    if value.year // 100 != 20:
        raise ValueError("not of this century")
    return f"{value:%y%m%d}".ljust(width)


def _time(value: Any, width: int) -> str:
    if value.microsecond:
        raise ValueError("part of a second")
    return f"{value:%H%M%S}".ljust(width)


def _birth(value: str, width: int) -> str:
    return value[2:].replace("-", "").ljust(width)


_WRITERS: dict[Kind, Callable[[Any, int], str]] = {
    "digits": _digits,
    "number": _right,
    "cents": _right,
    "date": _date,
    "time": _time,
    "birth": _birth,
}
