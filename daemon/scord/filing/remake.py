"""One document becomes several: its pages stay, under other PDFs, and nothing is converted anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.filing.leaves import (
    Leaf,
    blank_facts,
    blank_of,
    leaves_of,
    next_position,
    pages_in_order,
    record_pages,
    share_blank,
)
from scord.filing.parts import KeptPart, keep_parts, record_parts
from scord.filing.texts import take_readings
from scord.imaging.apart import sheets_of
from scord.store import journal
from scord.store.states import DocumentState, move
from scord.store.tables import Document, DocumentPart

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

    def leaves(self, document: Document) -> list[Leaf]:
        return [Leaf(document.scan_id, number) for number in self.paper.numbers]


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
    shares = share_blank(blank_of(document), [cut.leaves(document) for cut in papers])
    made = [_make(context, document, cut, blank) for cut, blank in zip(papers, shares, strict=True)]
    for one in made:
        journal.write(f"document.{one.state}", one, by=by, why=why, scan=one.scan_id)
    return made


def _sheets(context: Context, document: Document) -> list[Sheet]:
    numbers, found = [leaf.number for leaf in leaves_of(document)], []
    for part in document.parts.order_by(DocumentPart.number):
        here, numbers = numbers[: part.page_count], numbers[part.page_count :]
        found += sheets_of(context.files.documents.read(part.sha256), here)
    return found


def _make(context: Context, document: Document, cut: CutPaper, blank: Sequence[Leaf]) -> Document:
    """What was not sure of the whole scan is not sure of a paper by itself. The blank pages in its
    facts can still be had back by a person.
    """
    made = Document.create(
        scan=document.scan,
        position=next_position(document.scan),
        type=document.type,
        state=DocumentState.NEW,
        clue=document.clue,
        facts={"pages": [], "blank": blank_facts(blank), "unsure": not cut.paper.sure},
        created_at=context.clock.now(),
    )
    record_parts(made, cut.parts)
    take_readings(pages_in_order(document), record_pages(made, cut.leaves(document)))
    return made
