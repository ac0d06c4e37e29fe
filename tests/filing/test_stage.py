"""The filing room at work: clues followed to invoices, series served, spoilt arms undone."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from scord.actions.paper import file_document
from scord.filing.attach import detach, live_attachments
from scord.filing.clues import SlipClue
from scord.filing.decide import Why
from scord.filing.doubt import unfile_doubtful
from scord.filing.leaves import Leaf, record_pages
from scord.filing.stage import file_new, look_again, serve_series
from scord.intake.arms import open_arm, spoil
from scord.store.database import close_store, transaction
from scord.store.refs import InvoiceRef
from scord.store.states import ArmState, DocumentState, InvoiceStatus, move
from scord.store.tables import Arm, Attachment, Document, Invoice, LotItem, Prescription, ScorLot
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.tables import Scan

DAY = date(2026, 3, 9)


def slip(number: str = "481", document_type: str | None = "ORDN", **changed: Any) -> dict[str, Any]:
    parts = {"billing_number": "991129768", "number": number, "invoice_date": DAY, **changed}
    return SlipClue(InvoiceRef(**parts), document_type).facts()


def new(practice: Practice, **facts: Any) -> Document:
    """A document of no type that waits for the filing room."""
    return practice.document(None, state=DocumentState.NEW, **facts)


def filed(practice: Practice, document: Document) -> tuple[str, str | None]:
    """What became of the document: its invoice's number and the rule, or the inbox and why."""
    file_new(practice.context)
    fresh = Document.get_by_id(document.id)
    live = live_attachments(fresh)
    if fresh.state == DocumentState.INBOX:
        assert live == []
        return "inbox", fresh.reason
    (attachment,) = live
    assert (attachment.by, attachment.confirmed_at) == ("machine", None)
    return attachment.invoice.number, attachment.origin


def arm(practice: Practice, invoice: Invoice, document_type: str | None = None) -> Arm:
    lasting = timedelta(minutes=10)
    with transaction():
        return open_arm(practice.context, invoice, "accueil", lasting, document_type, by="Anne")


def used(armed: Arm) -> Arm:
    with transaction():
        move(armed, ArmState.USED, by="machine")
    return armed


def another_of(scan: Scan, practice: Practice) -> Document:
    return Document.create(scan=scan, position=2, state=DocumentState.NEW, created_at=practice.now)


def freeze(practice: Practice, attachment: Attachment) -> None:
    lot = ScorLot.create(
        practitioner=practice.nurse,
        destination="01-349",
        number=1,
        profile="reference",
        frozen_at=practice.now,
    )
    LotItem.create(lot=lot, attachment=attachment, identifier="piece")


def test_a_slip_files_on_the_invoice_it_names(practice: Practice) -> None:
    practice.invoice(number="481")
    practice.invoice(number="482")
    assert filed(practice, new(practice, clue=slip("482"))) == ("482", "slip")


@pytest.mark.parametrize(
    ("clue", "why"),
    [
        (slip(invoice_date=date(2025, 3, 9)), Why.INVOICE_UNKNOWN),
        (slip(billing_number="991129776"), Why.INVOICE_UNKNOWN),
        (slip("999"), Why.INVOICE_UNKNOWN),
        ({"foreign_slip": True}, Why.FOREIGN_SLIP),
        ({}, Why.NO_CLUE),
    ],
)
def test_a_slip_that_names_no_invoice_here_is_for_a_person(
    practice: Practice, clue: dict[str, Any], why: Why
) -> None:
    practice.invoice(number="481")
    assert filed(practice, new(practice, clue=clue)) == ("inbox", why)


@pytest.mark.parametrize("status", [InvoiceStatus.CANCELLED, InvoiceStatus.REPLACED])
def test_a_slip_of_a_closed_invoice_is_for_a_person(
    practice: Practice, status: InvoiceStatus
) -> None:
    practice.invoice(number="481", status=status)
    assert filed(practice, new(practice, clue=slip())) == ("inbox", Why.INVOICE_CLOSED)


def test_a_type_that_nothing_names_is_what_the_invoice_lacks(practice: Practice) -> None:
    practice.invoice(number="481")
    document = new(practice, clue=slip(document_type=None))
    assert filed(practice, document) == ("481", "slip")
    assert Document.get_by_id(document.id).type == "ORDN"


def test_an_invoice_whose_pieces_are_in_a_lot_takes_nothing_by_itself(practice: Practice) -> None:
    invoice = practice.invoice(number="481")
    freeze(practice, practice.attach(invoice, practice.document("FSNC")))
    assert filed(practice, new(practice, clue=slip())) == ("inbox", Why.INVOICE_SENT)


def test_a_second_ordonnance_for_one_invoice_is_for_a_person(practice: Practice) -> None:
    practice.invoice(number="481")
    assert filed(practice, new(practice, clue=slip())) == ("481", "slip")
    assert filed(practice, new(practice, clue=slip())) == ("inbox", Why.TYPE_PRESENT)


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("SCORD_481_ADRDEUX.pdf", ("481", "file-name")),
        ("SCORD_481_Adr-Deux.pdf", ("481", "file-name")),
        ("SCORD_481_ADRTROIS.pdf", ("inbox", Why.INVOICE_UNKNOWN)),
        ("SCORD_482_ADRDEUX.pdf", ("inbox", Why.INVOICE_UNKNOWN)),
        ("481_ADRDEUX.pdf", ("inbox", Why.NO_CLUE)),
    ],
)
def test_a_file_name_files_where_number_and_name_agree(
    practice: Practice, name: str, outcome: tuple[str, str]
) -> None:
    practice.invoice(number="481")
    assert filed(practice, new(practice, name=name)) == outcome


def test_a_file_name_that_fits_two_invoices_is_for_a_person(practice: Practice) -> None:
    practice.invoice(number="481")
    practice.invoice(number="481", invoice_date=date(2025, 3, 9))
    document = new(practice, name="SCORD_481_ADRDEUX.pdf")
    assert filed(practice, document) == ("inbox", Why.INVOICE_AMBIGUOUS)


def test_a_cancelled_invoice_leaves_the_name_to_the_one_that_is_open(practice: Practice) -> None:
    practice.invoice(number="481", status=InvoiceStatus.CANCELLED, invoice_date=date(2025, 3, 9))
    practice.invoice(number="481")
    document = new(practice, name="SCORD_481_ADRDEUX.pdf")
    assert filed(practice, document) == ("481", "file-name")


def test_slip_and_file_name_that_differ_are_for_a_person(practice: Practice) -> None:
    practice.invoice(number="481")
    practice.invoice(number="482")
    document = new(practice, clue=slip("482"), name="SCORD_481_ADRDEUX.pdf")
    assert filed(practice, document) == ("inbox", Why.CLUES_DISAGREE)


def test_an_armed_invoice_gets_the_scan_of_its_arm(practice: Practice) -> None:
    armed = used(arm(practice, practice.invoice(number="481"), "AUTP"))
    document = new(practice, arm=armed)
    assert filed(practice, document) == ("481", "armed")
    assert Document.get_by_id(document.id).type == "AUTP"


def test_a_slip_that_contradicts_the_arm_is_for_a_person(practice: Practice) -> None:
    armed = used(arm(practice, practice.invoice(number="481")))
    practice.invoice(number="482")
    document = new(practice, arm=armed, clue=slip("482"))
    assert filed(practice, document) == ("inbox", Why.CLUES_DISAGREE)


def test_several_documents_of_an_armed_scan_are_all_for_a_person(practice: Practice) -> None:
    armed = used(arm(practice, practice.invoice(number="481")))
    first = new(practice, arm=armed)
    second = another_of(first.scan, practice)
    file_new(practice.context)
    reasons = {Document.get_by_id(one.id).reason for one in (first, second)}
    assert reasons == {Why.ARM_SEVERAL}


def test_an_arm_spoilt_before_filing_files_nothing(practice: Practice) -> None:
    armed = used(arm(practice, practice.invoice(number="481")))
    document = new(practice, arm=armed)
    arm(practice, practice.invoice(number="482"))
    assert filed(practice, document) == ("inbox", Why.ARM_SPOILT)


def test_an_arm_spoilt_after_filing_takes_its_document_back(practice: Practice) -> None:
    armed = used(arm(practice, practice.invoice(number="481"), "ORDN"))
    document = new(practice, arm=armed)
    filed(practice, document)
    with transaction():
        spoil(Arm.get_by_id(armed.id), why="two files")
    unfile_doubtful(practice.context)
    unfile_doubtful(practice.context)
    fresh = Document.get_by_id(document.id)
    assert (fresh.state, fresh.reason) == (DocumentState.INBOX, Why.ARM_SPOILT)
    assert live_attachments(fresh) == []


@pytest.mark.parametrize("kept_by", ["a person", "a lot"])
def test_a_spoilt_arm_leaves_what_a_person_agreed_to_or_a_lot_holds(
    practice: Practice, kept_by: str
) -> None:
    armed = used(arm(practice, practice.invoice(number="481"), "ORDN"))
    document = new(practice, arm=armed)
    filed(practice, document)
    (attachment,) = live_attachments(document)
    if kept_by == "a person":
        attachment.confirmed_at = practice.now
        attachment.save()
    else:
        freeze(practice, attachment)
    with transaction():
        spoil(Arm.get_by_id(armed.id), why="two files")
    unfile_doubtful(practice.context)
    assert live_attachments(document) == [attachment]


def test_a_document_that_waits_for_its_invoice_is_filed_when_that_arrives(
    practice: Practice,
) -> None:
    document = new(practice, clue=slip())
    assert filed(practice, document) == ("inbox", Why.INVOICE_UNKNOWN)
    practice.invoice(number="481")
    look_again()
    assert filed(practice, document) == ("481", "slip")


@pytest.mark.parametrize(
    "why", [why for why in Why if why not in {Why.INVOICE_UNKNOWN, Why.TYPE_UNKNOWN}]
)
def test_a_document_that_waits_for_a_person_is_not_looked_at_again(
    practice: Practice, why: Why
) -> None:
    document = practice.document(None, state=DocumentState.INBOX, reason=why.value)
    look_again()
    assert Document.get_by_id(document.id).state == DocumentState.INBOX


def test_what_a_person_took_back_stays_in_the_inbox_whatever_arrives(practice: Practice) -> None:
    practice.invoice(number="481")
    document = new(practice, clue=slip())
    filed(practice, document)
    with transaction():
        detach(practice.context, Document.get_by_id(document.id), by="Anne", why="taken back")
    look_again()
    assert filed(practice, document) == ("inbox", "taken back")


@pytest.fixture
def ordonnance(practice: Practice) -> Prescription:
    return Prescription.create(practitioner=practice.nurse, reference="O-1", day=DAY)


def on(document: Document) -> list[tuple[str, str]]:
    return [(one.invoice.number, one.origin) for one in live_attachments(document)]


def test_one_scan_serves_the_whole_series_and_its_later_invoices(
    practice: Practice, ordonnance: Prescription
) -> None:
    practice.invoice(number="481", prescription=ordonnance)
    practice.invoice(number="482", prescription=ordonnance)
    practice.invoice(number="490")
    document = new(practice, clue=slip())
    filed(practice, document)
    assert serve_series(practice.context) == 1
    practice.invoice(number="483", prescription=ordonnance)
    assert serve_series(practice.context) == 1
    assert serve_series(practice.context) == 0
    assert on(document) == [("481", "slip"), ("482", "series"), ("483", "series")]


def test_a_prescription_named_after_its_scan_was_filed_still_serves_the_series(
    practice: Practice, ordonnance: Prescription
) -> None:
    invoice = practice.invoice(number="481")
    document = new(practice, clue=slip())
    filed(practice, document)
    Invoice.update(prescription=ordonnance).where(Invoice.id == invoice.id).execute()
    practice.invoice(number="482", prescription=ordonnance)
    assert serve_series(practice.context) == 1
    assert on(document) == [("481", "slip"), ("482", "series")]


@pytest.mark.parametrize("status", [InvoiceStatus.CANCELLED, InvoiceStatus.REPLACED])
def test_a_closed_invoice_of_the_series_gets_nothing(
    practice: Practice, ordonnance: Prescription, status: InvoiceStatus
) -> None:
    practice.invoice(number="481", prescription=ordonnance)
    practice.invoice(number="482", prescription=ordonnance, status=status)
    document = new(practice, clue=slip())
    filed(practice, document)
    assert serve_series(practice.context) == 0


def test_an_invoice_of_the_series_that_has_its_own_ordonnance_gets_no_second(
    practice: Practice, ordonnance: Prescription
) -> None:
    practice.invoice(number="481", prescription=ordonnance)
    second = practice.invoice(number="482", prescription=ordonnance)
    practice.attach(second, practice.document("ORDN"))
    filed(practice, new(practice, clue=slip()))
    assert serve_series(practice.context) == 0


def test_a_care_sheet_belongs_to_its_invoice_and_not_to_the_series(
    practice: Practice, ordonnance: Prescription
) -> None:
    practice.invoice(number="481", mode="degrade", prescription=ordonnance)
    practice.invoice(number="482", mode="degrade", prescription=ordonnance)
    document = new(practice, clue=slip(document_type="FSNC"))
    filed(practice, document)
    assert serve_series(practice.context) == 0
    assert on(document) == [("481", "slip")]


def test_a_document_in_the_inbox_serves_nobody(
    practice: Practice, ordonnance: Prescription
) -> None:
    practice.invoice(number="481", prescription=ordonnance)
    practice.document("ORDN", state=DocumentState.INBOX, prescription=ordonnance)
    assert serve_series(practice.context) == 0


@pytest.mark.slow
def test_what_a_person_files_while_the_room_works_stays_with_the_person_and_stops_nothing(
    practice: Practice,
) -> None:
    invoice = practice.invoice(number="481")
    waiting = [
        practice.document(None, state=DocumentState.INBOX, reason=Why.INVOICE_UNKNOWN)
        for _ in range(60)
    ]
    taken: list[int] = []

    def person() -> None:
        for document in waiting:
            try:
                file_document(practice.context, document, invoice, "ORDN", by="Anne")
            except ScordError as fault:  # the room has it in its hands at this moment
                assert fault.code == Code.ACTION_REFUSED  # noqa: PT017 -- any other ends the thread
            else:
                taken.append(document.id)
        close_store()  # this thread's connection

    at_work = threading.Thread(target=person)
    at_work.start()
    while at_work.is_alive():
        look_again()
        file_new(practice.context)
    at_work.join()
    assert len(taken) >= 1
    on_it = {one.document_id for one in Attachment.select() if one.by == "Anne"}
    assert on_it == set(taken)


def test_the_arm_of_each_scan_speaks_for_pages_put_together(practice: Practice) -> None:
    one, other = practice.invoice(), practice.invoice()
    document = practice.document(
        None, state=DocumentState.NEW, arm=used(arm(practice, one)), pages=[]
    )
    with transaction():
        lasting = timedelta(minutes=10)
        armed = open_arm(practice.context, other, "étage", lasting, None, by="Anne")
    second = practice.document(None, state=DocumentState.REMADE, arm=used(armed), pages=[])
    record_pages(document, [Leaf(document.scan_id, 1), Leaf(second.scan_id, 1)])
    file_new(practice.context)
    fresh = Document.get_by_id(document.id)
    assert (fresh.state, fresh.reason) == (DocumentState.INBOX, Why.CLUES_DISAGREE)
