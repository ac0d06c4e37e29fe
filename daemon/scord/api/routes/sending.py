"""/v1/pause, /v1/resume and /v1/send: whether lots leave, and now."""

from fastapi import APIRouter

from scord.actions import sending
from scord.api.house import Changer, InHouse
from scord.api.shapes import NOTHING, Asked, Changed, faults
from scord_shared.errors import Code

router = APIRouter(tags=["sending"])

_REFUSED = faults(Code.NOT_ALLOWED)
_UNCHECKED = faults(Code.NOT_ALLOWED, Code.RESTORE_UNCHECKED)


class Resuming(Asked):
    """`checked` after a restore: what has left since the backup will not leave again."""

    checked: bool = False


_AS_USUAL = Resuming()


@router.post("/pause", responses=_REFUSED, openapi_extra=NOTHING)
def pause(house: InHouse, caller: Changer) -> Changed:
    """Nothing leaves until `resume`; scans are still taken and filed."""
    changed = sending.pause(house.context, by=caller.name)
    house.wake()
    return Changed(changed)


@router.post("/resume", responses=_UNCHECKED)
def resume(house: InHouse, caller: Changer, asked: Resuming = _AS_USUAL) -> Changed:
    """Ends a pause; that of a restore only for who has `checked`."""
    changed = sending.resume(by=caller.name, checked=asked.checked)
    house.wake()
    return Changed(changed)


@router.post("/send", responses=_REFUSED, openapi_extra=NOTHING)
def send(house: InHouse, caller: Changer) -> Changed:
    """Makes lots at once of all that may leave, or at the pause's end; false: asked for already."""
    changed = sending.send_now(house.context, by=caller.name)
    house.wake()
    return Changed(changed)
