"""Ordonnances that serve a series of invoices, as lists and as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scord.actions.looking.documents import ListedDocument, shown_documents
from scord.actions.looking.pages import Listed, Window, counted, listed
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


def prescription_detail(prescription: Prescription) -> PrescriptionDetail:
    (shown,) = _shown([prescription])
    return PrescriptionDetail(shown, shown_documents(Document.prescription == prescription))


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
