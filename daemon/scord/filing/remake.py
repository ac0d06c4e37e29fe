"""One document becomes several: its pages stay, under other PDFs, and nothing is converted anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.filing.parts import KeptPart, keep_parts, record_parts
from scord.imaging.apart import sheets_of
from scord.store import journal
from scord.store.states import DocumentState, move
from scord.store.tables import Document, DocumentPart, PageReading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scord.filing.separate import Paper
    from scord.imaging.page import Sheet
    from scord.store.context import Context


@dataclass(frozen=True)
class CutPaper:
    """A document to come: its pages in the scan, and its PDFs, which are on the shelf already."""

    paper: Paper
    parts: list[KeptPart]


def cut_up(context: Context, document: Document, papers: Sequence[Paper]) -> list[CutPaper]:
    """Writes the PDFs of `papers`; each page of the document is in exactly one of them.

    Before the transaction, since it takes long. Raises STORE_FILE_DAMAGED, DISK_FULL.
    """
    sheets = {sheet.number: sheet for sheet in _sheets(context, document)}
    if sorted(sheets) != sorted(number for paper in papers for number in paper.numbers):
        raise ValueError("each page belongs to exactly one paper")
    return [
        CutPaper(
            paper,
            keep_parts(context, document.scan, [sheets[number] for number in paper.numbers]),
        )
        for paper in papers
    ]


def split(
    context: Context, document: Document, papers: Sequence[CutPaper], *, by: str, why: str
) -> list[Document]:
    """Makes a new document of each of `papers`, in the caller's transaction. They wait for the
    filing room with all that `document` knew.
    """
    move(document, DocumentState.REMADE, by=by, why=why)
    position = Document.select().where(Document.scan == document.scan).count()
    made = [
        _make(context, document, cut, position + place) for place, cut in enumerate(papers, start=1)
    ]
    _share_facts(document, made, papers)
    for one in made:
        journal.write(f"document.{one.state}", one, by=by, why=why, scan=one.scan_id)
    return made


def _sheets(context: Context, document: Document) -> list[Sheet]:
    numbers, found = list(document.pages), []
    for part in document.parts.order_by(DocumentPart.number):
        here, numbers = numbers[: part.page_count], numbers[part.page_count :]
        found += sheets_of(context.files.documents.read(part.sha256), here)
    return found


def _make(context: Context, document: Document, cut: CutPaper, position: int) -> Document:
    made = Document.create(
        scan=document.scan,
        position=position,
        type=document.type,
        state=DocumentState.NEW,
        pages=list(cut.paper.numbers),
        clue=document.clue,
        created_at=context.clock.now(),
    )
    record_parts(made, cut.parts)
    here = (PageReading.document == document) & PageReading.number.in_(cut.paper.numbers)
    PageReading.update(document=made).where(here).execute()
    return made


def _share_facts(document: Document, made: Sequence[Document], papers: Sequence[CutPaper]) -> None:
    """A blank page goes with the paper it followed, so that a person can still have it back. What
    was not sure of the whole scan is not sure of a paper by itself.
    """
    shares: dict[int, list[int]] = {one.id: [] for one in made}
    for number in document.facts.get("blank", []):
        before = [one for one in made if one.pages[0] < number] or made[:1]
        shares[before[-1].id].append(number)
    for one, cut in zip(made, papers, strict=True):
        one.facts = {"pages": [], "blank": shares[one.id], "unsure": not cut.paper.sure}
        Document.update(facts=one.facts).where(Document.id == one.id).execute()
