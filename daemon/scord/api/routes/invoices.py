"""/v1/invoices: the LPS's invoices, how they stand, and what a person does for one of them."""

from typing import Annotated, Any, Self

from fastapi import APIRouter, Query, Response
from pydantic import Field, model_validator

from scord.actions import correcting, forming, holding, paper
from scord.actions.exporting import export
from scord.actions.looking.arms import ShownArm, shown_arm
from scord.actions.looking.corrections import AskedCorrection, asked_corrections
from scord.actions.looking.history import Happened, history
from scord.actions.looking.invoices import (
    InvoiceDetail,
    ListedInvoice,
    Wanted,
    invoice_detail,
    invoices,
)
from scord.actions.looking.pages import Listed
from scord.actions.lookup import full_name, invoice_of, open_invoice
from scord.actions.slips import slips
from scord.api.downloads import saved
from scord.api.house import Changer, House, InHouse, Language, Store
from scord.api.shapes import (
    ANNOUNCED,
    NOTHING,
    PDF,
    ZIP,
    Absent,
    Asked,
    Id,
    Number,
    Page,
    Words,
    faults,
    gives,
)
from scord.forms.contents import Patient
from scord.lots.colour import Colour
from scord.proof.prove import prove
from scord.settings import DocumentType
from scord.store.context import Context
from scord.store.sight import everything
from scord.store.states import InvoiceStatus
from scord_shared.errors import Code

router = APIRouter(prefix="/invoices", tags=["invoices"])

_UNKNOWN = faults(Code.INVOICE_UNKNOWN)
_KEPT = faults(Code.INVOICE_UNKNOWN, Code.STORE_FILE_DAMAGED)
_CLOSED = faults(Code.INVOICE_UNKNOWN, Code.ACTION_REFUSED, Code.NOT_ALLOWED)


class Arming(Asked):
    """`folder` may be left out where there is but one."""

    folder: Words | None = None
    document_type: DocumentType | None = None


class Slip(Asked):
    """Without a type: a page for each piece that is missing."""

    document_type: DocumentType | None = None


class Correcting(Asked):
    """`invoice`: a part of a scord-invoices/1 invoice, what is to be said anew; "" empties."""

    why: Words = ""
    invoice: dict[str, Any]


Share = Annotated[float, Field(ge=0, le=1)]
Drawn = Annotated[tuple[tuple[Share, Share], ...], Field(min_length=1, max_length=2_000)]


class Forming(Asked):
    """`strokes`: what the patient drew, as lines of points across and down the box, 0 to 1. They
    go into the form and are kept nowhere else.
    """

    patient: Patient = Patient.LATER
    strokes: Annotated[tuple[Drawn, ...], Field(max_length=200)] = ()

    @model_validator(mode="after")
    def _signed_where_drawn(self) -> Self:
        if (self.patient is Patient.SIGNED) != bool(self.strokes):
            raise ValueError("strokes where the patient has signed, and only there")
        return self


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


@router.get("/corrections")
def list_corrections() -> list[AskedCorrection]:
    """What the LPS is to correct, the oldest first; it hands in the corrected invoice."""
    return asked_corrections()


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


@router.post("/{invoice}/form", responses=_CLOSED | faults(Code.DISK_FULL))
def form(invoice: Id, asked: Forming, house: InHouse, caller: Changer) -> InvoiceDetail:
    """Justificatif papier: makes the feuille de soins of a degraded invoice; it is on it soon."""
    row = invoice_of(invoice)
    forming.make_form(
        house.context, row, by=caller.name, patient=asked.patient, strokes=asked.strokes
    )
    return _after(house, invoice)


@router.post("/{invoice}/hold", responses=_CLOSED, openapi_extra=NOTHING)
def hold(invoice: Id, house: InHouse, caller: Changer) -> InvoiceDetail:
    """Retenir: none of its pieces enters a SCOR lot until `release`."""
    holding.hold(invoice_of(invoice), by=caller.name)
    return _after(house, invoice)


@router.post("/{invoice}/release", responses=_CLOSED, openapi_extra=NOTHING)
def release(invoice: Id, house: InHouse, caller: Changer) -> InvoiceDetail:
    """Ends a hold."""
    holding.release(invoice_of(invoice), by=caller.name)
    return _after(house, invoice)


@router.post("/{invoice}/withdraw", responses=_CLOSED, openapi_extra=NOTHING)
def withdraw(invoice: Id, house: InHouse, caller: Changer) -> InvoiceDetail:
    """Supprimer: it owes no piece any more, and its documents go back to À classer."""
    holding.withdraw(house.context, invoice_of(invoice), by=caller.name)
    return _after(house, invoice)


@router.post("/{invoice}/restore", responses=_CLOSED, openapi_extra=NOTHING)
def restore(invoice: Id, house: InHouse, caller: Changer) -> InvoiceDetail:
    """Undoes `withdraw`, with the documents that nobody has touched since."""
    holding.restore(invoice_of(invoice), by=caller.name)
    return _after(house, invoice)


@router.post("/{invoice}/correct", responses=_CLOSED | faults(Code.INVOICE_INVALID))
def correct(invoice: Id, asked: Correcting, house: InHouse, caller: Changer) -> InvoiceDetail:
    """Corriger, before it is transmitted: gives the invoice that counts from now on."""
    row, why = invoice_of(invoice), asked.why
    new = correcting.correct(house.context, row, asked.invoice, why=why, by=caller.name)
    return _after(house, new.id)


@router.post("/{invoice}/uncorrect", responses=_CLOSED, openapi_extra=NOTHING)
def uncorrect(invoice: Id, house: InHouse, caller: Changer) -> InvoiceDetail:
    """Takes a correction back that the LPS has not made yet."""
    correcting.take_back(house.context, invoice_of(invoice), by=caller.name)
    return _after(house, invoice)


@router.get("/{invoice}/export", response_class=Response, responses=gives(ZIP) | _KEPT)
def show_export(invoice: Id, context: Store) -> Response:
    """Its PDFs under the names that Stellair gives, with an index as JSON and CSV."""
    file = export(context, invoice_of(invoice))
    return saved(file.data, file.name, ZIP)


@router.get("/{invoice}/proof", response_class=Response, responses=gives(PDF) | _UNKNOWN)
def show_proof(invoice: Id, context: Store, language: Language) -> Response:
    """The proof of sending as a PDF; its JSON, of the same moment, is attached inside."""
    pdf, _ = _proof(context, invoice, language)
    return Response(pdf, media_type=PDF)


@router.get("/{invoice}/proof.json", response_model=dict[str, Any], responses=_UNKNOWN)
def show_proof_json(invoice: Id, context: Store, language: Language) -> Response:
    """The proof of sending as `scord proof --verify` reads it; its seal is that of this moment."""
    _, data = _proof(context, invoice, language)
    return Response(data, media_type="application/json")


def _after(house: House, invoice: int) -> InvoiceDetail:
    house.wake()
    return invoice_detail(house.context, invoice_of(invoice))


def _proof(context: Context, number: int, language: str) -> tuple[bytes, bytes]:
    invoice = invoice_of(number)
    name = f"preuve-{full_name(invoice).replace(':', '-')}.json"
    with everything():  # what it proves depends on nobody's rights
        made = prove(context, invoice, json_name=name, language=language)
    return made.pdf, made.json
