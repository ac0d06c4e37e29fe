"""/v1/arms: folders whose next file is for one invoice or ordonnance."""

from fastapi import APIRouter

from scord.actions import paper
from scord.actions.looking.arms import ShownArm, shown_arm
from scord.actions.lookup import row_of
from scord.api.house import Changer, InHouse
from scord.api.shapes import NOTHING, Id, faults
from scord.store.tables import Arm
from scord_shared.errors import Code

router = APIRouter(prefix="/arms", tags=["arms"])


@router.post(
    "/{arm}/end",
    responses=faults(Code.NOT_THERE, Code.ACTION_REFUSED, Code.NOT_ALLOWED),
    openapi_extra=NOTHING,
)
def end(arm: Id, house: InHouse, caller: Changer) -> ShownArm:
    """No scan is to come for that after all."""
    row_of(Arm, arm)
    ended = paper.disarm(house.context, arm, by=caller.name)
    house.wake()
    return shown_arm(ended)
