"""Degraded invoices of three professions, as their software hands them over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from scord.billing.names import identity

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.tables import Invoice

DOCTOR, NURSE, MIDWIFE = "médecin", "infirmier", "sage-femme"
PROFESSIONS = (DOCTOR, NURSE, MIDWIFE)
_NUMBERS = {DOCTOR: "991200015", NURSE: "991129768", MIDWIFE: "991500018"}
_ACTS = {
    DOCTOR: [{"code": "G", "date": "2026-03-09", "quantity": 1, "amount_cents": 3000}],
    NURSE: [
        {"code": "AMI", "date": "2026-03-08", "quantity": 1, "amount_cents": 1260},
        {"code": "AMI", "date": "2026-03-09", "quantity": 2, "amount_cents": 2520},
        {"code": "IFD", "date": "2026-03-09", "quantity": 1, "amount_cents": 275},
    ],
    MIDWIFE: [{"code": "SF", "date": "2026-03-09", "quantity": 1, "amount_cents": 123450}],
}
PRESCRIBED = {
    "prescriber": {"name": "VALMONT CLAIRE", "billing_number": "991100017", "rpps": "99900100019"},
    "prescription_date": "2026-03-03",
}
NIR = "181016322075140"


def degraded(practice: Practice, profession: str = NURSE, **changes: Any) -> Invoice:
    """Number 481 of the 9th of March for LAURENT ADRDEUX, its total that of its acts."""
    number = _NUMBERS[profession]
    known = practice.nurse.billing_number == number
    practitioner = practice.nurse if known else practice.practitioner(number, profession)
    lines = changes.pop("lines", _ACTS[profession])
    address = {"lines": ["515 AV. DES TILLEULS"], "postcode": "63999", "town": "VALMORAY"}
    payload = {
        "lines": lines,
        "patient": {"address": address},
        **({} if profession == DOCTOR else PRESCRIBED),
        **({"care_path": "médecin traitant"} if profession == DOCTOR else {}),
        "exemption": "ALD",
        "amo_cents": 2100,
        **changes.pop("payload", {}),
    }
    facts: dict[str, Any] = {
        "practitioner": practitioner,
        "number": "481",
        "mode": "degrade",
        "birth_date": "1981-01-01",
        "patient_nir": NIR,
        "insured_nir": NIR,
        "centre": "9881",
        "fse_lot": None,
        "invoice_date": date(2026, 3, 9),
        "identity": identity("ADRDEUX", "LAURENT", "1981-01-01", NIR),
        "total_cents": sum(line["amount_cents"] for line in lines),
        "payload": payload,
    }
    return practice.invoice(**{**facts, **changes})
