"""Scans that Scord leaves to a person, each with the invoice that it proposes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.lps import invoice, invoices, yesterday

from scord.demo import pages, people, wear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.practice import Practice

    from scord.demo.people import Patient

DPI = 150
CARE = ("Pansement une fois par jour pendant 8 jours", "Ablation des fils au dixième jour")
SEEN_LONG_AGO = timedelta(days=400)  # the day of the ordonnance speaks against the invoice

PATIENTS = (
    people.ADRDEUX, people.FAUCHEUR, people.MARTELOT, people.ESPINASSE, people.THEVENOD,
    people.LACOMBRADE, people.ROUSSELIN, people.DARBOIS,
)  # fmt: skip


def billed(practice: Practice, patients: Sequence[Patient], first: int = 481) -> list[str]:
    """One invoice of yesterday for each patient; gives their numbers."""
    numbers = [str(first + at) for at in range(len(patients))]
    practice.hand(invoices(*map(_invoice, numbers, patients)))
    return numbers


def doubtful(patient: Patient, *more: Patient) -> bytes:
    """An ordonnance of the right patient, of a day that cannot be right; a page for each."""
    day = yesterday() - SEEN_LONG_AGO
    sheets = [
        pages.render(pages.prescription(people.VALMONT, one, day, CARE), DPI, colour=False)[0]
        for one in (patient, *more)
    ]
    return wear.tiff_file(sheets, dpi=DPI, bilevel=False)


def _invoice(number: str, patient: Patient) -> dict[str, Any]:
    cents = 2500 + 315 * (int(number) % 7)
    return invoice(
        number,
        patient={
            "family_name": patient.family_name,
            "given_name": patient.given_name,
            "birth_date": patient.birth_date.isoformat(),
            "nir": patient.nir,
        },
        insured_nir=patient.insured_nir,
        total_cents=cents,
        lines=[
            {"code": "AMI", "date": yesterday().isoformat(), "quantity": 1, "amount_cents": cents}
        ],
    )
