"""/v1/acknowledgements: the ARLs, and a person's word where one fits two lots."""

from fastapi import APIRouter

from scord.actions.looking.answers import (
    AcknowledgementDetail,
    ListedAcknowledgement,
    acknowledgement_detail,
    acknowledgements,
)
from scord.actions.looking.pages import Listed
from scord.actions.lookup import row_of
from scord.actions.settling import assign as assign_to
from scord.api.house import Changer, InHouse
from scord.api.shapes import Absent, Asked, Id, Number, Page, faults
from scord.store.states import AckOutcome
from scord.store.tables import Acknowledgement
from scord_shared.errors import Code

router = APIRouter(prefix="/acknowledgements", tags=["acknowledgements"])


class Assigning(Asked):
    """`fse_lot`: the id of one of the candidates."""

    fse_lot: Number


@router.get("")
def list_acknowledgements(
    page: Page, outcome: AckOutcome | Absent = None
) -> Listed[ListedAcknowledgement]:
    """The newest first."""
    return acknowledgements(outcome, page)


@router.get("/{acknowledgement}", responses=faults(Code.NOT_THERE))
def show_acknowledgement(acknowledgement: Id) -> AcknowledgementDetail:
    """One ARL, and the lots it may be about where that is not clear."""
    return acknowledgement_detail(row_of(Acknowledgement, acknowledgement))


@router.post(
    "/{acknowledgement}/assign",
    responses=faults(Code.NOT_THERE, Code.ACTION_REFUSED, Code.NOT_ALLOWED),
)
def assign(
    acknowledgement: Id, asked: Assigning, house: InHouse, caller: Changer
) -> AcknowledgementDetail:
    """Says which FSE lot an ambiguous ARL is about."""
    row_of(Acknowledgement, acknowledgement)
    assign_to(acknowledgement, asked.fse_lot, by=caller.name)
    house.wake()
    return acknowledgement_detail(row_of(Acknowledgement, acknowledgement))
