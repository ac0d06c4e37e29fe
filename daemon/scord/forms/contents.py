"""What a feuille de soins says: an invoice and its practitioner, as the text of its boxes. Pure.

What is not known stays "", an empty box that a pen may fill.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from scord.forms.wording import wording
from scord.settings import PARIS

if TYPE_CHECKING:
    from scord.forms.wording import Wording
    from scord.store.tables import Invoice

Point = tuple[float, float]  # across and down, 0 to 1 of the box
Stroke = tuple[Point, ...]


class Patient(StrEnum):
    """What stands in the box of the insured's signature."""

    SIGNED = "signed"
    REFUSED = "refused"
    ABSENT = "absent"
    LATER = "later"  # a pen is to sign the printed page


@dataclass(frozen=True)
class Party:
    name: str = ""
    born: str = ""
    nir: str = ""
    address: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prescription:
    name: str = ""
    billing_number: str = ""
    rpps: str = ""
    day: str = ""


@dataclass(frozen=True)
class Act:
    day: str
    code: str
    quantity: str
    amount: str


@dataclass(frozen=True)
class Payment:
    total: str
    compulsory: str = ""
    complementary: str = ""
    patient: str = ""


@dataclass(frozen=True)
class Carer:
    name: str
    billing_number: str
    rpps: str = ""


@dataclass(frozen=True)
class Form:
    """A feuille de soins. `made`: when, as clocks in France show it."""

    wording: Wording
    number: str
    day: str
    made: str
    beneficiary: Party
    insured: Party
    regime: str
    caisse: str
    centre: str
    carer: Carer
    prescription: Prescription
    care_path: str
    exemption: str
    acts: tuple[Act, ...]
    payment: Payment
    patient: Patient = Patient.LATER
    strokes: tuple[Stroke, ...] = field(default=(), repr=False)
    signature: bytes | None = field(default=None, repr=False)  # the practitioner's, a PNG


def form_of(
    invoice: Invoice,
    *,
    made_at: datetime,
    patient: Patient = Patient.LATER,
    strokes: tuple[Stroke, ...] = (),
    signature: bytes | None = None,
) -> Form:
    """`payload` was checked by billing.formats when the invoice came."""
    told: dict[str, Any] = invoice.payload
    practitioner = invoice.practitioner
    beneficiary = Party(
        f"{invoice.family_name} {invoice.given_name}",
        _birth(invoice.birth_date),
        _nir(invoice.patient_nir),
    )
    return Form(
        wording=wording(practitioner.profession),
        number=invoice.number,
        day=_day(invoice.invoice_date),
        made=f"{made_at.astimezone(PARIS):%d/%m/%Y à %H:%M}",
        beneficiary=beneficiary,
        insured=_insured(invoice, beneficiary, told),
        regime=invoice.regime,
        caisse=invoice.caisse,
        centre=invoice.centre or "",
        carer=Carer(
            f"{practitioner.family_name} {practitioner.given_name}",
            _grouped(practitioner.billing_number),
            _grouped(practitioner.rpps),
        ),
        prescription=_prescription(told),
        care_path=told.get("care_path") or "",
        exemption=told.get("exemption") or "",
        acts=tuple(_act(line) for line in told.get("lines", ())),
        payment=Payment(
            euros(invoice.total_cents),
            *(_share(told.get(name)) for name in ("amo_cents", "amc_cents", "patient_cents")),
        ),
        patient=patient,
        strokes=strokes,
        signature=signature,
    )


def state_of(form: Form) -> str:
    """A hash: equal for forms that say the same of the invoice, whenever made, whoever signed."""
    same = replace(form, made="", patient=Patient.LATER, strokes=(), signature=None)
    return hashlib.sha256(repr(same).encode()).hexdigest()


def euros(cents: int) -> str:
    """1 234,50 €: as French forms write it."""
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{whole:,}".replace(",", " ") + f",{rest:02d} €"


def _insured(invoice: Invoice, beneficiary: Party, told: dict[str, Any]) -> Party:
    """The insured is the beneficiary where no other NIR is told; else their name is not known."""
    address = _address((told.get("patient") or {}).get("address") or {})
    if invoice.insured_nir in (None, invoice.patient_nir):
        return Party(beneficiary.name, nir=beneficiary.nir, address=address)
    return Party(nir=_nir(invoice.insured_nir), address=address)


def _address(told: dict[str, Any]) -> tuple[str, ...]:
    town = " ".join(filter(None, (told.get("postcode"), told.get("town"))))
    return tuple(filter(None, (*(told.get("lines") or ()), town)))


def _prescription(told: dict[str, Any]) -> Prescription:
    who = told.get("prescriber") or {}
    day = told.get("prescription_date")
    return Prescription(
        who.get("name") or "",
        _grouped(who.get("billing_number")),
        _grouped(who.get("rpps")),
        _day(date.fromisoformat(day)) if day else "",
    )


def _act(line: dict[str, Any]) -> Act:
    return Act(
        _day(date.fromisoformat(line["date"])),
        line["code"],
        str(line["quantity"]),
        euros(line["amount_cents"]),
    )


def _share(cents: int | None) -> str:
    return "" if cents is None else euros(cents)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _birth(born: str | None) -> str:
    """YYYY-MM-DD, with months and days that no calendar may have."""
    return "/".join(reversed(born.split("-"))) if born else ""


def _grouped(digits: str | None) -> str:
    """991 129 768: people and machines misread long runs of one digit."""
    return " ".join((digits or "")[at : at + 3] for at in range(0, len(digits or ""), 3))


def _nir(nir: str | None) -> str:
    """1 81 01 63 220 751 40, as the carte Vitale shows it."""
    if not nir:
        return ""
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    return " ".join(nir[start:end] for start, end in pairwise(cuts)).strip()
