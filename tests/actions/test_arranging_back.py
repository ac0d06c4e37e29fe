"""An arrangement is undone as long as nothing has been done with what it made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.actions.papers import fresh, said, scanned_paper, strips
from tests.actions.test_arranging import arranged, waiting, whole
from tests.filing.test_texts import ANNES, JEANS, filed

from scord.actions.arranging_back import arrange_back
from scord.actions.paper import file_document, take_back
from scord.filing.texts import pages_of
from scord.store.states import DocumentState, ScanState
from scord.store.tables import Document, JournalEntry, Scan
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.lots.practice import Practice

pytestmark = pytest.mark.slow


def refusal(document: Document) -> str:
    before = [(one.id, one.state) for one in Document.select()]
    with pytest.raises(ScordError) as caught:
        arrange_back(document, by="Anne")
    assert caught.value.code is Code.ACTION_REFUSED
    assert [(one.id, one.state) for one in Document.select()] == before
    return str(caught.value.facts["reason"])


def test_the_former_papers_are_back_with_their_states_pdfs_and_what_was_read(
    practice: Practice,
) -> None:
    paper = scanned_paper(practice, 2)
    held = scanned_paper(practice, state=DocumentState.HELD, reason="image.too-white")
    said(paper, JEANS, ANNES)
    before = strips(practice.context, paper), strips(practice.context, held)
    one, two = whole(paper)
    made = arranged(practice, [paper, held], [two], [*whole(held), one._replace(turn=1)])
    assert pages_of(paper) is None
    restored = arrange_back(made[0], by="Anne")
    assert [row.id for row in restored] == [paper.id, held.id]
    assert (fresh(paper).state, fresh(paper).reason) == (DocumentState.INBOX, "no-clue")
    assert (fresh(held).state, fresh(held).reason) == (DocumentState.HELD, "image.too-white")
    assert (strips(practice.context, paper), strips(practice.context, held)) == before
    assert [page.reading for page in pages_of(paper) or ()] == [JEANS, ANNES]
    assert {fresh(row).state for row in made} == {DocumentState.REMADE}
    told = JournalEntry.get(JournalEntry.why == "arranged back")
    assert told.by == "Anne"


def test_it_is_undone_once_by_whichever_of_its_papers_is_named(practice: Practice) -> None:
    paper = scanned_paper(practice)
    (made,) = arranged(practice, [paper], whole(paper, turn=1))
    arrange_back(paper, by="Anne")
    assert fresh(paper).state == DocumentState.INBOX
    assert refusal(made) == "not-arranged"
    assert refusal(paper) == "not-arranged"


def test_two_arrangements_are_undone_the_later_first(practice: Practice) -> None:
    paper = scanned_paper(practice)
    (first,) = arranged(practice, [paper], whole(paper, turn=1))
    (second,) = arranged(practice, [waiting(first)], whole(first, turn=1))
    assert refusal(paper) == "remade"
    arrange_back(second, by="Anne")
    arrange_back(first, by="Anne")
    assert fresh(paper).state == DocumentState.INBOX
    again = arranged(practice, [fresh(paper)], whole(paper, turn=2))
    assert strips(practice.context, again[0]) == strips(practice.context, second)


@pytest.mark.parametrize("seen", [False, True], ids=["new", "looked at"])
def test_it_is_undone_before_and_after_the_filing_room_has_looked(
    practice: Practice, *, seen: bool
) -> None:
    paper = scanned_paper(practice, 2)
    one, two = whole(paper)
    arranged(practice, [paper], [one], left_out=[two])
    if seen:
        filed(practice)
    arrange_back(paper, by="Anne")
    assert fresh(paper).state == DocumentState.INBOX
    assert Document.select().where(Document.state != DocumentState.REMADE).count() == 1


def test_what_is_on_an_invoice_since_keeps_it_as_it_is(practice: Practice) -> None:
    paper = scanned_paper(practice, 2)
    one, two = whole(paper)
    first, second = arranged(practice, [paper], [one], [two])
    filed(practice)
    file_document(practice.context, fresh(second), practice.invoice(), "ORDN", by="Anne")
    assert refusal(first) == "attached"
    take_back(practice.context, fresh(second), by="Anne")
    arrange_back(first, by="Anne")
    assert fresh(paper).state == DocumentState.INBOX


def test_the_first_part_of_a_file_does_not_come_back(practice: Practice) -> None:
    paper = scanned_paper(practice)
    (made,) = arranged(practice, [paper], whole(paper))
    Scan.update(state=ScanState.OUTGROWN).execute()
    assert refusal(made) == "outgrown"


def test_a_paper_that_nobody_arranged_has_no_way_back(practice: Practice) -> None:
    assert refusal(scanned_paper(practice)) == "not-arranged"
