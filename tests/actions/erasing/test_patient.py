"""Whose an invoice is: what agrees in everything; of what agrees in part a person must say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.actions.erasing.settled import BORN, FAMILY, GIVEN, NIR, WHO

from scord.actions.erasing.patient import patient_of, words_of
from scord.actions.lookup import full_name
from scord.billing.names import identity
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from tests.lots.practice import Practice

OTHER_NIR = "284057512345678"


@pytest.fixture
def practice(context: Any) -> Practice:
    from tests.lots.practice import Practice  # noqa: PLC0415

    return Practice(context)


def who(**changes: Any) -> dict[str, Any]:
    facts = {**WHO, **changes}
    names = (facts["family_name"], facts["given_name"])
    return {**facts, "identity": identity(*names, facts["birth_date"], facts["patient_nir"])}


def test_equal_identities_are_one_patient(practice: Practice) -> None:
    one, two = practice.invoice(**WHO), practice.invoice(**WHO)
    practice.invoice()
    assert patient_of(one).invoices == (one, two)


PARTLY = {
    "a sister with the same NIR": who(given_name="Lea", given_key="LEA"),
    "a namesake": who(birth_date="19500101", patient_nir=OTHER_NIR),
    "no NIR known": who(patient_nir=None),
}


@pytest.mark.parametrize("case", PARTLY)
def test_what_agrees_in_part_is_never_guessed(practice: Practice, case: str) -> None:
    one, two = practice.invoice(**WHO), practice.invoice(**PARTLY[case])
    with pytest.raises(ScordError) as refused:
        patient_of(one)
    assert refused.value.facts == {"reason": "patient-unclear", "names": (full_name(two),)}
    assert patient_of(one, same=[two]).invoices == (one, two)
    assert patient_of(one, others=[two]).invoices == (one,)


def test_a_name_alone_is_not_enough(practice: Practice) -> None:
    nameless = who(birth_date=None, patient_nir=None)
    one, two = practice.invoice(**nameless), practice.invoice(**nameless)
    with pytest.raises(ScordError):
        patient_of(one)
    assert patient_of(one, others=[two]).invoices == (one,)


def test_an_erased_patient_is_named_by_no_invoice(practice: Practice) -> None:
    with pytest.raises(ScordError) as refused:
        patient_of(practice.invoice(status="erased"))
    assert refused.value.facts == {"reason": "patient-erased"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"{GIVEN} {FAMILY}", True),
        (f"{FAMILY.lower()}, née DURAND, {GIVEN.upper()}", True),
        ("N° 1 81 01 63 220 751 40", True),
        (NIR, True),
        (f"{FAMILY} Paul", False),
        (f"{GIVEN}{FAMILY}", False),
        (BORN, False),
        ("", False),
    ],
)
def test_a_text_names_them_by_both_names_or_the_nir(
    practice: Practice, text: str, named: bool
) -> None:
    assert patient_of(practice.invoice(**WHO)).is_named_in(words_of(text)) is named
