"""/v1/documents: what was cut from scans, where it is filed, and what a person decides of it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from scord.actions import blank_pages, paper
from scord.actions.looking.documents import (
    DocumentDetail,
    ListedDocument,
    document_detail,
    documents,
)
from scord.actions.looking.pages import Listed
from scord.actions.looking.prescriptions import PrescriptionDetail, prescription_detail
from scord.actions.lookup import find_document, open_invoice, part_of
from scord.actions.prescribing import prescribe as put_on_file
from scord.api.explained import Explained, explained
from scord.api.house import Changer, InHouse, Store
from scord.api.shapes import NOTHING, PDF, Absent, Asked, Id, Number, Page, Words, faults, gives
from scord.settings import DocumentType
from scord.store.states import DocumentState
from scord_shared.errors import Code

router = APIRouter(prefix="/documents", tags=["documents"])

_UNKNOWN = faults(Code.DOCUMENT_UNKNOWN)
_REFUSED = faults(Code.DOCUMENT_UNKNOWN, Code.ACTION_REFUSED, Code.NOT_ALLOWED)


class Filing(Asked):
    """`invoice`: its id. `move`: the document is taken off the invoices it is on."""

    invoice: Number
    document_type: DocumentType
    move: bool = False


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


@router.get("")
def list_documents(
    page: Page,
    state: DocumentState | Absent = None,
    type_: Annotated[DocumentType | Absent, Query(alias="type")] = None,
    scan: Annotated[Number | Absent, Query()] = None,
) -> Listed[ListedDocument]:
    """The newest first. À classer is `state=inbox`."""
    return documents(state, type_, scan, page)


@router.get("/{document}", responses=_UNKNOWN)
def show_document(document: Id) -> DocumentDetail:
    """One document with its PDFs, what it says of itself, and each invoice it is or was on."""
    return document_detail(find_document(document))


@router.get("/{document}/explanation", responses=_UNKNOWN)
def explain_document(document: Id, context: Store) -> Explained:
    """Why it waits, or which way it came onto its invoices; and the three likeliest invoices."""
    return explained(context, find_document(document))


@router.get(
    "/{document}/parts/{number}",
    response_class=Response,
    responses=gives(PDF) | faults(Code.DOCUMENT_UNKNOWN, Code.NOT_THERE, Code.STORE_FILE_DAMAGED),
)
def show_part(document: Id, number: Id, context: Store) -> Response:
    """One of the document's PDFs, as it leaves."""
    part = part_of(find_document(document), number)
    return Response(context.files.documents.read(part.sha256), media_type=PDF)


@router.post(
    "/{document}/file",
    responses=faults(
        Code.DOCUMENT_UNKNOWN, Code.INVOICE_UNKNOWN, Code.ACTION_REFUSED, Code.NOT_ALLOWED
    ),
)
def file(document: Id, asked: Filing, house: InHouse, caller: Changer) -> DocumentDetail:
    """Puts a document of À classer on an invoice, or one that is filed on another."""
    found, invoice = find_document(document), open_invoice(asked.invoice)
    put = paper.move_document if asked.move else paper.file_document
    put(house.context, found, invoice, asked.document_type, by=caller.name)
    house.wake()
    return document_detail(found)


@router.post("/{document}/take-back", responses=_REFUSED, openapi_extra=NOTHING)
def take_back(document: Id, house: InHouse, caller: Changer) -> DocumentDetail:
    """Takes a document off its invoices, back to À classer; refused once it is in a SCOR lot."""
    found = find_document(document)
    paper.take_back(house.context, found, by=caller.name)
    house.wake()
    return document_detail(found)


@router.post("/{document}/set-aside", responses=_REFUSED, openapi_extra=NOTHING)
def set_aside(document: Id, house: InHouse, caller: Changer) -> DocumentDetail:
    """It proves nothing; `bring-back` undoes it."""
    found = find_document(document)
    paper.set_aside(found, by=caller.name)
    house.wake()
    return document_detail(found)


@router.post("/{document}/bring-back", responses=_REFUSED, openapi_extra=NOTHING)
def bring_back(document: Id, house: InHouse, caller: Changer) -> DocumentDetail:
    """Undoes `set-aside`."""
    found = find_document(document)
    paper.bring_back(found, by=caller.name)
    house.wake()
    return document_detail(found)


@router.post("/{document}/confirm", responses=_REFUSED, openapi_extra=NOTHING)
def confirm(document: Id, house: InHouse, caller: Changer) -> DocumentDetail:
    """What the machine filed need not wait; what the caisse refused may leave again."""
    found = find_document(document)
    paper.confirm(house.context, found, by=caller.name)
    house.wake()
    return document_detail(found)


@router.post("/{document}/prescribe", responses=_REFUSED)
def prescribe(
    document: Id, asked: Prescribing, house: InHouse, caller: Changer
) -> PrescriptionDetail:
    """Puts a document of À classer on file as an ordonnance that comes before its invoices."""
    facts = asked.model_dump(exclude={"practitioner"})
    made = put_on_file(find_document(document), asked.practitioner, facts, by=caller.name)
    house.wake()
    return prescription_detail(made)


@router.post(
    "/{document}/keep-blank",
    responses=faults(
        Code.DOCUMENT_UNKNOWN,
        Code.ACTION_REFUSED,
        Code.NOT_ALLOWED,
        Code.STORE_FILE_DAMAGED,
        Code.IMAGE_TOO_HEAVY,
        Code.IMAGE_TOO_SLOW,
        Code.IMAGE_WORKER_DIED,
    ),
    openapi_extra=NOTHING,
)
def keep_blank(document: Id, house: InHouse, caller: Changer) -> DocumentDetail:
    """Puts the pages back that were left out as blank; refused once it is in a SCOR lot."""
    found = find_document(document)
    blank_pages.keep_blank(house.context, found, by=caller.name)
    house.wake()
    return document_detail(find_document(document))
