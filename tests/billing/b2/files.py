"""A B2 file of two lots and three invoices, and what can be done to its records."""

from __future__ import annotations

from typing import Any

from tests.billing import makers

from scord.demo.b2 import write_b2

CHILD = {
    "family_name": "PETITJEAN",
    "given_name": "LEO",
    "birth_date": "2019-05-23",
    "nir": None,
}
PRESCRIBER = {"rpps": "99900100019", "billing_number": "991100017", "name": None}
SENT_012 = "2026-03-02T17:00:00+00:00"
SENT_013 = "2026-03-03T17:00:00+00:00"


def line(code: str, cents: int) -> dict[str, Any]:
    return {"code": code, "date": "2026-03-02", "quantity": 1, "amount_cents": cents}


def invoice(number: str, lot: str, sent_at: str, **changed: Any) -> dict[str, Any]:
    """What B2 has a place for, each field as it is read back."""
    whole = makers.invoice(number, prescriber=PRESCRIBER, lot=lot, lot_sent_at=sent_at, **changed)
    del whole["status"], whole["replaces"]
    parts = dict.fromkeys(("amo_cents", "amc_cents", "patient_cents", "electronic_prescription"))
    return {**parts, **whole}


INVOICES = [
    invoice("481", "012", SENT_012, lines=[line("AMI", 1260), line("IFD", 275)], total_cents=1535),
    invoice("482", "012", SENT_012, patient=CHILD),
    invoice("483", "013", SENT_013),
]


def invoices_object(*items: dict[str, Any]) -> dict[str, Any]:
    who = makers.PRACTITIONER
    return {"format": "scord-invoices/1", "practitioner": who, "invoices": list(items)}


def lots_object(*lots: dict[str, Any]) -> dict[str, Any]:
    who = {"billing_number": makers.BILLING_NUMBER}
    return {"format": "scord-lots/1", "practitioner": who, "lots": list(lots)}


def lot(number: str, sent_at: str, *held: str, kind: str = "secured") -> dict[str, Any]:
    return {"number": number, "sent_at": sent_at, "kind": kind, "invoices": list(held)}


LOTS = (lot("012", SENT_012, "481", "482"), lot("013", SENT_013, "483"))


def text(**how: Any) -> str:
    return write_b2(invoices_object(*INVOICES), lots_object(*LOTS), **how)


def records() -> list[str]:
    """25 records: 000, 1, 2 2S 2X 4 4E 4 4E 5, 2 2X 4 4E 5, 8, 1, 2 2S 2X 4 4E 5, 8, 999."""
    return text().splitlines()


def put(lines: list[str], number: int, column: int, signs: str) -> list[str]:
    """`lines` with `signs` from `column` of record `number` on, both from 1."""
    old = lines[number - 1]
    new = old[: column - 1] + signs + old[column - 1 + len(signs) :]
    return [*lines[: number - 1], new, *lines[number:]]


def without(lines: list[str], number: int) -> list[str]:
    return lines[: number - 1] + lines[number:]


def twice(lines: list[str], first: int, last: int) -> list[str]:
    """`lines` with the records from `first` to `last` once more behind themselves."""
    return lines[:last] + lines[first - 1 :]


def joined(lines: list[str]) -> bytes:
    return "\r\n".join([*lines, ""]).encode("cp1252")
