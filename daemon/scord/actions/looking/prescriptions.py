"""Ordonnances that serve a series of invoices, as lists and as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scord.actions.looking.documents import ListedDocument, shown_documents
from scord.actions.looking.pages import Listed, Window, counted, listed
from scord.billing.formats import Patient
from scord.billing.prescriptions import patient_key
from scord.store.tables import Document, Invoice, Practitioner, Prescription


@dataclass(frozen=True, kw_only=True)
class ListedPrescription:
    """`practitioner` is a billing number; `documents` and `invoices` count them."""

    id: int
    practitioner: str
    reference: str | None
    day: date | None
    documents: int
    invoices: int


@dataclass(frozen=True)
class PrescriptionDetail:
    """Its invoices are a list of their own: the invoices with this `prescription`."""

    prescription: ListedPrescription
    documents: tuple[ListedDocument, ...]


def prescriptions(window: Window) -> Listed[ListedPrescription]:
    return listed(
        Prescription.select(Prescription, Practitioner).join(Practitioner), window, _shown
    )


def prescriptions_of_patient(invoice: Invoice) -> list[ListedPrescription]:
    """Of the invoice's patient, by the invoices of theirs or, before there are any, by who they
    are; the newest first.
    """
    theirs = Invoice.select(Invoice.prescription).where(Invoice.identity == invoice.identity)
    wanted = Prescription.id.in_(theirs)
    if key := _patient_key(invoice):
        wanted |= (Prescription.patient_key == key) & (
            Prescription.practitioner == invoice.practitioner
        )
    rows = Prescription.select(Prescription, Practitioner).join(Practitioner)
    newest_first = rows.order_by(Prescription.day.desc(), Prescription.id.desc())
    return _shown(list(newest_first.where(wanted)))


def prescription_detail(prescription: Prescription) -> PrescriptionDetail:
    (shown,) = _shown([prescription])
    return PrescriptionDetail(shown, shown_documents(Document.prescription == prescription))


def _patient_key(invoice: Invoice) -> str | None:
    patient = Patient.model_construct(
        family_name=invoice.family_name,
        given_name=invoice.given_name,
        birth_date=invoice.birth_date,
        nir=invoice.patient_nir,
    )
    return patient_key(patient, invoice.insured_nir)


def _shown(rows: Sequence[Prescription]) -> list[ListedPrescription]:
    documents = counted(Document.prescription, rows)
    invoices = counted(Invoice.prescription, rows)
    return [
        ListedPrescription(
            id=row.id,
            practitioner=row.practitioner.billing_number,
            reference=row.reference,
            day=row.day,
            documents=documents[row.id],
            invoices=invoices[row.id],
        )
        for row in rows
    ]
