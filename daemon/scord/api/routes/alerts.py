"""/v1/alerts: what a person must know, and to whom it was told."""

from fastapi import APIRouter

from scord.actions.looking.alerts import ListedAlert, alerts
from scord.actions.looking.pages import Listed
from scord.actions.lookup import row_of
from scord.alerts import telling
from scord.api.house import Changer, InHouse, Reader, Store
from scord.api.shapes import NOTHING, Changed, Id, Open, Page, faults
from scord.store.tables import Alert
from scord_shared.errors import Code
from scord_shared.status import OpenAlert

router = APIRouter(prefix="/alerts", tags=["alerts"])

_UNKNOWN = faults(Code.NOT_THERE)
_REFUSED = faults(Code.NOT_THERE, Code.NOT_ALLOWED)


@router.get("")
def list_alerts(page: Page, still: Open = None) -> Listed[ListedAlert]:
    """The newest first. `open=true`: those whose cause stands, dismissed or not."""
    return alerts(page, still=still)


@router.post("/claim", openapi_extra=NOTHING)
def claim(context: Store, caller: Reader) -> list[OpenAlert]:
    """What is to be shown to you now, the gravest first; nobody else who is you gets it for the
    next 60 seconds. Say `delivered` of each once it was shown, else it is offered again.
    """
    return telling.claim(context, caller.name)


@router.post("/{alert}/delivered", status_code=204, responses=_UNKNOWN, openapi_extra=NOTHING)
def delivered(alert: Id, context: Store, caller: Reader) -> None:
    """You were shown it. To say so twice does no harm."""
    row_of(Alert, alert)
    telling.delivered(context, alert, caller.name)


@router.post("/{alert}/dismiss", responses=_REFUSED, openapi_extra=NOTHING)
def dismiss(alert: Id, house: InHouse, caller: Changer) -> Changed:
    """Nobody is shown it any more, unless it becomes graver. False: so it was, or it is over."""
    row_of(Alert, alert)
    changed = telling.dismiss(house.context, alert, by=caller.name)
    house.wake()
    return Changed(changed)


@router.post("/{alert}/show-again", responses=_REFUSED, openapi_extra=NOTHING)
def show_again(alert: Id, house: InHouse, caller: Changer) -> Changed:
    """Undoes `dismiss`. False: it was not dismissed, or is over."""
    row_of(Alert, alert)
    changed = telling.show_again(alert, by=caller.name)
    house.wake()
    return Changed(changed)
