"""Ordonnances and the invoices that share them.

One scan may serve a whole series, so joining is as strict as attaching: on the LPS's own reference,
or on patient, prescriber and day all known and equal. Anything less is left to a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scord.billing.names import fold_name
from scord.store.tables import Prescription

if TYPE_CHECKING:
    from datetime import date

    from scord.billing.formats import InvoiceItem, Patient, PlannedItem, Prescriber
    from scord.store.tables import Practitioner


class Clues(NamedTuple):
    """What tells one ordonnance of a practitioner from another; the keys are personal data."""

    reference: str | None
    patient_key: str | None
    prescriber_key: str | None
    day: date | None

    @property
    def enough(self) -> bool:
        return self.reference is not None or None not in self[1:]


def clues_of(item: InvoiceItem | PlannedItem) -> Clues:
    return Clues(
        item.prescription_ref,
        patient_key(item.patient, item.insured_nir),
        prescriber_key(item.prescriber),
        item.prescription_date,
    )


def patient_key(patient: Patient, insured_nir: str | None) -> str | None:
    """Who the patient is: NIR, birth date and folded names, the birth date blank where not given.

    None where neither an own NIR nor a birth date is known. A child without a number has the
    insured's NIR; birth date and given name tell brothers and sisters apart.
    """
    if patient.nir is None and patient.birth_date is None:
        return None
    names = (fold_name(patient.family_name), fold_name(patient.given_name))
    return "|".join((patient.nir or insured_nir or "", patient.birth_date or "", *names))


class KeyedPatient(NamedTuple):
    """What a patient key tells, "" where it was not known; the names are folded."""

    nir: str
    birth_date: str
    family_name: str
    given_name: str


def read_patient_key(key: str) -> KeyedPatient:
    return KeyedPatient(*key.split("|", 3))


def prescriber_key(prescriber: Prescriber | None) -> str | None:
    """Who prescribed: the RPPS, else the billing number, else the folded name; None if unknown."""
    if prescriber is None:
        return None
    if prescriber.rpps:
        return f"rpps:{prescriber.rpps}"
    if prescriber.billing_number:
        return f"am:{prescriber.billing_number}"
    return f"name:{fold_name(prescriber.name)}" if prescriber.name else None


def join(practitioner: Practitioner, clues: Clues) -> Prescription | None:
    """The ordonnance of an invoice with these clues, made if there is none yet.

    None where a person must decide: too little is known, or two ordonnances fit equally well. A
    reference that another patient's ordonnance bears does not join: some LPS count per patient.
    """
    if not clues.enough:
        return None
    found = _referred(practitioner, clues) or _alike(practitioner, clues)
    if len(found) > 1:
        return None
    if not found:
        return Prescription.create(practitioner=practitioner, **clues._asdict())
    (prescription,) = found
    _complete(prescription, clues)
    return prescription


def _referred(practitioner: Practitioner, clues: Clues) -> list[Prescription]:
    if clues.reference is None:
        return []
    found = Prescription.select().where(
        Prescription.practitioner == practitioner, Prescription.reference == clues.reference
    )
    return [one for one in found if _agree(one.patient_key, clues.patient_key)]


def _alike(practitioner: Practitioner, clues: Clues) -> list[Prescription]:
    if None in clues[1:]:
        return []
    found = Prescription.select().where(
        Prescription.practitioner == practitioner,
        Prescription.patient_key == clues.patient_key,
        Prescription.prescriber_key == clues.prescriber_key,
        Prescription.day == clues.day,
    )
    return [one for one in found if _agree(one.reference, clues.reference)]


def _agree(known: str | None, given: str | None) -> bool:
    return known is None or given is None or known == given


def _complete(prescription: Prescription, clues: Clues) -> None:
    """Keeps what this invoice knows and the ordonnance did not; never changes what it knew."""
    new = {
        name: value
        for name, value in clues._asdict().items()
        if value is not None and getattr(prescription, name) is None
    }
    if new:
        Prescription.update(**new).where(Prescription.id == prescription.id).execute()
        for name, value in new.items():
            setattr(prescription, name, value)
