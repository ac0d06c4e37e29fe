"""/v1/setup: what a first start still needs, and that the caisse has been told of SCOR."""

from fastapi import APIRouter
from starlette.responses import Response

from scord.actions.setting_up.caisse_told import caisse_letter, say_told, unsay_told
from scord.actions.setting_up.checklist import Setup, checklist
from scord.api.house import Changer, Store
from scord.api.routes.settings import BillingNumber
from scord.api.shapes import PDF, Asked, Changed, faults, gives
from scord.settings import PARIS
from scord_shared.errors import Code

router = APIRouter(prefix="/setup", tags=["settings"])

_REFUSED = faults(Code.NOT_ALLOWED, Code.NOT_THERE)


class Whose(Asked):
    """A practitioner who sends."""

    billing_number: BillingNumber


@router.get("", responses=faults(Code.SECRET_EXPOSED))
def show_setup(context: Store) -> Setup:
    """What a first start needs, step by step."""
    return checklist(context)


@router.post("/caisse-letter", response_class=Response, responses=gives(PDF) | _REFUSED)
def print_letter(context: Store, _caller: Changer, whose: Whose) -> Response:
    """The letter to a caisse, to print and sign: French, whatever the reader's language."""
    from scord.proof.caisse_letter import draw_caisse_letter  # noqa: PLC0415 -- ReportLab, where something is drawn

    today = context.clock.now().astimezone(PARIS).date()
    letter = caisse_letter(context, whose.billing_number)
    return Response(draw_caisse_letter(letter, printed_on=today), media_type=PDF)


@router.post("/caisse-told", responses=_REFUSED)
def tell(context: Store, caller: Changer, whose: Whose) -> Changed:
    """A person says that this practitioner's caisse has been told."""
    return Changed(say_told(context, whose.billing_number, by=caller.name))


@router.post("/caisse-not-told", responses=_REFUSED)
def untell(context: Store, caller: Changer, whose: Whose) -> Changed:
    """It has not: takes that back."""
    return Changed(unsay_told(context, whose.billing_number, by=caller.name))
