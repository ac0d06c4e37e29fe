"""What is read on a page decides where nothing else does, and objects where it must."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.filing.scans import converted
from tests.filing.written import (
    ANNE,
    JEAN,
    STRANGER_NIR,
    billed,
    care_sheet,
    cared_on,
    clue,
    nir,
    ordonnance,
    page,
    rpps,
    total,
    written_on,
)
from tests.filing.written import CARED as DAY
from tests.imaging.drawing import draw_prescription
from tests.imaging.making import bitonal_page, make_page

from scord.actions.paper import confirm, file_document, move_document, take_back
from scord.filing.another_look import AnotherLook
from scord.filing.attach import live_attachments
from scord.filing.clues import SlipClue
from scord.filing.decide import Why
from scord.filing.leaves import leaves_of
from scord.filing.stage import file_new, text_is_read
from scord.filing.texts import Texts, has_readings, is_read, pages_of, wait_for
from scord.imaging.apart import sheets_of
from scord.imaging.assemble import assemble
from scord.imaging.workers import WorkerPool
from scord.reading.clue import ClueKind, FormKind, Reading
from scord.reading.ocr import find_tessdata
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import DocumentState, ReadingState
from scord.store.tables import Attachment, Document, DocumentPage, DocumentPart, PageReading

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.tables import Invoice

JEANS = ordonnance("M. Jean Durand-Morel", nir(JEAN["patient_nir"]), rpps(), written_on())
ANNES = ordonnance("Mme Anne Adrdeux", nir(ANNE["patient_nir"]), rpps(), written_on())
STRANGERS = ordonnance("M. Paul Inconnu", nir(STRANGER_NIR), rpps(), written_on())
SMALL = bitonal_page()[:800]  # px; as many rows less as a page's number
NOTHING = page(FormKind.UNKNOWN, "gribouillis")


def scanned(practice: Practice, *readings: Reading | None, **changes: object) -> Document:
    """A new document of so many pages; those without a reading are still to be read."""
    numbers = list(range(1, len(readings) + 1))
    pages = [make_page(SMALL[number:], number) for number in numbers]
    parts = assemble(pages, title="x", created=practice.now, limit_bytes=250_000)
    data = [part.data for part in parts]
    document = practice.document(
        None, parts=data, state=DocumentState.NEW, pages=numbers, **changes
    )
    for part in parts:
        here = (DocumentPart.document == document) & (DocumentPart.number == part.number)
        DocumentPart.update(page_count=len(part.pages)).where(here).execute()
    wait_for(document)
    for number, reading in zip(numbers, readings, strict=True):
        if reading is not None:
            read(document, number, reading)
    return document


def read(document: Document, number: int, reading: Reading) -> None:
    said = msgspec.json.encode(reading).decode()
    (page,) = document.pages.where(DocumentPage.number == number)
    PageReading.update(state=ReadingState.READ, said=said).where(PageReading.page == page).execute()


def numbers(document: Document) -> list[int]:
    """Of its pages in their scan, in its order."""
    return [leaf.number for leaf in leaves_of(document)]


def complete(practice: Practice, document: Document) -> None:
    with transaction():
        text_is_read(practice.context, Document.get_by_id(document.id))


def news_of(invoice: Invoice) -> None:
    """As the import of the billing software's files writes it."""
    with transaction():
        journal.write("invoice.noted", invoice, by="lps")


def filed(practice: Practice) -> None:
    file_new(practice.context, reads=True)


def fate(document: Document) -> tuple[DocumentState, str | None]:
    fresh = Document.get_by_id(document.id)
    return fresh.state, fresh.reason


def on(document: Document) -> list[tuple[Invoice, str]]:
    return [(one.invoice, one.origin) for one in live_attachments(document)]


def test_a_paper_that_nothing_names_waits_for_its_text_and_is_filed_by_it(
    practice: Practice,
) -> None:
    invoice = billed(practice, JEAN)
    document = scanned(practice, None)
    filed(practice)
    assert fate(document) == (DocumentState.READING, None)
    read(document, 1, JEANS)
    complete(practice, document)
    filed(practice)
    assert on(document) == [(invoice, "text")]
    (attachment,) = live_attachments(document)
    assert attachment.grounds["rule"] == "nir+prescription-date"
    assert {"aspect": "nir", "degree": "exact", "page": 1} in attachment.grounds["facts"]
    assert attachment.confirmed_at is None


def test_a_paper_with_a_sure_way_does_not_wait(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    clue_ = SlipClue(invoice.ref, "ORDN").facts()
    document = scanned(practice, None, clue=clue_)
    filed(practice)
    assert on(document) == [(invoice, "slip")]


def test_where_nothing_can_be_read_papers_go_to_a_person_at_once(practice: Practice) -> None:
    document = scanned(practice, None)
    file_new(practice.context, reads=False)
    assert fate(document) == (DocumentState.INBOX, Why.NO_CLUE)


def test_papers_left_waiting_by_an_earlier_life_that_could_read_go_to_a_person(
    practice: Practice,
) -> None:
    document = scanned(practice, None)
    filed(practice)
    Texts(practice.context, WorkerPool(1), None, lambda _: None).work()
    file_new(practice.context, reads=False)
    assert fate(document) == (DocumentState.INBOX, Why.NO_CLUE)


def test_a_page_that_could_not_be_read_leaves_the_paper_to_a_person(practice: Practice) -> None:
    billed(practice, JEAN)
    document = scanned(practice, JEANS, None)
    PageReading.update(state=ReadingState.FAILED).where(PageReading.said.is_null()).execute()
    filed(practice)
    assert fate(document) == (DocumentState.INBOX, Why.NOT_READ)


def test_a_person_may_file_a_paper_while_it_is_read_and_the_text_changes_nothing(
    practice: Practice,
) -> None:
    invoice = billed(practice, ANNE)
    document = scanned(practice, None)
    filed(practice)
    file_document(practice.context, Document.get_by_id(document.id), invoice, "ORDN", by="Anne")
    read(document, 1, JEANS)
    complete(practice, document)
    assert on(document) == [(invoice, "person")]


def test_papers_of_two_patients_in_one_scan_are_parted_and_each_finds_its_invoice(
    practice: Practice,
) -> None:
    his, hers = billed(practice, JEAN), billed(practice, ANNE)
    document = scanned(practice, JEANS, ANNES)
    blank = {"scan": document.scan_id, "page": 3}
    Document.update(facts={"pages": [], "blank": [blank]}).execute()
    filed(practice)
    assert fate(document)[0] == DocumentState.REMADE
    first, second = Document.select().where(Document.state == DocumentState.ATTACHED)
    assert (on(first), on(second)) == ([(his, "text")], [(hers, "text")])
    assert (numbers(first), numbers(second)) == ([1], [2])
    assert (first.position, second.position) == (2, 3)
    assert (first.facts["blank"], second.facts["blank"]) == ([], [blank])
    for one in (first, second):
        (part,) = one.parts
        (sheet,) = sheets_of(practice.context.files.documents.read(part.sha256), numbers(one))
        assert sheet.strip == make_page(SMALL[sheet.number :]).strip
        assert [page.number for page in pages_of(one) or ()] == numbers(one)
    assert not has_readings(document)


def test_two_papers_behind_one_slip_get_their_types_by_what_they_are(practice: Practice) -> None:
    invoice = billed(practice, JEAN, mode="degrade")
    sheet = care_sheet(
        "M. Jean Durand-Morel", nir(JEAN["patient_nir"]), *cared_on(DAY), total(2500)
    )
    document = scanned(practice, sheet, JEANS, clue=SlipClue(invoice.ref).facts())
    filed(practice)
    assert fate(document)[0] == DocumentState.REMADE
    filed_now = Document.select().where(Document.state == DocumentState.ATTACHED)
    assert [(one.type, on(one)) for one in filed_now] == [
        ("FSNC", [(invoice, "slip")]),
        ("ORDN", [(invoice, "slip")]),
    ]


def test_a_page_that_may_not_belong_to_the_paper_leaves_all_to_a_person(practice: Practice) -> None:
    billed(practice, JEAN)
    document = scanned(practice, JEANS, NOTHING)
    filed(practice)
    assert fate(document)[0] == DocumentState.INBOX
    assert on(document) == []


@pytest.mark.parametrize("already", [False, True], ids=["when filed", "filed before it was read"])
def test_a_slip_before_somebody_elses_paper_is_not_believed(
    practice: Practice, *, already: bool
) -> None:
    invoice = billed(practice, JEAN)
    told = SlipClue(invoice.ref, "ORDN").facts()
    document = scanned(practice, None if already else STRANGERS, clue=told)
    filed(practice)
    if already:
        assert on(document) == [(invoice, "slip")]
        read(document, 1, STRANGERS)
        complete(practice, document)
    assert fate(document) == (DocumentState.INBOX, Why.CLUES_DISAGREE)


def test_what_a_person_confirmed_is_not_doubted_for_its_text(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    document = scanned(practice, None, clue=SlipClue(invoice.ref, "ORDN").facts())
    filed(practice)
    confirm(practice.context, Document.get_by_id(document.id), by="Anne")
    read(document, 1, STRANGERS)
    complete(practice, document)
    assert on(document) == [(invoice, "slip")]


def test_an_invoice_that_comes_after_the_scan_gets_its_paper(practice: Practice) -> None:
    document = scanned(practice, JEANS)
    filed(practice)
    assert fate(document)[0] == DocumentState.INBOX
    again = AnotherLook(practice.context)
    again.work()
    assert fate(document)[0] == DocumentState.INBOX
    invoice = billed(practice, JEAN)
    news_of(invoice)
    again.work()
    filed(practice)
    assert on(document) == [(invoice, "text")]


def test_what_a_person_took_back_is_not_filed_again_by_itself(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    document = scanned(practice, JEANS)
    filed(practice)
    take_back(practice.context, Document.get_by_id(document.id), by="Anne")
    news_of(invoice)
    AnotherLook(practice.context).work()
    filed(practice)
    assert fate(document) == (DocumentState.INBOX, "taken back")


def test_what_was_filed_by_its_text_can_be_moved_by_a_person(practice: Practice) -> None:
    billed(practice, JEAN)
    other = billed(practice, ANNE)
    document = scanned(practice, JEANS)
    filed(practice)
    move_document(practice.context, Document.get_by_id(document.id), other, "ORDN", by="Anne")
    assert on(document) == [(other, "person")]


def test_the_place_of_a_persons_choice_among_those_proposed_is_kept(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    unsure = ordonnance("M. Jean Durand-Morel", written_on())
    document = scanned(practice, unsure)
    filed(practice)
    file_document(practice.context, Document.get_by_id(document.id), invoice, "ORDN", by="Anne")
    assert Attachment.get().grounds == {"rank": 1}


@pytest.mark.parametrize(
    "reading",
    [
        ordonnance("M. Jean Durand-Morel", clue(ClueKind.NIR, STRANGER_NIR), rpps(), written_on()),
        ordonnance(
            "M. Jean Durand-Morel et Mme Anne Adrdeux",
            nir(JEAN["patient_nir"]),
            nir(ANNE["patient_nir"]),
            rpps(),
            written_on(),
        ),
        page(FormKind.OTHER, "Offre de fauteuils"),
        page(FormKind.UNKNOWN, ()),
    ],
    ids=["another's NIR", "two patients' NIRs", "advertising", "an empty page"],
)
def test_a_paper_that_names_no_one_patient_is_left_to_a_person(
    practice: Practice, reading: Reading
) -> None:
    billed(practice, JEAN)
    billed(practice, ANNE)
    document = scanned(practice, reading)
    filed(practice)
    assert fate(document)[0] == DocumentState.INBOX


def test_three_hundred_pages_in_one_file_are_parted_page_by_page_and_none_is_lost(
    practice: Practice,
) -> None:
    invoice = billed(practice, JEAN)
    readings = [JEANS if number == 100 else STRANGERS if number % 2 else ANNES
                for number in range(300)]  # fmt: skip
    document = scanned(practice, *readings)
    filed(practice)
    made = Document.select().where(Document.state != DocumentState.REMADE)
    assert sorted(number for one in made for number in numbers(one)) == list(range(1, 301))
    (attached,) = [one for one in made if one.state == DocumentState.ATTACHED]
    assert (numbers(attached), on(attached)) == ([101], [(invoice, "text")])
    assert not is_read(document) or fate(document)[0] == DocumentState.REMADE


def reading_ends_in(practice: Practice, pool: WorkerPool, *, kill: bool = False) -> Document:
    """A real page given to the readers of `pool`, and what becomes of its document."""
    document = converted(practice, draw_prescription())
    filed(practice)
    texts = Texts(
        practice.context, pool, find_tessdata(None), partial(text_is_read, practice.context)
    )
    with closing(pool):
        texts.work()
        while not is_read(document):
            if kill:
                for one in pool.process_ids:
                    os.kill(one, signal.SIGKILL)
            texts.take_in(pool.wait(5))
    filed(practice)
    return document


@pytest.mark.slow
def test_a_page_is_read_by_a_worker_and_its_words_are_kept(practice: Practice) -> None:
    document = reading_ends_in(practice, WorkerPool(1))
    (read_page,) = pages_of(Document.get_by_id(document.id)) or ()
    words = [word.text for line in read_page.reading.text.lines for word in line]
    assert {"pratiquer", "domicile,"} <= set(words)


@pytest.mark.slow
def test_reading_that_hangs_is_given_up_and_the_paper_goes_to_a_person(practice: Practice) -> None:
    document = reading_ends_in(practice, WorkerPool(1, seconds=0.05))
    assert fate(document) == (DocumentState.INBOX, Why.NOT_READ)
    assert PageReading.get().reason == "image.too-slow"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_reader_that_dies_twice_leaves_the_paper_to_a_person(practice: Practice) -> None:
    document = reading_ends_in(practice, WorkerPool(1), kill=True)
    assert fate(document) == (DocumentState.INBOX, Why.NOT_READ)
    assert PageReading.get().reason == "image.worker-died"
