"""A page left out as blank comes back by a person's word, unless the document has left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.filing.scans import converted
from tests.filing.test_texts import numbers
from tests.imaging.drawing import draw_page

from scord.actions.blank_pages import keep_blank
from scord.actions.paper import file_document
from scord.filing.leaves import Leaf, blank_of
from scord.imaging.check import check_pdf
from scord.store.states import DocumentState, ScorLotState
from scord.store.tables import (
    Attachment,
    Document,
    DocumentPart,
    JournalEntry,
    LotItem,
    ScorLot,
)
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.context import Context

pytestmark = pytest.mark.slow

BLANK = Image.new("L", (1654, 2339), 255)


def refusal(context: Context, document: Document) -> str:
    with pytest.raises(ScordError) as caught:
        keep_blank(context, document, by="Anne")
    assert caught.value.code is Code.ACTION_REFUSED
    return str(caught.value.facts["reason"])


def test_the_page_is_back_in_its_place_and_the_journal_tells_who_saw_to_it(
    practice: Practice,
) -> None:
    document = converted(practice, draw_page(), BLANK, draw_page())
    assert (numbers(document), blank_of(document)) == ([1, 3], [Leaf(document.scan_id, 2)])
    keep_blank(practice.context, document, by="Anne")
    fresh = Document.get()
    assert (numbers(fresh), blank_of(fresh)) == ([1, 2, 3], [])
    part = DocumentPart.get()
    assert part.page_count == 3
    report = check_pdf(practice.context.files.documents.path(part.sha256))
    assert report.conforming
    assert len(report.pages) == 3
    entry = JournalEntry.get(JournalEntry.event == "document.blank-kept")
    assert (entry.by, entry.facts) == ("Anne", {"pages": [2]})
    assert refusal(practice.context, fresh) == "no-blank-page"


def test_a_document_of_blank_pages_alone_goes_to_a_classer_and_can_be_filed(
    practice: Practice,
) -> None:
    document = converted(practice, BLANK)
    assert (document.state, document.reason) == (DocumentState.HELD, Code.IMAGE_NO_PAGE)
    keep_blank(practice.context, document, by="Anne")
    fresh = Document.get()
    assert (fresh.state, fresh.reason, numbers(fresh)) == (DocumentState.INBOX, None, [1])
    file_document(practice.context, fresh, practice.invoice(), "ORDN", by="Anne")
    assert Document.get().state == DocumentState.ATTACHED


def test_what_is_in_a_lot_stays_as_it_was_sent(practice: Practice) -> None:
    document = converted(practice, draw_page(), BLANK)
    file_document(practice.context, document, practice.invoice(), "ORDN", by="Anne")
    lot = ScorLot.create(
        practitioner=practice.nurse,
        destination="01-349",
        number=1,
        profile="reference",
        frozen_at=practice.now,
        state=ScorLotState.READY,
    )
    LotItem.create(lot=lot, attachment=Attachment.get(), identifier="TEST-1")
    before = DocumentPart.get().sha256
    assert refusal(practice.context, Document.get()) == "already-in-lot"
    assert DocumentPart.get().sha256 == before


def test_a_scan_that_the_archive_has_lost_is_said_and_the_document_stays(
    practice: Practice,
) -> None:
    document = converted(practice, draw_page(), BLANK)
    practice.context.files.originals.path(document.scan.sha256).unlink()
    with pytest.raises(ScordError) as caught:
        keep_blank(practice.context, document, by="Anne")
    assert caught.value.code is Code.STORE_FILE_DAMAGED
    assert numbers(Document.get()) == [1]
