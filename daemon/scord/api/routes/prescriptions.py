"""/v1/prescriptions: ordonnances, each of which may serve a series of invoices."""

from typing import Literal

from fastapi import APIRouter

from scord.actions import paper
from scord.actions.looking.arms import ShownArm, shown_arm
from scord.actions.looking.pages import Listed
from scord.actions.looking.prescriptions import (
    ListedPrescription,
    PrescriptionDetail,
    prescription_detail,
    prescriptions,
)
from scord.actions.lookup import row_of
from scord.actions.prescribing import arm_for
from scord.api.house import Changer, InHouse
from scord.api.shapes import ANNOUNCED, Asked, Id, Page, Words, faults
from scord.store.tables import Prescription
from scord_shared.errors import Code

router = APIRouter(prefix="/prescriptions", tags=["prescriptions"])


class Prescribing(Asked):
    """Either `reference`, or all of the others tell one ordonnance from another. `practitioner` is
    a billing number and may be left out where there is but one; `prescriber` an RPPS.
    """

    document_type: Literal["ORDN", "DSIP"] = "ORDN"
    practitioner: Words | None = None
    reference: Words | None = None
    family_name: Words | None = None
    given_name: Words | None = None
    birth_date: Words | None = None
    nir: Words | None = None
    prescriber: Words | None = None
    day: Words | None = None


class ArmingAhead(Prescribing):
    """As `Prescribing`; `folder` may be left out where there is but one."""

    folder: Words | None = None


class ArmingPrescription(Asked):
    """`folder` may be left out where there is but one."""

    folder: Words | None = None
    document_type: Literal["ORDN", "DSIP"] = "ORDN"


_AS_USUAL = ArmingPrescription()


@router.get("")
def list_prescriptions(page: Page) -> Listed[ListedPrescription]:
    """The newest first."""
    return prescriptions(page)


@router.get("/{prescription}", responses=faults(Code.NOT_THERE))
def show_prescription(prescription: Id) -> PrescriptionDetail:
    """One ordonnance and its documents. Its invoices: `/v1/invoices?prescription=`."""
    return prescription_detail(row_of(Prescription, prescription))


@router.post("/arm", responses=faults(Code.ACTION_REFUSED, Code.NOT_ALLOWED))
def arm_ahead(asked: ArmingAhead, house: InHouse, caller: Changer) -> ShownArm:
    """Scanner une ordonnance of which nobody has told yet: the next file of the folder is it."""
    facts = asked.model_dump(exclude={"practitioner", "folder"})
    armed = arm_for(house.context, asked.practitioner, facts, asked.folder, by=caller.name)
    house.wake()
    return shown_arm(armed)


@router.post(
    "/{prescription}/arm",
    responses=faults(Code.NOT_THERE, Code.ACTION_REFUSED, Code.NOT_ALLOWED),
    openapi_extra=ANNOUNCED,
)
def arm(
    prescription: Id, house: InHouse, caller: Changer, asked: ArmingPrescription = _AS_USUAL
) -> ShownArm:
    """Scanner cette ordonnance, be it before its invoices: the next file of the folder is it."""
    wanted = row_of(Prescription, prescription)
    kind = asked.document_type
    armed = paper.arm(house.context, wanted, asked.folder, kind, by=caller.name)
    house.wake()
    return shown_arm(armed)
