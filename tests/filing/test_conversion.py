"""A page with a flaw is held by its name and not sent; a person may overrule that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.filing.scans import converted
from tests.imaging.drawing import draw_page, draw_prescription

from scord.actions.paper import file_document
from scord.store.states import DocumentState
from scord.store.tables import Document, DocumentPart, JournalEntry

if TYPE_CHECKING:
    from PIL import Image
    from tests.lots.practice import Practice

pytestmark = pytest.mark.slow

WHOLE = draw_page()
CUT_LEFT = draw_prescription().crop((240, 0, 1654, 2339))
FAINT = WHOLE.point(lambda value: 255 - (255 - value) * 8 // 100)


@pytest.mark.parametrize(
    ("pages", "reason", "at_fault"),
    [
        ((WHOLE, CUT_LEFT), "image.cut-left", [2]),
        ((FAINT, WHOLE, FAINT), "image.too-white", [1, 3]),
        ((FAINT, CUT_LEFT), "image.illegible", [1, 2]),
    ],
)
def test_a_document_is_held_by_the_flaw_of_its_pages_and_keeps_its_pdf(
    practice: Practice, pages: tuple[Image.Image, ...], reason: str, at_fault: list[int]
) -> None:
    document = converted(practice, *pages)
    assert (document.state, document.reason) == (DocumentState.HELD, reason)
    assert document.facts["pages"] == at_fault
    assert DocumentPart.select().where(DocumentPart.document == document).exists()


def test_a_readable_document_is_not_held(practice: Practice) -> None:
    assert converted(practice, WHOLE).state == DocumentState.NEW


def test_a_person_who_finds_a_held_document_readable_files_it_and_is_in_the_journal(
    practice: Practice,
) -> None:
    document, invoice = converted(practice, CUT_LEFT), practice.invoice()
    file_document(practice.context, document, invoice, "ORDN", by="Anne")
    assert Document.get_by_id(document.id).state == DocumentState.ATTACHED
    said = JournalEntry.select().where(JournalEntry.event == "document.inbox").get()
    assert (said.by, said.why) == ("Anne", "a person finds it readable")
