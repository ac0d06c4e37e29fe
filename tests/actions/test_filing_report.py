"""How often each way of filing was right, by what people did afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import Practice

from scord.actions.filing_report import ByHandReport, FilingReport, WayReport, filing_report
from scord.actions.paper import confirm, file_document, move_document, take_back
from scord.filing.attach import attach, detach
from scord.store.database import transaction
from scord.store.states import DocumentState
from scord.store.tables import Document

if TYPE_CHECKING:
    from scord.store.context import Context
    from scord.store.tables import Invoice

RULE = "nir+prescription-date"
TEXT = f"text:{RULE}"


@pytest.fixture
def practice(context: Context) -> Practice:
    return Practice(context)


def filed(practice: Practice, invoice: Invoice, origin: str = "text") -> Document:
    document = practice.document(None, state=DocumentState.NEW)
    grounds = {"rule": RULE, "facts": []} if origin == "text" else None
    with transaction():
        attach(
            practice.context,
            document,
            invoice,
            document_type="ORDN",
            origin=origin,
            by="machine",
            grounds=grounds,
        )
    return Document.get_by_id(document.id)


def way(name: str = TEXT) -> WayReport:
    return next(one for one in filing_report().ways if one.way == name)


def test_an_empty_store_has_nothing_to_report(practice: Practice) -> None:
    assert practice.nurse
    assert filing_report() == FilingReport((), ByHandReport(0, 0, 0))


def test_each_way_is_counted_by_itself(practice: Practice) -> None:
    filed(practice, practice.invoice())
    filed(practice, practice.invoice(), "slip")
    filed(practice, practice.invoice(), "slip")
    assert filing_report().ways == (WayReport("slip", 2, 0, 0), WayReport(TEXT, 1, 0, 0))


def test_what_a_person_agreed_with_is_confirmed(practice: Practice) -> None:
    confirm(practice.context, filed(practice, practice.invoice()), by="Anne")
    assert way() == WayReport(TEXT, 1, 1, 0)


def test_what_a_person_took_back_or_moved_is_corrected(practice: Practice) -> None:
    take_back(practice.context, filed(practice, practice.invoice()), by="Anne")
    document, other = filed(practice, practice.invoice()), practice.invoice()
    move_document(practice.context, document, other, "ORDN", by="Anne")
    assert way() == WayReport(TEXT, 2, 0, 2)


def test_what_a_person_took_back_and_filed_there_again_was_right(practice: Practice) -> None:
    invoice = practice.invoice()
    document = filed(practice, invoice)
    take_back(practice.context, document, by="Anne")
    file_document(practice.context, Document.get_by_id(document.id), invoice, "ORDN", by="Anne")
    assert way() == WayReport(TEXT, 1, 0, 0)


def test_what_the_machine_took_back_itself_is_nobodys_judgement(practice: Practice) -> None:
    document = filed(practice, practice.invoice())
    with transaction():
        detach(practice.context, document, by="machine", why="clues-disagree")
    assert way() == WayReport(TEXT, 1, 0, 0)


def test_pieces_that_follow_their_series_are_not_counted(practice: Practice) -> None:
    filed(practice, practice.invoice(), "series")
    assert filing_report().ways == ()


def test_the_choices_of_people_are_counted_by_their_place_among_those_proposed(
    practice: Practice,
) -> None:
    for rank in (1, 1, 3, 0):
        practice.attach(practice.invoice(), practice.document(), grounds={"rank": rank})
    practice.attach(practice.invoice(), practice.document())  # its text was not read
    assert filing_report().by_hand == ByHandReport(filed=4, first=2, proposed=3)
