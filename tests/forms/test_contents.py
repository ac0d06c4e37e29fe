"""What the boxes say; what is not known stays empty."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.forms.invoices import DOCTOR, NIR, degraded

from scord.forms.contents import Act, Form, Party, Patient, euros, form_of, state_of

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.tables import Invoice

SUMMER_NIGHT = datetime(2026, 7, 6, 22, 30, tzinfo=UTC)
LEO = {"family_name": "PETITJEAN", "given_name": "LÉO", "patient_nir": None}
CHILD = {**LEO, "birth_date": "2019-05-23", "insured_nir": "188056322076241"}


def form(invoice: Invoice, **changes: Any) -> Form:
    return form_of(invoice, **{"made_at": SUMMER_NIGHT, **changes})


def test_an_adult_is_the_insured_and_lives_at_their_address(practice: Practice) -> None:
    made = form(degraded(practice))
    assert made.beneficiary == Party("ADRDEUX LAURENT", "01/01/1981", "1 81 01 63 220 751 40")
    address = ("515 AV. DES TILLEULS", "63999 VALMORAY")
    assert made.insured == Party("ADRDEUX LAURENT", "", "1 81 01 63 220 751 40", address)


def test_whose_insured_is_somebody_else_has_their_number_and_an_empty_name(
    practice: Practice,
) -> None:
    made = form(degraded(practice, **CHILD))
    assert made.beneficiary == Party("PETITJEAN LÉO", "23/05/2019", "")
    assert (made.insured.name, made.insured.nir) == ("", "1 88 05 63 220 762 41")


def test_the_acts_the_total_and_the_shares_are_the_invoices(practice: Practice) -> None:
    made = form(degraded(practice))
    assert made.acts[1] == Act("09/03/2026", "AMI", "2", "25,20 €")
    assert made.payment.total == "40,55 €"
    assert (made.payment.compulsory, made.payment.complementary) == ("21,00 €", "")


def test_the_prescription_is_named(practice: Practice) -> None:
    said = form(degraded(practice)).prescription
    assert said.name == "VALMONT CLAIRE"
    assert (said.billing_number, said.rpps) == ("991 100 017", "999 001 000 19")
    assert said.day == "03/03/2026"


def test_an_invoice_that_says_next_to_nothing_leaves_its_boxes_empty(practice: Practice) -> None:
    bare = practice.invoice(mode="degrade")
    made = form(bare)
    assert made.acts == ()
    assert (made.prescription.name, made.insured.address, made.centre) == ("", (), "")


def test_the_day_it_was_made_is_that_of_french_clocks(practice: Practice) -> None:
    assert form(degraded(practice)).made == "07/07/2026 à 00:30"


def test_forms_that_say_the_same_of_the_invoice_are_in_the_same_state(practice: Practice) -> None:
    invoice = degraded(practice)
    later = form(invoice, made_at=SUMMER_NIGHT.replace(year=2027), patient=Patient.ABSENT)
    assert state_of(later) == state_of(form(invoice))


@pytest.mark.parametrize(
    "changes",
    [
        {"total_cents": 1},
        {"given_name": "LAURE"},
        {"insured_nir": "254036322075283"},
        {"caisse": "350"},
        {"payload": {"exemption": None}},
        {"number": "482", "invoice_date": date(2026, 3, 8)},
    ],
)
def test_a_form_that_says_something_else_is_in_another_state(
    practice: Practice, changes: dict[str, Any]
) -> None:
    before = state_of(form(degraded(practice)))
    assert state_of(form(degraded(practice, **{"number": "481-1", **changes}))) != before


def test_neither_names_nor_signatures_stand_in_what_a_log_would_show(practice: Practice) -> None:
    signed = form(degraded(practice, DOCTOR), strokes=(((0.123, 0.5),),), signature=b"ink")
    assert "0.123" not in repr(signed)
    assert "ink" not in repr(signed)
    assert NIR not in state_of(signed)


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_an_amount_reads_back_as_the_cents_it_is(cents: int) -> None:
    plain = euros(cents).removesuffix(" €").replace(" ", "").replace(",", "")
    assert int(plain) == cents
