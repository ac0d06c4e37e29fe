"""The pages of a document: which page of which scan each is, and how a person has turned it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from scord.store.states import DocumentState
from scord.store.tables import Document, DocumentPage, Scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from peewee import Expression

TURNS = 4  # quarters make it whole


class Leaf(NamedTuple):
    """Page `number` (from 1) of a scan (its id). `turn`: quarter turns clockwise by a person,
    beyond how the machine lays the page.
    """

    scan: int
    number: int
    turn: int = 0

    def turned(self, quarters: int) -> Leaf:
        return self._replace(turn=(self.turn + quarters) % TURNS)


def leaf_of(page: DocumentPage) -> Leaf:
    return Leaf(page.scan_id, page.number, page.turn)


def pages_in_order(document: Document) -> list[DocumentPage]:
    return list(document.pages.order_by(DocumentPage.place))


def leaves_of(document: Document) -> list[Leaf]:
    """Its pages in order."""
    return [leaf_of(page) for page in pages_in_order(document)]


def record_pages(document: Document, leaves: Iterable[Leaf]) -> list[DocumentPage]:
    """The pages of a new document, in its order, in the caller's transaction."""
    return [
        DocumentPage.create(document=document, place=place, **leaf._asdict())
        for place, leaf in enumerate(leaves, start=1)
    ]


def lay_between(document: Document, leaves: Sequence[Leaf]) -> None:
    """Gives the document these pages, in this order; those that it has already stay the same rows.

    In the caller's transaction.
    """
    here = DocumentPage.document == document
    DocumentPage.update(place=DocumentPage.place * -1).where(here).execute()  # places are unique
    for place, leaf in enumerate(leaves, start=1):
        same = here & (DocumentPage.scan == leaf.scan) & (DocumentPage.number == leaf.number)
        if not DocumentPage.update(place=place).where(same).execute():
            DocumentPage.create(document=document, place=place, **leaf._asdict())


def scans_of(document: Document) -> list[Scan]:
    """The scans of its pages, each once, its own first."""
    there = DocumentPage.select(DocumentPage.scan).where(DocumentPage.document == document)
    others = Scan.select().where(Scan.id.in_(there) & (Scan.id != document.scan_id))
    return [document.scan, *others.order_by(Scan.id)]


def made_of(scan: Scan | int) -> Expression:
    """The condition that a document was cut from the scan, or holds a page of it."""
    there = DocumentPage.select(DocumentPage.document).where(DocumentPage.scan == scan)
    return (Document.scan == scan) | Document.id.in_(there)


def living_of(scans: Iterable[Scan]) -> list[Document]:
    """The documents that the pages of these scans are in now."""
    alive = Document.state != DocumentState.REMADE
    return [one for scan in scans for one in Document.select().where(made_of(scan) & alive)]


def heirs_of(document: Document) -> list[Document]:
    """The document, or those that have its pages now."""
    remade = document.state == DocumentState.REMADE
    return living_of(scans_of(document)) if remade else [document]


def next_position(scan: Scan | int) -> int:
    """The place of one more document among those cut from the scan."""
    return Document.select().where(Document.scan == scan).count() + 1


# -- the pages left out as blank, which a person may still have back


def blank_of(document: Document) -> list[Leaf]:
    """The pages that the machine left out of it as blank."""
    return [Leaf(one["scan"], one["page"]) for one in document.facts.get("blank", [])]


def blank_facts(blank: Iterable[Leaf]) -> list[dict[str, int]]:
    """As a document's `facts` keep them."""
    return [{"scan": one.scan, "page": one.number} for one in blank]


def share_blank(blank: Iterable[Leaf], papers: Sequence[Sequence[Leaf]]) -> list[list[Leaf]]:
    """For each paper its share of the blank pages: one goes with the page that it followed."""
    shares: dict[int, list[Leaf]] = defaultdict(list)
    for page in blank:
        shares[_paper_before(page, papers)].append(page)
    return [shares[place] for place in range(len(papers))]


def _paper_before(blank: Leaf, papers: Sequence[Sequence[Leaf]]) -> int:
    before = [
        (leaf.number, place)
        for place, paper in enumerate(papers)
        for leaf in paper
        if leaf.scan == blank.scan and leaf.number < blank.number
    ]
    return max(before)[1] if before else 0


def with_blank(leaves: Sequence[Leaf], blank: Iterable[Leaf]) -> list[Leaf]:
    """`leaves` with each blank page behind the one that it followed in its scan, else in front."""
    whole = list(leaves)
    for page in sorted(blank):
        before = [one for one in whole if one.scan == page.scan and one.number < page.number]
        whole.insert(whole.index(max(before)) + 1 if before else 0, page)
    return whole
