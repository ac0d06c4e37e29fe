"""Pages are split, turned, merged, reordered and left out by a person; none is lost on the way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.actions.papers import fresh, said, scanned_paper, strips
from tests.filing.scans import converted
from tests.filing.test_stage import arm, used
from tests.filing.test_texts import ANNES, JEANS, fate, filed, numbers
from tests.filing.written import ANNE, JEAN, billed
from tests.imaging.drawing import draw_page, pdf_pixels

from scord.actions.arranging import Wanted, arrange
from scord.actions.paper import bring_back, file_document, set_aside, take_back
from scord.filing.clues import SlipClue
from scord.filing.leaves import Leaf, blank_of, leaves_of
from scord.filing.texts import has_readings, is_read, pages_of
from scord.imaging.check import check_pdf
from scord.store.database import database
from scord.store.states import DocumentState, ScorLotState
from scord.store.tables import (
    Attachment,
    Document,
    DocumentPage,
    JournalEntry,
    LotItem,
    PageReading,
    ScorLot,
)
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.lots.practice import Practice

pytestmark = pytest.mark.slow

FOREIGN = {"foreign_slip": True}


def arranged(
    practice: Practice,
    documents: Sequence[Document],
    *into: Sequence[Wanted],
    left_out: Sequence[Wanted] = (),
) -> list[Document]:
    return arrange(practice.context, documents, into, left_out, by="Anne")


def refusal(practice: Practice, documents: Sequence[Document], *into: Sequence[Wanted]) -> str:
    before = [(one.id, one.state) for one in Document.select()]
    with pytest.raises(ScordError) as caught:
        arranged(practice, documents, *into)
    assert caught.value.code is Code.ACTION_REFUSED
    assert [(one.id, one.state) for one in Document.select()] == before
    return str(caught.value.facts["reason"])


def whole(document: Document, *, turn: int = 0) -> list[Wanted]:
    return [Wanted(document.id, place, turn) for place in range(1, document.pages.count() + 1)]


def waiting(document: Document) -> Document:
    """As the filing room leaves what nothing names an invoice for."""
    Document.update(state=DocumentState.INBOX, reason="no-clue").where(
        Document.id == document.id
    ).execute()
    return fresh(document)


def test_a_paper_is_split_and_each_page_is_as_it_was(practice: Practice) -> None:
    paper = scanned_paper(practice, 3, type="ORDN")
    before = strips(practice.context, paper)
    pages = whole(paper)
    first, second = arranged(practice, [paper], [pages[0]], [pages[1], pages[2]])
    assert (strips(practice.context, first), strips(practice.context, second)) == (
        before[:1],
        before[1:],
    )
    assert [one.state for one in (first, second)] == [DocumentState.NEW] * 2
    assert (first.type, second.type) == ("ORDN", "ORDN")
    assert fresh(paper).state == DocumentState.REMADE
    assert strips(practice.context, paper) == before
    for one in (first, second):
        (part,) = one.parts
        assert check_pdf(practice.context.files.documents.path(part.sha256)).conforming
    told = JournalEntry.get(JournalEntry.event == "document.remade")
    assert (told.by, told.why) == ("Anne", "arranged")


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_page_is_turned_clockwise_without_loss(practice: Practice, turn: int) -> None:
    paper = scanned_paper(practice)
    (before,) = paper.parts
    (made,) = arranged(practice, [paper], whole(paper, turn=turn))
    (after,) = made.parts
    was, now = (
        Image.fromarray(pdf_pixels(practice.context.files.documents.read(part.sha256)))
        for part in (before, after)
    )
    assert now == was.rotate(-90 * turn, expand=True)
    assert leaves_of(made) == [Leaf(paper.scan_id, 1, turn)]


def test_a_page_turned_all_round_in_two_goes_is_the_very_same_pdf(practice: Practice) -> None:
    paper = scanned_paper(practice)
    (there,) = arranged(practice, [paper], whole(paper, turn=3))
    (made,) = arranged(practice, [waiting(there)], whole(there, turn=1))
    assert [one.sha256 for one in made.parts] == [one.sha256 for one in paper.parts]


def test_front_and_back_scanned_apart_become_one_paper_in_the_order_asked(
    practice: Practice,
) -> None:
    fronts, backs = scanned_paper(practice, 2), scanned_paper(practice, 2)
    (f1, f2), (b1, b2) = strips(practice.context, fronts), strips(practice.context, backs)
    front, back = whole(fronts), whole(backs)
    (made,) = arranged(practice, [fronts, backs], [front[0], back[1], front[1], back[0]])
    assert strips(practice.context, made) == [f1, b2, f2, b1]
    assert [leaf.scan for leaf in leaves_of(made)] == [fronts.scan_id, backs.scan_id] * 2
    assert (made.scan_id, made.position) == (fronts.scan_id, 2)
    assert fresh(backs).state == DocumentState.REMADE


def test_a_page_left_out_is_set_aside_and_can_be_brought_back(practice: Practice) -> None:
    paper = scanned_paper(practice, 2)
    before = strips(practice.context, paper)
    pages = whole(paper)
    kept, out = arranged(practice, [paper], pages[:1], left_out=pages[1:])
    assert (kept.state, out.state) == (DocumentState.NEW, DocumentState.SET_ASIDE)
    bring_back(out, by="Anne")
    assert fresh(out).state == DocumentState.INBOX
    assert strips(practice.context, out) == before[1:]


def test_pages_not_named_exactly_once_are_refused_and_nothing_changes(practice: Practice) -> None:
    paper, other = scanned_paper(practice, 2), scanned_paper(practice)
    one, two = whole(paper)
    for into in (
        [],
        [[]],
        [[one]],
        [[one], [two], []],
        [[one, two, two]],
        [[one, two, Wanted(paper.id, 3)]],
        [[one, two, Wanted(paper.id, 0)]],
        [[one, two, *whole(other)]],
    ):
        assert refusal(practice, [paper], *into) == "pages-unclear"
    assert refusal(practice, [paper, paper], [one, two, one, two]) == "pages-unclear"
    assert refusal(practice, [], [one]) == "pages-unclear"


@pytest.mark.parametrize(
    "state",
    [
        DocumentState.NEW,
        DocumentState.READING,
        DocumentState.ATTACHED,
        DocumentState.SET_ASIDE,
        DocumentState.REMADE,
    ],
)
def test_what_is_not_in_a_classer_is_refused_by_its_state(
    practice: Practice, state: DocumentState
) -> None:
    paper = scanned_paper(practice, state=state)
    assert refusal(practice, [paper], whole(paper)) == state.value


def test_what_was_ever_in_a_lot_is_refused(practice: Practice) -> None:
    paper = scanned_paper(practice)
    attachment = practice.attach(practice.invoice(), paper, removed_at=practice.now)
    lot = ScorLot.create(
        practitioner=practice.nurse,
        destination="01-349",
        number=1,
        profile="reference",
        frozen_at=practice.now,
        state=ScorLotState.READY,
    )
    LotItem.create(lot=lot, attachment=attachment, identifier="TEST-1")
    assert refusal(practice, [paper], whole(paper)) == "already-in-lot"


def test_a_paper_without_a_page_is_refused(practice: Practice) -> None:
    blank = scanned_paper(practice, state=DocumentState.HELD)
    PageReading.delete().execute()
    DocumentPage.delete().execute()
    assert refusal(practice, [blank], []) == "no-page"


def test_of_two_who_arrange_the_same_paper_at_once_one_wins_and_the_other_is_told(
    practice: Practice,
) -> None:
    paper = scanned_paper(practice, 2)

    def split(_: int) -> str:
        with database.connection_context():
            try:
                pages = whole(paper)
                arranged(practice, [fresh(paper)], pages[:1], pages[1:])
            except ScordError as fault:
                return str(fault.facts["reason"])
            return "done"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(split, range(2))) == ["done", "remade"]
    assert Document.select().where(Document.state != DocumentState.REMADE).count() == 2
    assert sorted(numbers(one)[0] for one in Document.select() if one.made_by) == [1, 2]


def test_pages_that_changed_meanwhile_are_refused(practice: Practice) -> None:
    paper = scanned_paper(practice, 2)
    stale, pages = fresh(paper), whole(paper)
    arranged(practice, [paper], pages)
    assert refusal(practice, [stale], pages) == "remade"


def test_a_scan_that_the_archive_has_lost_is_said_and_the_paper_stays(practice: Practice) -> None:
    paper = scanned_paper(practice)
    practice.context.files.originals.path(paper.scan.sha256).unlink()
    with pytest.raises(ScordError) as caught:
        arranged(practice, [paper], whole(paper))
    assert caught.value.code is Code.STORE_FILE_DAMAGED
    assert fresh(paper).state == DocumentState.INBOX


def test_what_was_read_goes_with_its_page_and_a_turned_one_is_read_anew(
    practice: Practice,
) -> None:
    paper = scanned_paper(practice, 2)
    said(paper, JEANS, ANNES)
    one, two = whole(paper)
    same, turned = arranged(practice, [paper], [one], [two._replace(turn=2)])
    assert [page.reading for page in pages_of(same) or ()] == [JEANS]
    assert pages_of(turned) is None
    assert has_readings(turned)
    assert not is_read(turned)


def test_the_filing_room_files_the_halves_by_what_they_say(practice: Practice) -> None:
    his, hers = billed(practice, JEAN), billed(practice, ANNE)
    paper = scanned_paper(practice, 2, reason="pages-unsure")
    said(paper, JEANS, ANNES)
    one, two = whole(paper)
    arranged(practice, [paper], [two], [one])
    filed(practice)
    assert {row.invoice_id for row in Attachment.select()} == {his.id, hers.id}


def test_what_a_person_has_put_together_is_not_parted_again(practice: Practice) -> None:
    billed(practice, JEAN)
    papers = [scanned_paper(practice), scanned_paper(practice)]
    for paper, reading in zip(papers, (JEANS, ANNES), strict=True):
        said(paper, reading)
    (made,) = arranged(practice, papers, [*whole(papers[0]), *whole(papers[1])])
    filed(practice)
    assert fate(made)[0] == DocumentState.INBOX
    assert made.pages.count() == 2


def test_a_slip_speaks_for_the_page_behind_it_alone(practice: Practice) -> None:
    slip = SlipClue(practice.invoice().ref, "ORDN")
    paper = scanned_paper(practice, 2, clue=slip.facts())
    one, two = whole(paper)
    behind, first = arranged(practice, [paper], [two], [one])
    assert (behind.clue, first.clue) == ({}, slip.facts())


def test_a_slip_whose_page_is_no_longer_known_files_nothing(practice: Practice) -> None:
    slip = SlipClue(practice.invoice().ref, "ORDN")
    paper, other = scanned_paper(practice, 1, clue=slip.facts()), scanned_paper(practice)
    (made,) = arranged(practice, [paper, other], [*whole(other), *whole(paper)])
    assert made.clue == slip.facts()
    one, two = whole(made)
    halves = arranged(practice, [waiting(made)], [one], [two])
    assert [half.clue for half in halves] == [FOREIGN, FOREIGN]


def test_two_slips_on_one_paper_leave_it_to_a_person(practice: Practice) -> None:
    papers = [
        scanned_paper(practice, clue=SlipClue(practice.invoice().ref).facts()) for _ in range(2)
    ]
    (made,) = arranged(practice, papers, [*whole(papers[0]), *whole(papers[1])])
    assert made.clue == FOREIGN


def test_a_slip_that_could_not_be_read_may_lie_on_any_page(practice: Practice) -> None:
    paper = scanned_paper(practice, 2, clue=FOREIGN)
    one, two = whole(paper)
    halves = arranged(practice, [paper], [one], [two])
    assert [half.clue for half in halves] == [FOREIGN, FOREIGN]


def test_a_paper_that_a_person_took_off_its_invoice_is_not_put_back_by_the_machine(
    practice: Practice,
) -> None:
    invoice = practice.invoice()
    paper = scanned_paper(practice, clue=SlipClue(invoice.ref, "ORDN").facts())
    file_document(practice.context, paper, invoice, "ORDN", by="Anne")
    take_back(practice.context, paper, by="Anne")
    (made,) = arranged(practice, [fresh(paper)], whole(paper, turn=2))
    filed(practice)
    assert fate(made) == (DocumentState.INBOX, "taken back")


def test_an_armed_scan_that_was_only_turned_is_still_for_its_invoice(practice: Practice) -> None:
    invoice = practice.invoice()
    paper = scanned_paper(practice, arm=used(arm(practice, invoice)), reason="type-unknown")
    (made,) = arranged(practice, [paper], whole(paper, turn=2))
    Document.update(type="ORDN").where(Document.id == made.id).execute()
    filed(practice)
    assert Attachment.get().document_id == made.id


def test_a_blank_page_can_be_had_back_where_the_page_before_it_went(practice: Practice) -> None:
    blank = Image.new("L", (1654, 2339), 255)
    paper = waiting(converted(practice, draw_page(), blank, draw_page()))
    one, two = whole(paper)
    second, first = arranged(practice, [paper], [two], [one])
    assert (blank_of(first), blank_of(second)) == ([Leaf(paper.scan_id, 2)], [])


def test_a_held_page_that_leaves_its_paper_no_longer_holds_it(practice: Practice) -> None:
    faint = draw_page().point(lambda value: 255 - (255 - value) * 8 // 100)
    paper = converted(practice, draw_page(), faint)
    assert paper.state == DocumentState.HELD
    one, two = whole(paper)
    good, bad = arranged(practice, [paper], [one], [two])
    assert (good.state, bad.state) == (DocumentState.NEW, DocumentState.HELD)
    assert bad.reason == paper.reason


def test_what_was_set_aside_by_hand_can_be_arranged_once_it_is_back(practice: Practice) -> None:
    paper = scanned_paper(practice)
    set_aside(paper, by="Anne")
    bring_back(paper, by="Anne")
    assert len(arranged(practice, [fresh(paper)], whole(paper))) == 1
