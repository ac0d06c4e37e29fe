from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.billing.makers import PATIENT, invoice, the

from scord.store.tables import Invoice, JournalEntry, Practitioner, Prescription

if TYPE_CHECKING:
    from tests.billing.makers import Lps

CHILD = {"family_name": "PETITJEAN", "given_name": "LÉO", "birth_date": "2019-05-23", "nir": None}
NOBODY = {"rpps": None, "billing_number": None, "name": None}


def series(of: Invoice) -> list[Invoice]:
    """The invoices under the same ordonnance, oldest first."""
    if of.prescription is None:
        return [of]
    shared = Invoice.select().where(Invoice.prescription == of.prescription)
    return list(shared.order_by(Invoice.invoice_date, Invoice.id))


def share(lps: Lps, first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether two invoices with these changes are one series."""
    lps.invoices(invoice("1", **first), invoice("2", **second))
    return the("2") in series(the("1"))


def test_patient_prescriber_and_day_make_a_series(lps: Lps) -> None:
    lps.invoices(invoice("2", invoice_date="2026-03-04"), invoice("1"), invoice("3"))
    assert [one.number for one in series(the("3"))] == ["1", "3", "2"]


@pytest.mark.parametrize(
    "changed",
    [
        {"prescription_date": "2026-02-26"},
        {"prescription_date": None},
        {"prescriber": NOBODY},
        {"prescriber": None},
        {"prescriber": {"rpps": "99900100027"}},
        {"patient": {**PATIENT, "given_name": "LUCIEN"}},
        {"patient": {**PATIENT, "birth_date": "1981-01-02"}},
    ],
)
def test_anything_unknown_or_different_makes_none(lps: Lps, changed: dict[str, Any]) -> None:
    assert not share(lps, {}, changed)


def test_accents_and_hyphens_in_names_make_no_difference(lps: Lps) -> None:
    first = {**PATIENT, "family_name": "LE GOFF MARTIN", "given_name": "RENE"}
    second = {**PATIENT, "family_name": "Le Goff-Martin", "given_name": "René"}
    assert share(lps, {"patient": first}, {"patient": second})


def test_a_child_without_a_number_has_series_of_their_own(lps: Lps) -> None:
    brother = {**CHILD, "given_name": "TOM"}
    assert share(lps, {"patient": CHILD}, {"patient": CHILD})
    lps.invoices(invoice("3", patient=brother))
    assert series(the("3")) == [the("3")]


def test_a_child_without_number_and_birth_date_is_left_to_a_person(lps: Lps) -> None:
    unknown = {**CHILD, "birth_date": None}
    assert not share(lps, {"patient": unknown}, {"patient": unknown})


def test_the_lps_reference_alone_makes_a_series(lps: Lps) -> None:
    bare = {"prescription_ref": "ORD-1", "prescriber": None, "prescription_date": None}
    assert share(lps, bare, bare)


def test_a_reference_used_for_two_patients_makes_none(lps: Lps) -> None:
    other = {**PATIENT, "given_name": "LUCIEN"}
    assert not share(
        lps, {"prescription_ref": "ORD-1"}, {"prescription_ref": "ORD-1", "patient": other}
    )


def test_two_references_on_one_day_are_two_ordonnances_and_a_third_is_left_open(lps: Lps) -> None:
    assert not share(lps, {"prescription_ref": "ORD-1"}, {"prescription_ref": "ORD-2"})
    lps.invoices(invoice("3"))
    assert the("3").prescription is None


def test_references_of_two_practitioners_are_not_one(lps: Lps) -> None:
    lps.invoices(invoice("1", prescription_ref="ORD-1"))
    lps.invoices(invoice("2", prescription_ref="ORD-1"), billing_number="991200015")
    assert series(the("1")) == [the("1")]


def test_an_ordonnance_that_came_before_its_invoice_is_joined(lps: Lps) -> None:
    lps.invoices(invoice("1"))
    alone = Prescription.create(
        practitioner=Practitioner.get(),
        patient_key="181016322075140|1981-01-01|ADRDEUX|LAURENT",
        prescriber_key="rpps:99900100019",
        day=date(2026, 3, 9),
    )
    lps.invoices(invoice("2", prescription_date="2026-03-09", prescription_ref="ORD-9"))
    assert the("2").prescription == alone
    assert the("2").prescription.reference == "ORD-9"


def test_a_changed_prescription_date_takes_the_invoice_out_of_its_series(lps: Lps) -> None:
    assert share(lps, {}, {})
    lps.invoices(invoice("2", prescription_date="2026-02-20"))
    assert series(the("1")) == [the("1")]


def test_what_a_person_joined_stays_joined_when_other_data_change(lps: Lps) -> None:
    lps.invoices(invoice("1"), invoice("2", prescriber=None))
    row = the("2")
    row.prescription = the("1").prescription
    row.save()
    lps.invoices(invoice("2", prescriber=None, colour="blue"))
    assert the("2") in series(the("1"))


def test_the_journal_knows_nobody(lps: Lps) -> None:
    lps.invoices(invoice("1"))
    lps.invoices(invoice("1", patient={**PATIENT, "given_name": "LUCIEN"}))
    text = " ".join(f"{entry.why} {entry.facts}" for entry in JournalEntry.select())
    assert not any(secret in text for secret in ("ADRDEUX", "LUCIEN", "18101632"))
