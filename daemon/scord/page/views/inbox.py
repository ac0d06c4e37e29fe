"""À classer: what waits, the page itself, the invoices it may be for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scord.actions.looking.documents import document_detail
from scord.actions.looking.invoice_table import Sought, invoice_table
from scord.actions.looking.invoices import by_number
from scord.actions.lookup import find_document
from scord.actions.status import status, waiting
from scord.page.looks import standing
from scord.settings import DOCUMENT_TYPES
from scord.store.states import DocumentState
from scord.words.explained import explained

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scord.actions.looking.documents import ListedDocument
    from scord.actions.looking.invoices import ListedInvoice
    from scord.actions.status import Waiting
    from scord.page.looks import Shown
    from scord.page.visit import Visit
    from scord.words.explained import Proposed

KINDS = tuple(zip(DOCUMENT_TYPES, "ODAFG", strict=True))  # the keys beside the types
_WAITING = (DocumentState.INBOX, DocumentState.HELD)
_ARRANGING = (
    {
        "title": "Ordonner les pages",
        "apply": "Appliquer",
        "cancel": "Annuler",
        "done": "Pages rangées.",
    },
    {"title": "Put the pages in order", "apply": "Apply", "cancel": "Cancel", "done": "Done."},
)
_MAY_COME_FIRST = (None, "ORDN", "DSIP")  # a prescription may precede its invoices
_LISTED = 100
_FOUND = 6
_WIDTH = 900


@dataclass(frozen=True)
class Candidate:
    """An invoice that the document may be filed on; `usual` holds unless the person says more."""

    invoice: ListedInvoice
    look: Shown
    type: str | None
    reasons: str
    doubts: str
    usual: dict[str, Any]


def fill(visit: Visit) -> dict[str, Any]:
    """The document that the address names, or the one that has waited longest."""
    listed = waiting(_LISTED)
    chosen = _chosen(listed, visit.number("document"))
    counts = status(visit.context).counts
    total = counts.to_file + counts.held
    if chosen is None:
        return {"total": total, "document": None}
    row = find_document(chosen)
    document = document_detail(row)
    told = explained(visit.context, row, visit.language)
    order = [one.document for one in listed]
    place = order.index(chosen) if chosen in order else len(order)
    following = order[place + 1 : place + 3]
    pictures = _pictures(document)
    return {
        "total": total,
        "waiting": listed,
        "document": document,
        "why": told.why,
        "next": next(iter(following), None) or next(iter(order[:place][-1:]), None),
        "previous": next(iter(order[:place][-1:]), None),
        "ahead": [_picture(number, 1) for number in following],
        "pictures": pictures,
        "turned": _turned(document, pictures),
        "arranging": _arranging(visit, {document.id: len(pictures)}),
        "joining": _arranging(visit, _with_next(document.id, len(pictures), listed[place + 1 :])),
        "kinds": KINDS,
        "kind": document.type or next((one.type for one in told.proposed if one.type), None),
        "candidates": _candidates(visit, told.proposed),
        "prescribing": document.type in _MAY_COME_FIRST,
        "asked": visit.asked.get("q", ""),
    }


def _chosen(listed: tuple[Waiting, ...], asked: int | None) -> int | None:
    """The one that was asked for, while it waits; else the first."""
    if asked is not None:
        return asked if find_document(asked).state in _WAITING else _first(listed)
    return _first(listed)


def _first(listed: tuple[Waiting, ...]) -> int | None:
    return listed[0].document if listed else None


def _pictures(document: ListedDocument) -> list[int]:
    """The places of its pages in its PDFs, from 1; none where it has no PDF."""
    return list(range(1, sum(part.page_count for part in document.parts) + 1))


def _picture(document: int, page: int) -> str:
    return f"/v1/documents/{document}/pages/{page}.png?width={_WIDTH}"


def _turned(document: ListedDocument, pictures: list[int]) -> dict[str, Any]:
    """What is asked of the API to turn all pages a quarter to the right."""
    pages = [{"document": document.id, "page": page, "turn": 1} for page in pictures]
    return {"documents": [document.id], "into": [pages], "left_out": []} if pages else {}


def _arranging(visit: Visit, papers: dict[int, int]) -> dict[str, Any]:
    """What the dialog of pages begins with: how many pages each of these documents has."""
    words = _ARRANGING[visit.language == "en"]
    return {"documents": [{"id": one, "pages": pages} for one, pages in papers.items()], **words}


def _with_next(document: int, pages: int, following: Sequence[Waiting]) -> dict[int, int]:
    """The document and the one after it, which may be its other side."""
    return {document: pages, **{one.document: one.pages for one in following[:1]}}


def _candidates(visit: Visit, proposed: Iterable[Proposed]) -> list[Candidate]:
    """What the text proposes, then what the person looked for."""
    proposals = list(proposed)
    known = by_number(one.invoice.id for one in proposals)
    made = [
        _candidate(visit, known[one.invoice.id], one.type, one.reasons, one.doubts)
        for one in proposals
    ]
    text = visit.asked.get("q", "")
    found = invoice_table(visit.context, Sought(text=text, size=_FOUND)).rows if text else ()
    others = [_candidate(visit, one) for one in found if one.id not in known]
    return others + made if text else made


def _candidate(
    visit: Visit,
    invoice: ListedInvoice,
    kind: str | None = None,
    reasons: str = "",
    doubts: str = "",
) -> Candidate:
    usual = {"document_type": kind} if kind else {}
    return Candidate(
        invoice, standing(invoice.stands, visit.language), kind, reasons, doubts, usual
    )
