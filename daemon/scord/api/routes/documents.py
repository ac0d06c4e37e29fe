"""/v1/documents: what was cut from scans, where it is filed, and what a person decides of it."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from scord.actions import blank_pages, paper
from scord.actions.arranging import Wanted
from scord.actions.arranging import arrange as arrange_pages
from scord.actions.arranging_back import arrange_back as restore
from scord.actions.looking.documents import (
    DocumentDetail,
    ListedDocument,
    document_detail,
    documents,
    documents_of,
)
from scord.actions.looking.pages import Listed
from scord.actions.looking.prescriptions import PrescriptionDetail, prescription_detail
from scord.actions.looking.previews import LEAST_WIDTH, MOST_WIDTH, page_picture
from scord.actions.lookup import document_to_change, find_document, open_invoice, part_of
from scord.actions.prescribing import prescribe as put_on_file
from scord.api.house import Changer, InHouse, Store
from scord.api.routes.prescriptions import Prescribing
from scord.api.shapes import NOTHING, PDF, Absent, Asked, Id, Number, Page, faults, gives
from scord.settings import DocumentType
from scord.store.states import DocumentState
from scord.words.explained import Explained, explained
from scord_shared.errors import Code

router = APIRouter(prefix="/documents", tags=["documents"])

PNG = "image/png"

_MOST = 1000  # of anything in one body

_UNKNOWN = faults(Code.DOCUMENT_UNKNOWN)
_MADE_ANEW = faults(
    Code.DOCUMENT_UNKNOWN,
    Code.ACTION_REFUSED,
    Code.NOT_ALLOWED,
    Code.STORE_FILE_DAMAGED,
    Code.IMAGE_TOO_HEAVY,
    Code.IMAGE_TOO_SLOW,
    Code.IMAGE_WORKER_DIED,
)
_REFUSED = faults(Code.DOCUMENT_UNKNOWN, Code.ACTION_REFUSED, Code.NOT_ALLOWED)


class Filing(Asked):
    """`invoice`: its id. `move`: the document is taken off the invoices it is on."""

    invoice: Number
    document_type: DocumentType
    move: bool = False


class Placed(Asked):
    """Page `page` (from 1) of a document; `turn`: quarter turns clockwise from how it is shown."""

    document: Number
    page: Number
    turn: Annotated[int, Field(ge=0, le=3)] = 0


class Arranging(Asked):
    """`into`: the pages of each new document, in order. Each page of `documents` stands there or in
    `left_out`, once.
    """

    documents: Annotated[list[Number], Field(min_length=1, max_length=_MOST)]
    into: Annotated[
        list[Annotated[list[Placed], Field(min_length=1, max_length=_MOST)]],
        Field(min_length=1, max_length=_MOST),
    ]
    left_out: Annotated[list[Placed], Field(max_length=_MOST, default_factory=list)]


def _wanted(pages: list[Placed]) -> list[Wanted]:
    return [Wanted(one.document, one.page, one.turn) for one in pages]


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
    return explained(context, find_document(document), context.settings.language)


@router.get(
    "/{document}/parts/{number}",
    response_class=Response,
    responses=gives(PDF) | faults(Code.DOCUMENT_UNKNOWN, Code.NOT_THERE, Code.STORE_FILE_DAMAGED),
)
def show_part(document: Id, number: Id, context: Store) -> Response:
    """One of the document's PDFs, as it leaves."""
    part = part_of(find_document(document), number)
    return Response(context.files.documents.read(part.sha256), media_type=PDF)


@router.get(
    "/{document}/pages/{place}.png",
    response_class=Response,
    responses=gives(PNG) | faults(Code.DOCUMENT_UNKNOWN, Code.NOT_THERE, Code.STORE_FILE_DAMAGED),
)
def show_page(
    document: Id,
    place: Id,
    context: Store,
    width: Annotated[int, Query(ge=LEAST_WIDTH, le=MOST_WIDTH, description="In px.")] = 900,
) -> Response:
    """A page of the document as it leaves, as a grey picture; never wider than the page is."""
    png = page_picture(context, find_document(document), place, width)
    return Response(png, media_type=PNG)


@router.post("/arrange", responses=_MADE_ANEW)
def arrange(asked: Arranging, house: InHouse, caller: Changer) -> tuple[ListedDocument, ...]:
    """Splits, merges, turns and reorders pages of À classer: the new documents in the order of
    `into`, then the one, set aside, of the pages left out.
    """
    rows = [document_to_change(number) for number in asked.documents]
    into, out = [_wanted(paper) for paper in asked.into], _wanted(asked.left_out)
    made = arrange_pages(house.context, rows, into, out, by=caller.name)
    house.wake()
    return documents_of(made)


@router.post("/{document}/arrange-back", responses=_REFUSED, openapi_extra=NOTHING)
def arrange_back(document: Id, house: InHouse, caller: Changer) -> tuple[ListedDocument, ...]:
    """Undoes the arrangement that made the document, or took its pages: the former documents."""
    restored = restore(document_to_change(document), by=caller.name)
    house.wake()
    return documents_of(restored)


@router.post(
    "/{document}/file",
    responses=faults(
        Code.DOCUMENT_UNKNOWN, Code.INVOICE_UNKNOWN, Code.ACTION_REFUSED, Code.NOT_ALLOWED
    ),
)
def file(document: Id, asked: Filing, house: InHouse, caller: Changer) -> DocumentDetail:
    """Puts a document of À classer on an invoice, or one that is filed on another."""
    found, invoice = document_to_change(document), open_invoice(asked.invoice)
    put = paper.move_document if asked.move else paper.file_document
    put(house.context, found, invoice, asked.document_type, by=caller.name)
    house.wake()
    return document_detail(found)


@router.post("/{document}/take-back", responses=_REFUSED, openapi_extra=NOTHING)
def take_back(document: Id, house: InHouse, caller: Changer) -> DocumentDetail:
    """Takes a document off its invoices, back to À classer; refused once it is in a SCOR lot."""
    found = document_to_change(document)
    paper.take_back(house.context, found, by=caller.name)
    house.wake()
    return document_detail(found)


@router.post("/{document}/set-aside", responses=_REFUSED, openapi_extra=NOTHING)
def set_aside(document: Id, house: InHouse, caller: Changer) -> DocumentDetail:
    """It proves nothing; `bring-back` undoes it."""
    found = document_to_change(document)
    paper.set_aside(found, by=caller.name)
    house.wake()
    return document_detail(found)


@router.post("/{document}/bring-back", responses=_REFUSED, openapi_extra=NOTHING)
def bring_back(document: Id, house: InHouse, caller: Changer) -> DocumentDetail:
    """Undoes `set-aside`."""
    found = document_to_change(document)
    paper.bring_back(found, by=caller.name)
    house.wake()
    return document_detail(found)


@router.post("/{document}/confirm", responses=_REFUSED, openapi_extra=NOTHING)
def confirm(document: Id, house: InHouse, caller: Changer) -> DocumentDetail:
    """What the machine filed need not wait; what the caisse refused may leave again."""
    found = document_to_change(document)
    paper.confirm(house.context, found, by=caller.name)
    house.wake()
    return document_detail(found)


@router.post("/{document}/prescribe", responses=_REFUSED)
def prescribe(
    document: Id, asked: Prescribing, house: InHouse, caller: Changer
) -> PrescriptionDetail:
    """Puts a document of À classer on file as an ordonnance that comes before its invoices."""
    facts = asked.model_dump(exclude={"practitioner"})
    made = put_on_file(document_to_change(document), asked.practitioner, facts, by=caller.name)
    house.wake()
    return prescription_detail(made)


@router.post(
    "/{document}/keep-blank",
    responses=_MADE_ANEW,
    openapi_extra=NOTHING,
)
def keep_blank(document: Id, house: InHouse, caller: Changer) -> DocumentDetail:
    """Puts the pages back that were left out as blank; refused once it is in a SCOR lot."""
    found = document_to_change(document)
    blank_pages.keep_blank(house.context, found, by=caller.name)
    house.wake()
    return document_detail(find_document(document))
