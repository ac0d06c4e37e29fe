"""/v1/invoices: the LPS's invoices, how they stand, and what a person does for one of them."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from scord.actions import paper
from scord.actions.looking.arms import ShownArm, shown_arm
from scord.actions.looking.history import Happened, history
from scord.actions.looking.invoices import (
    InvoiceDetail,
    ListedInvoice,
    Wanted,
    invoice_detail,
    invoices,
)
from scord.actions.looking.pages import Listed
from scord.actions.lookup import invoice_of, open_invoice
from scord.actions.slips import slips
from scord.api.house import Changer, InHouse, Store
from scord.api.shapes import ANNOUNCED, PDF, Absent, Asked, Id, Number, Page, Words, faults, gives
from scord.lots.colour import Colour
from scord.settings import DocumentType
from scord.store.states import InvoiceStatus
from scord_shared.errors import Code

router = APIRouter(prefix="/invoices", tags=["invoices"])

_UNKNOWN = faults(Code.INVOICE_UNKNOWN)
_CLOSED = faults(Code.INVOICE_UNKNOWN, Code.ACTION_REFUSED, Code.NOT_ALLOWED)


class Arming(Asked):
    """`folder` may be left out where there is but one."""

    folder: Words | None = None
    document_type: DocumentType | None = None


class Slip(Asked):
    """Without a type: a page for each piece that is missing."""

    document_type: DocumentType | None = None


_AS_USUAL = Arming()
_ALL_MISSING = Slip()


@router.get("")
def list_invoices(  # noqa: PLR0913, PLR0917 -- one for each filter
    page: Page,
    number: str | Absent = None,
    colour: Colour | Absent = None,
    state: InvoiceStatus | Absent = None,
    fse_lot: Annotated[Number | Absent, Query()] = None,
    prescription: Annotated[Number | Absent, Query()] = None,
    practitioner: Annotated[str | Absent, Query(description="A billing number.")] = None,
    missing: Annotated[bool | Absent, Query(description="Lacks a piece.")] = None,
) -> Listed[ListedInvoice]:
    """The newest first, with how each stands."""
    wanted = Wanted(number, colour, state, fse_lot, prescription, practitioner, missing)
    return invoices(wanted, page)


@router.get("/{invoice}", responses=_UNKNOWN)
def show_invoice(invoice: Id, context: Store) -> InvoiceDetail:
    """One invoice: whose it is, its pieces, what it lacks and what keeps them from leaving."""
    return invoice_detail(context, invoice_of(invoice))


@router.get("/{invoice}/history", responses=_UNKNOWN)
def show_history(invoice: Id, page: Page) -> Listed[Happened]:
    """What happened to the invoice, its pieces and its arms, the newest first."""
    return history(invoice_of(invoice), page)


@router.post("/{invoice}/arm", responses=_CLOSED, openapi_extra=ANNOUNCED)
def arm(invoice: Id, house: InHouse, caller: Changer, asked: Arming = _AS_USUAL) -> ShownArm:
    """Scanner pour cette facture: the next file of the folder is for this invoice."""
    armed = paper.arm(
        house.context,
        open_invoice(invoice),
        asked.folder,
        asked.document_type,
        by=caller.name,
    )
    house.wake()
    return shown_arm(armed)


@router.post(
    "/{invoice}/slip",
    response_class=Response,
    responses=gives(PDF) | _CLOSED,
    openapi_extra=ANNOUNCED,
)
def slip(invoice: Id, context: Store, _caller: Changer, asked: Slip = _ALL_MISSING) -> Response:
    """Pages de garde to print: what is scanned behind one goes to this invoice."""
    printed = slips(context, open_invoice(invoice), asked.document_type)
    return Response(printed, media_type=PDF)
