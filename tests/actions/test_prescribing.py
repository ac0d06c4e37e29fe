"""An ordonnance scanned before its invoices waits on file and joins them when they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import Practice

from scord.actions.paper import file_document
from scord.actions.prescribing import prescribe
from scord.billing.prescriptions import Clues, join
from scord.filing.attach import live_attachments
from scord.filing.stage import serve_series
from scord.store.database import transaction
from scord.store.states import DocumentState
from scord.store.tables import Document
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from scord.store.context import Context

NOTHING = dict.fromkeys(
    ("reference", "family_name", "given_name", "birth_date", "nir", "prescriber", "day")
)
WHO = {
    "family_name": "ADRDEUX",
    "given_name": "LAURENT",
    "birth_date": "1981-01-01",
    "nir": "181016322075140",
    "prescriber": "99900065279",
    "day": "2026-03-02",
}


@pytest.fixture
def practice(context: Context) -> Practice:
    return Practice(context)


def facts(**given: str) -> dict[str, str | None]:
    return {**NOTHING, "document_type": "ORDN", **given}


def waiting(practice: Practice) -> Document:
    return practice.document(None, state=DocumentState.INBOX)


def numbers(document: Document) -> list[str]:
    return sorted(one.invoice.number for one in live_attachments(document))


@pytest.mark.parametrize("given", [{"reference": "ORD-77"}, WHO], ids=["reference", "who and when"])
def test_invoices_that_come_later_get_the_ordonnance(
    practice: Practice, given: dict[str, str]
) -> None:
    document = waiting(practice)
    prescription = prescribe(document, None, facts(**given), by="Anne")
    assert numbers(document) == []
    for number in ("481", "482"):
        practice.invoice(number=number, prescription=prescription)
    serve_series(practice.context)
    assert numbers(document) == ["481", "482"]


def test_what_the_lps_says_of_the_same_ordonnance_joins_it(practice: Practice) -> None:
    prescription = prescribe(waiting(practice), None, facts(reference="ORD-77"), by="Anne")
    with transaction():
        assert join(practice.nurse, Clues("ORD-77", None, None, None)) == prescription


@pytest.mark.parametrize("missing", ["family_name", "given_name", "prescriber", "day"])
def test_too_little_to_tell_one_ordonnance_from_another_is_refused(
    practice: Practice, missing: str
) -> None:
    document = waiting(practice)
    given = {name: value for name, value in WHO.items() if name != missing}
    with pytest.raises(ScordError) as caught:
        prescribe(document, None, facts(**given), by="Anne")
    assert caught.value.facts["reason"] == Refusal.PRESCRIPTION_UNCLEAR
    assert Document.get_by_id(document.id).state == DocumentState.INBOX


def test_a_number_with_a_wrong_key_is_refused_and_not_repeated(practice: Practice) -> None:
    with pytest.raises(ScordError) as caught:
        prescribe(waiting(practice), None, facts(**{**WHO, "nir": "181016322075141"}), by="Anne")
    assert caught.value.code is Code.ACTION_REFUSED
    assert "18101" not in str(caught.value)


def test_one_of_several_practitioners_must_be_named(practice: Practice) -> None:
    practice.practitioner("991129776")
    with pytest.raises(ScordError) as caught:
        prescribe(waiting(practice), None, facts(reference="ORD-77"), by="Anne")
    assert caught.value.facts["reason"] == Refusal.PRACTITIONER_UNKNOWN
    prescribe(waiting(practice), "991129776", facts(reference="ORD-77"), by="Anne")


def test_a_document_that_is_filed_already_is_refused(practice: Practice) -> None:
    document = waiting(practice)
    prescribe(document, None, facts(reference="ORD-77"), by="Anne")
    with pytest.raises(ScordError) as caught:
        prescribe(Document.get_by_id(document.id), None, facts(reference="ORD-78"), by="Anne")
    assert caught.value.facts["reason"] == Refusal.ATTACHED


def test_a_person_may_put_an_ordonnance_on_one_more_invoice_but_no_other_paper(
    practice: Practice,
) -> None:
    first, second = practice.invoice(number="481"), practice.invoice(number="482")
    ordonnance, sheet = waiting(practice), waiting(practice)
    for document, kind in ((ordonnance, "ORDN"), (sheet, "FSNC")):
        file_document(practice.context, document, first, kind, by="Anne")
    file_document(practice.context, ordonnance, second, "ORDN", by="Anne")
    assert numbers(ordonnance) == ["481", "482"]
    for document, invoice, kind in ((sheet, second, "FSNC"), (ordonnance, second, "ORDN")):
        with pytest.raises(ScordError):
            file_document(practice.context, document, invoice, kind, by="Anne")
    assert numbers(sheet) == ["481"]


def test_an_ordonnance_is_not_put_on_another_patients_invoice_beside_the_first(
    practice: Practice,
) -> None:
    first = practice.invoice(number="481", identity="ADRDEUX LAURENT")
    other = practice.invoice(number="482", identity="PETITJEAN LEO")
    ordonnance = waiting(practice)
    file_document(practice.context, ordonnance, first, "ORDN", by="Anne")
    with pytest.raises(ScordError) as caught:
        file_document(practice.context, ordonnance, other, "ORDN", by="Anne")
    assert caught.value.facts["reason"] == Refusal.ATTACHED
    assert numbers(ordonnance) == ["481"]
