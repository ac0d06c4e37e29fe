"""What was filed on grounds that no longer hold goes back to a person, unless it has left."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from scord.filing.attach import attach, live_attachments
from scord.filing.decide import Why
from scord.filing.doubt import unfile_doubtful
from scord.filing.stage import serve_series
from scord.store.database import transaction
from scord.store.states import DocumentState, InvoiceStatus, move
from scord.store.tables import Attachment, Document, Invoice, LotItem, Prescription, ScorLot

if TYPE_CHECKING:
    from tests.lots.practice import Practice


def filed(practice: Practice, invoice: Invoice, origin: str = "file-name") -> Document:
    document = practice.document(None, state=DocumentState.NEW)
    with transaction():
        attach(
            practice.context, document, invoice, document_type="ORDN", origin=origin, by="machine"
        )
    return document


def becomes(invoice: Invoice, **facts: object) -> None:
    """What a later hand-over of the LPS writes."""
    Invoice.update(**facts).where(Invoice.id == invoice.id).execute()


def standing(document: Document) -> tuple[str, str | None, list[str]]:
    fresh = Document.get_by_id(document.id)
    numbers = sorted(one.invoice.number for one in live_attachments(fresh))
    return fresh.state.value, fresh.reason, numbers


def test_an_invoice_that_turns_out_another_patients_gives_its_paper_back(
    practice: Practice,
) -> None:
    invoice = practice.invoice(number="481", identity="laurent")
    document = filed(practice, invoice)
    becomes(invoice, identity="valmont")
    unfile_doubtful(practice.context)
    assert standing(document) == ("inbox", Why.CLUES_DISAGREE, [])


@pytest.mark.parametrize("kept_by", ["a person", "a lot"])
def test_a_persons_word_and_a_lot_outlast_a_change_of_identity(
    practice: Practice, kept_by: str
) -> None:
    invoice = practice.invoice(number="481", identity="laurent")
    document = filed(practice, invoice, "person" if kept_by == "a person" else "slip")
    if kept_by == "a lot":
        (attachment,) = live_attachments(document)
        lot = ScorLot.create(
            practitioner=practice.nurse,
            destination="01-349",
            number=1,
            profile="reference",
            frozen_at=practice.now,
        )
        LotItem.create(lot=lot, attachment=attachment, identifier="piece")
    becomes(invoice, identity="valmont")
    unfile_doubtful(practice.context)
    assert standing(document)[0] == "attached"


def test_a_cancelled_invoice_gives_its_paper_back(practice: Practice) -> None:
    invoice = practice.invoice(number="481")
    document = filed(practice, invoice, "person")
    with transaction():
        move(invoice, InvoiceStatus.CANCELLED, by="lps")
    unfile_doubtful(practice.context)
    assert standing(document) == ("inbox", Why.INVOICE_CLOSED, [])


def test_a_paper_of_a_cancelled_invoice_stays_while_it_serves_another(practice: Practice) -> None:
    ordonnance = Prescription.create(practitioner=practice.nurse, reference="R1")
    first = practice.invoice(number="481", prescription=ordonnance)
    practice.invoice(number="482", prescription=ordonnance)
    document = filed(practice, first)
    serve_series(practice.context)
    with transaction():
        move(first, InvoiceStatus.CANCELLED, by="lps")
    unfile_doubtful(practice.context)
    assert standing(document)[0] == "attached"


def test_an_invoice_put_under_another_ordonnance_loses_the_first_ones_paper(
    practice: Practice,
) -> None:
    one, other = (
        Prescription.create(practitioner=practice.nurse, reference=name, day=date(2026, 3, 1))
        for name in ("R1", "R2")
    )
    practice.invoice(number="481", prescription=one)
    moved = practice.invoice(number="482", prescription=one)
    document = filed(practice, Invoice.get(Invoice.number == "481"))
    assert serve_series(practice.context) == 1
    becomes(moved, prescription=other)
    unfile_doubtful(practice.context)
    assert standing(document) == ("attached", None, ["481"])
    assert serve_series(practice.context) == 0


def test_a_paper_taken_back_and_filed_again_serves_its_series_again(practice: Practice) -> None:
    ordonnance = Prescription.create(practitioner=practice.nurse, reference="R1")
    first = practice.invoice(number="481", prescription=ordonnance)
    practice.invoice(number="482", prescription=ordonnance)
    document = filed(practice, first)
    serve_series(practice.context)
    Attachment.update(removed_at=practice.now).where(Attachment.document == document).execute()
    with transaction():
        move(document, DocumentState.INBOX, by="Anne", prescription=None)
        attach(practice.context, document, first, document_type="ORDN", origin="person", by="Anne")
    serve_series(practice.context)
    assert standing(document)[2] == ["481", "482"]
