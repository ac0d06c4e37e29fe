"""An ordonnance that was asked for before its invoices: kept, given to them, doubted like any."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.filing.test_texts import ANNES, JEANS, STRANGERS, complete, read, scanned
from tests.filing.written import ANNE, JEAN, billed, care_sheet

from scord.actions.prescribing import prescribe
from scord.billing.prescriptions import Clues
from scord.filing.attach import live_attachments
from scord.filing.decide import Why
from scord.filing.doubt import unfile_doubtful
from scord.filing.stage import file_new, serve_series
from scord.intake.arms import open_arm, spoil
from scord.store.database import transaction
from scord.store.states import ArmState, DocumentState, move
from scord.store.tables import Arm, Document, Prescription

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.reading.clue import Reading
    from scord.store.tables import Invoice

KNOWN = "|".join((JEAN["patient_nir"], JEAN["birth_date"], "DURAND MOREL", "JEAN"))
NO_FACTS = dict.fromkeys(("family_name", "given_name", "birth_date", "nir", "prescriber", "day"))


def arm(practice: Practice, wanted: Prescription | Invoice, kind: str = "ORDN") -> Arm:
    with transaction():
        lasting = timedelta(minutes=10)
        return open_arm(practice.context, wanted, "accueil", lasting, kind, by="Anne")


def series(practice: Practice, **known: object) -> Prescription:
    clues = Clues("ORD-77", None, None, None)._asdict()
    return Prescription.create(practitioner=practice.nurse, **{**clues, **known})


def scanned_for(
    practice: Practice, wanted: Prescription | Invoice, *pages: Reading | None, kind: str = "ORDN"
) -> Document:
    """The document that came for the arm, once the filing room has looked at it."""
    armed = arm(practice, wanted, kind)
    with transaction():
        move(armed, ArmState.USED, by="machine")
    document = scanned(practice, *pages, arm=armed)
    file_new(practice.context, reads=True)
    return Document.get_by_id(document.id)


def invoices_of(document: Document) -> list[str]:
    return [one.invoice.number for one in live_attachments(document)]


def test_the_scan_is_kept_and_the_invoices_of_the_series_get_it_when_they_come(
    practice: Practice,
) -> None:
    ordonnance = series(practice)
    document = scanned_for(practice, ordonnance, JEANS)
    assert (document.state, document.type) == (DocumentState.ATTACHED, "ORDN")
    assert (document.prescription, document.prescribed_by) == (ordonnance, "machine")
    assert invoices_of(document) == []
    for number in ("481", "482"):
        billed(practice, JEAN, number=number, prescription=ordonnance)
    assert serve_series(practice.context) == 2
    assert invoices_of(document) == ["481", "482"]


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (STRANGERS, "ORDN"),
        (care_sheet("feuille de soins M. Jean Durand-Morel"), "ORDN"),
        (JEANS, "DSIP"),
    ],
    ids=["another patient's", "no ordonnance", "another kind of ordonnance"],
)
def test_what_is_surely_not_the_one_that_was_meant_waits_for_a_person(
    practice: Practice, page: Reading, kind: str
) -> None:
    document = scanned_for(practice, series(practice, patient_key=KNOWN), page, kind=kind)
    assert (document.state, document.reason) == (DocumentState.INBOX, Why.CLUES_DISAGREE)
    assert (document.prescription, document.prescribed_by) == (None, None)


def test_what_is_read_later_takes_another_patients_paper_back(practice: Practice) -> None:
    document = scanned_for(practice, series(practice, patient_key=KNOWN), None)
    assert document.state == DocumentState.ATTACHED
    read(document, 1, STRANGERS)
    complete(practice, document)
    fresh = Document.get_by_id(document.id)
    assert (fresh.state, fresh.reason) == (DocumentState.INBOX, Why.CLUES_DISAGREE)


def test_where_only_the_reference_is_known_the_first_invoice_tells_that_it_is_anothers(
    practice: Practice,
) -> None:
    ordonnance = series(practice)
    document = scanned_for(practice, ordonnance, STRANGERS)
    assert document.state == DocumentState.ATTACHED
    billed(practice, JEAN, prescription=ordonnance)
    assert serve_series(practice.context) == 0
    fresh = Document.get_by_id(document.id)
    assert (fresh.state, fresh.reason) == (DocumentState.INBOX, Why.CLUES_DISAGREE)


def test_a_spoilt_arm_puts_it_back_and_what_a_person_then_says_stays(practice: Practice) -> None:
    ordonnance = series(practice)
    document = scanned_for(practice, ordonnance, ANNES)
    billed(practice, ANNE, prescription=ordonnance)
    serve_series(practice.context)
    with transaction():
        spoil(Arm.get(), why="two files")
    unfile_doubtful(practice.context)
    fresh = Document.get_by_id(document.id)
    assert (fresh.state, fresh.reason) == (DocumentState.INBOX, Why.ARM_SPOILT)
    assert invoices_of(fresh) == []
    said = {**NO_FACTS, "reference": "ORD-77", "document_type": "ORDN"}
    prescribe(fresh, None, said, by="Anne")
    unfile_doubtful(practice.context)
    assert Document.get_by_id(document.id).state == DocumentState.ATTACHED


def test_a_slip_for_an_invoice_beside_the_arm_is_for_a_person(practice: Practice) -> None:
    ordonnance = series(practice)
    invoice = billed(practice, JEAN, number="481", prescription=ordonnance)
    first = arm(practice, ordonnance)
    with transaction():
        move(first, ArmState.USED, by="machine")
    document = scanned(practice, JEANS, arm=first, name=f"SCORD_{invoice.number}_DURANDMOREL.pdf")
    file_new(practice.context)
    fresh = Document.get_by_id(document.id)
    assert (fresh.state, fresh.reason) == (DocumentState.INBOX, Why.CLUES_DISAGREE)
