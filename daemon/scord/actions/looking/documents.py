"""Documents and the scans they were cut from, as lists and as one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scord.actions.looking.invoices import invoices_of, named
from scord.actions.looking.pages import Listed, Window, listed, narrowed, tellable
from scord.filing.leaves import made_of
from scord.settings import DocumentType
from scord.store.sight import hidden
from scord.store.states import DocumentState, ScanState
from scord.store.tables import (
    Attachment,
    Document,
    DocumentPage,
    DocumentPart,
    Invoice,
    Practitioner,
    Scan,
)
from scord_shared.status import NamedInvoice

if TYPE_CHECKING:
    from peewee import ModelSelect


@dataclass(frozen=True)
class Part:
    """One PDF of the document: its number, bytes, pages and resolution in dpi."""

    number: int
    size: int
    page_count: int
    dpi: int


@dataclass(frozen=True)
class PageOf:
    """Page `number` (from 1) of a scan; `turn`: quarter turns clockwise that a person gave it."""

    scan: int
    number: int
    turn: int


@dataclass(frozen=True, kw_only=True)
class ListedDocument:
    """`scan`, `folder` and `file` are those of its first page; `reason` is why it waits, `invoices`
    where it is. `arranged`: a person has put its pages together, which can be undone.
    """

    id: int
    scan: int
    position: int
    folder: str
    file: str
    type: str | None
    state: DocumentState
    pages: tuple[PageOf, ...]
    arranged: bool
    reason: str | None
    facts: dict[str, Any]
    prescription: int | None
    created_at: datetime
    parts: tuple[Part, ...]
    invoices: tuple[NamedInvoice, ...]


@dataclass(frozen=True)
class OnInvoice:
    """An attachment: by which rule (`origin`) and whom, and whether a person agreed."""

    invoice: NamedInvoice
    origin: str
    by: str
    attached_at: datetime
    confirmed_at: datetime | None
    removed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DocumentDetail(ListedDocument):
    """`clue` is what the scan itself says of its invoice; `attachments` tells the past ones too."""

    clue: dict[str, Any]
    attachments: tuple[OnInvoice, ...]


@dataclass(frozen=True, kw_only=True)
class ListedScan:
    """A file from the scanner: its bytes (`size`), and `reason`, a code where it was refused."""

    id: int
    folder: str
    name: str
    sha256: str
    size: int
    state: ScanState
    reason: str | None
    facts: dict[str, Any]
    pages: int | None
    duplicate_of: int | None
    arm: int | None
    first_seen_at: datetime
    taken_at: datetime
    converted_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ScanDetail(ListedScan):
    documents: tuple[ListedDocument, ...]


def documents(
    state: DocumentState | None, kind: DocumentType | None, scan: int | None, window: Window
) -> Listed[ListedDocument]:
    query = narrowed(_select(), (Document.state, state), (Document.type, kind))
    if scan is not None:
        query = query.where(made_of(scan))
    return listed(query, window, _shown)


def document_detail(document: Document) -> DocumentDetail:
    (row,) = _rows(_select().where(Document.id == document.id))
    past = Attachment.select(Attachment, Invoice, Practitioner).join(Invoice).join(Practitioner)
    attachments = tuple(
        OnInvoice(
            named(one.invoice),
            one.origin,
            one.by,
            one.attached_at,
            one.confirmed_at,
            one.removed_at,
        )
        for one in past.where(Attachment.document == document).order_by(Attachment.id)
    )
    return DocumentDetail(**row, clue=_clue(document), attachments=attachments)


def _clue(document: Document) -> dict[str, Any]:
    """Without a slip that names an invoice of somebody hidden."""
    slip = document.clue.get("slip")
    told: dict[str, Any] = {} if slip and slip["billing_number"] in hidden() else document.clue
    return dict(tellable(told))


def scans(
    state: ScanState | None, folder: str | None, sha256: str | None, window: Window
) -> Listed[ListedScan]:
    query = narrowed(
        Scan.select(), (Scan.state, state), (Scan.folder, folder), (Scan.sha256, sha256)
    )
    return listed(query, window, lambda rows: [ListedScan(**_facts(row)) for row in rows])


def scan_detail(scan: Scan) -> ScanDetail:
    cut = _select().where(made_of(scan)).order_by(Document.scan != scan, Document.position)
    return ScanDetail(**_facts(scan), documents=tuple(_shown(cut)))


def documents_of(rows: Iterable[Document]) -> tuple[ListedDocument, ...]:
    """These, as they stand now, oldest first."""
    return shown_documents(Document.id.in_([row.id for row in rows]))


def shown_documents(wanted: Any) -> tuple[ListedDocument, ...]:
    """The documents that meet the condition `wanted`, oldest first."""
    return tuple(_shown(_select().where(wanted).order_by(Document.id)))


def _select() -> "ModelSelect[Document]":
    return Document.select(Document, Scan).join(Scan)


def _shown(rows: Iterable[Document]) -> list[ListedDocument]:
    return [ListedDocument(**facts) for facts in _rows(rows)]


def _rows(rows: Iterable[Document]) -> list[dict[str, Any]]:
    """What a ListedDocument is made of, with all parts and invoices looked up at once."""
    found = list(rows)
    pages, parts, invoices = _pages(found), _parts(found), invoices_of(row.id for row in found)
    return [
        {
            "id": row.id,
            "scan": row.scan_id,
            "position": row.position,
            "folder": row.scan.folder,
            "file": row.scan.name,
            "type": row.type,
            "state": row.state,
            "pages": tuple(pages[row.id]),
            "arranged": row.made_by_id is not None,
            "reason": row.reason,
            "facts": tellable(row.facts),
            "prescription": row.prescription_id,
            "created_at": row.created_at,
            "parts": tuple(parts[row.id]),
            "invoices": tuple(invoices[row.id]),
        }
        for row in found
    ]


def _pages(rows: list[Document]) -> dict[int, list[PageOf]]:
    pages: dict[int, list[PageOf]] = defaultdict(list)
    query = DocumentPage.select().where(DocumentPage.document.in_([row.id for row in rows]))
    for page in query.order_by(DocumentPage.place):
        pages[page.document_id].append(PageOf(page.scan_id, page.number, page.turn))
    return pages


def _parts(rows: list[Document]) -> dict[int, list[Part]]:
    parts: dict[int, list[Part]] = defaultdict(list)
    query = DocumentPart.select().where(DocumentPart.document.in_([row.id for row in rows]))
    for part in query.order_by(DocumentPart.number):
        parts[part.document_id].append(Part(part.number, part.size, part.page_count, part.dpi))
    return parts


def _facts(row: Scan) -> dict[str, Any]:
    return {
        "id": row.id,
        "folder": row.folder,
        "name": row.name,
        "sha256": row.sha256,
        "size": row.size,
        "state": row.state,
        "reason": row.reason,
        "facts": tellable(row.facts),
        "pages": row.pages,
        "duplicate_of": row.duplicate_of_id,
        "arm": row.arm_id,
        "first_seen_at": row.first_seen_at,
        "taken_at": row.taken_at,
        "converted_at": row.converted_at,
    }
