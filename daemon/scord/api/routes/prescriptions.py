"""/v1/prescriptions: ordonnances, each of which may serve a series of invoices."""

from fastapi import APIRouter

from scord.actions.looking.pages import Listed
from scord.actions.looking.prescriptions import (
    ListedPrescription,
    PrescriptionDetail,
    prescription_detail,
    prescriptions,
)
from scord.actions.lookup import row_of
from scord.api.shapes import Id, Page, faults
from scord.store.tables import Prescription
from scord_shared.errors import Code

router = APIRouter(prefix="/prescriptions", tags=["prescriptions"])


@router.get("")
def list_prescriptions(page: Page) -> Listed[ListedPrescription]:
    """The newest first."""
    return prescriptions(page)


@router.get("/{prescription}", responses=faults(Code.NOT_THERE))
def show_prescription(prescription: Id) -> PrescriptionDetail:
    """One ordonnance and its documents. Its invoices: `/v1/invoices?prescription=`."""
    return prescription_detail(row_of(Prescription, prescription))
