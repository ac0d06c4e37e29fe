"""One document becomes several only as a whole: any fault leaves the old one and all its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.filing.test_texts import SMALL, numbers, scanned
from tests.imaging.making import make_page

from scord.actions.paper import file_document
from scord.filing.remake import cut_up, split
from scord.filing.separate import Paper
from scord.filing.texts import is_read
from scord.imaging.apart import sheets_of
from scord.store.database import transaction
from scord.store.states import DocumentState, StaleRowError
from scord.store.tables import Document, DocumentPage, DocumentPart, JournalEntry, PageReading
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.lots.practice import Practice

    from scord.filing.remake import CutPaper


def papers_of(numbers: Iterable[Iterable[int]]) -> list[Paper]:
    return [Paper(tuple(paper), sure=True) for paper in numbers]


def kept(practice: Practice) -> set[str]:
    """The PDFs on the shelf."""
    root = practice.context.files.documents.path("0" * 64).parents[1]
    return {path.name for path in root.rglob("*") if path.is_file()}


def divided(practice: Practice, document: Document, papers: Sequence[CutPaper]) -> list[Document]:
    with transaction():
        return split(practice.context, document, papers, by="machine", why="several papers")


def everything() -> list[object]:
    tables = (Document, DocumentPage, DocumentPart, PageReading, JournalEntry)
    return [list(table.select().order_by(table.id).tuples()) for table in tables]


@pytest.mark.parametrize(
    "papers",
    [[], [[1, 2]], [[1, 2], [2, 3]], [[1], [2], [3], [4]], [[1, 2, 3], [1, 2, 3]]],
    ids=["none", "one lost", "one twice", "one of another scan", "all twice"],
)
def test_papers_that_are_not_exactly_the_pages_are_refused_before_anything_is_written(
    practice: Practice, papers: list[list[int]]
) -> None:
    document = scanned(practice, None, None, None)
    before = kept(practice), everything()
    with pytest.raises(ValueError, match="exactly one paper"):
        cut_up(practice.context, document, papers_of(papers))
    assert (kept(practice), everything()) == before


def test_a_document_that_a_person_has_moved_meanwhile_stays_where_they_put_it(
    practice: Practice,
) -> None:
    document = scanned(practice, None, None)
    papers = cut_up(practice.context, document, papers_of([[1], [2]]))
    moved = Document.get_by_id(document.id)
    file_document(practice.context, moved, practice.invoice(), "ORDN", by="Anne")
    before = everything()
    with pytest.raises(StaleRowError):
        divided(practice, document, papers)
    assert everything() == before


def test_a_crash_before_the_papers_are_written_down_leaves_the_old_document_to_be_cut_again(
    practice: Practice,
) -> None:
    document = scanned(practice, None, None)
    before = everything()
    first = cut_up(practice.context, document, papers_of([[1], [2]]))
    assert everything() == before
    shelf = kept(practice)
    again = cut_up(practice.context, Document.get_by_id(document.id), papers_of([[1], [2]]))
    assert again == first
    assert kept(practice) == shelf
    assert len(divided(practice, document, again)) == 2


def test_a_crash_while_the_papers_are_written_down_undoes_all_of_it(practice: Practice) -> None:
    document = scanned(practice, None, None)
    papers = cut_up(practice.context, document, papers_of([[1], [2]]))
    before = everything()
    with pytest.raises(KeyboardInterrupt), transaction():  # noqa: PT012 -- it ends the transaction
        split(practice.context, document, papers, by="machine", why="several papers")
        raise KeyboardInterrupt
    assert everything() == before


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_pdf_that_the_disk_has_lost_is_told_and_nothing_is_cut(
    practice: Practice, damage: str
) -> None:
    document = scanned(practice, None, None)
    path = practice.context.files.documents.path(DocumentPart.get().sha256)
    path.unlink() if damage == "gone" else path.write_bytes(b"%PDF-1.4 another")
    before = everything()
    with pytest.raises(ScordError) as fault:
        cut_up(practice.context, document, papers_of([[1], [2]]))
    assert fault.value.code == Code.STORE_FILE_DAMAGED
    assert everything() == before


def test_papers_take_their_pages_and_readings_along_and_keep_what_was_known(
    practice: Practice,
) -> None:
    document = scanned(practice, None, None, None, type="ORDN", clue={"foreign_slip": True})
    papers = cut_up(practice.context, document, papers_of([[3, 1], [2]]))
    first, second = divided(practice, document, papers)
    assert (numbers(first), numbers(second)) == ([3, 1], [2])
    for one in (first, second):
        (part,) = one.parts
        sheets = sheets_of(practice.context.files.documents.read(part.sha256), numbers(one))
        assert [sheet.strip for sheet in sheets] == [
            make_page(SMALL[number:]).strip for number in numbers(one)
        ]
        assert (one.type, one.clue, one.state) == ("ORDN", {"foreign_slip": True}, "new")
        assert all(page.readings.count() == 1 for page in one.pages)
        assert not is_read(one)
    assert Document.get_by_id(document.id).state == DocumentState.REMADE


def test_an_empty_page_before_all_others_goes_with_the_first_paper(practice: Practice) -> None:
    document = scanned(practice, None, None)
    before, behind = ({"scan": document.scan_id, "page": number} for number in (0, 9))
    document.facts = {"pages": [], "blank": [before, behind]}
    papers = cut_up(practice.context, document, papers_of([[1], [2]]))
    first, second = divided(practice, document, papers)
    assert (first.facts["blank"], second.facts["blank"]) == ([before], [behind])
