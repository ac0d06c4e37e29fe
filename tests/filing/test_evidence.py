"""What a page says of one person: for, nearly, nothing, against."""

from __future__ import annotations

import pytest
from tests.filing.written import (
    PRESCRIBED,
    STRANGER_NIR,
    born,
    clue,
    keyed,
    nir,
    ordonnance,
    patient,
    written_on,
)

from scord.filing.candidates import Person
from scord.filing.evidence import Aspect, about_person, degree, denied, plain
from scord.filing.naming import Degree
from scord.filing.sheet import lay_out
from scord.reading.clue import Clue, ClueKind, Label

EXACT, NEAR, ABSENT, CONTRADICTED = (
    Degree.EXACT,
    Degree.NEAR,
    Degree.ABSENT,
    Degree.CONTRADICTED,
)
OWN, PARENT = "2150563220751", "2810163220751"
LEA = Person("ADRDEUX", "LEA", "2015-05-06", OWN, frozenset({PARENT}), (1,), by_number=True)
TWIN = keyed("2150563220752")

SAID = [
    # clues: how far the aspect is borne out
    ([nir(keyed(OWN))], Aspect.NIR, EXACT),
    ([nir(OWN)], Aspect.NIR, NEAR),
    ([nir(keyed(PARENT))], Aspect.INSURED_NIR, EXACT),
    ([nir(keyed(PARENT))], Aspect.NIR, ABSENT),
    ([nir(keyed(OWN)), nir(keyed(PARENT), Label.INSURED)], Aspect.NIR, EXACT),
    ([nir(keyed(OWN), Label.INSURED)], Aspect.NIR, NEAR),  # or it is a paper of her child
    ([clue(ClueKind.UNREAD_NIR, "21505?3220751")], Aspect.NIR, ABSENT),
    ([clue(ClueKind.UNREAD_NIR, "2150563??????")], Aspect.NIR, CONTRADICTED),
    ([clue(ClueKind.UNREAD_NIR, "1660975112034")], Aspect.NIR, CONTRADICTED),
    ([nir(keyed(OWN), Label.INSURED)], Aspect.INSURED_NIR, ABSENT),
    ([nir(keyed(OWN)), nir(STRANGER_NIR)], Aspect.NIR, CONTRADICTED),
    ([nir(TWIN)], Aspect.NIR, CONTRADICTED),
    ([nir(TWIN[:13])], Aspect.NIR, ABSENT),  # it may be hers misread: no key says otherwise
    ([nir(STRANGER_NIR[:13])], Aspect.NIR, CONTRADICTED),
    ([born("2015-05-06")], Aspect.BIRTH_DATE, EXACT),
    ([born("2015-05-08")], Aspect.BIRTH_DATE, NEAR),
    ([born("1981-01-01")], Aspect.BIRTH_DATE, CONTRADICTED),
    ([born("2015-05-06"), born("1981-01-01")], Aspect.BIRTH_DATE, CONTRADICTED),
    ([born("2015-05-06"), born("2015-05-08")], Aspect.BIRTH_DATE, EXACT),
    ([clue(ClueKind.BIRTH_DATE, "1981-01-01", Label.INSURED)], Aspect.BIRTH_DATE, ABSENT),
    ([clue(ClueKind.DATE, "2015-05-06"), written_on()], Aspect.BIRTH_DATE, EXACT),
    ([clue(ClueKind.DATE, "2015-05-06")], Aspect.BIRTH_DATE, ABSENT),
    ([clue(ClueKind.DATE, "1981-01-01"), written_on()], Aspect.BIRTH_DATE, ABSENT),
    ([clue(ClueKind.DATE, "1981-01-01", at_line=0), written_on()], Aspect.BIRTH_DATE,
     CONTRADICTED),
    ([clue(ClueKind.DATE, PRESCRIBED, at_line=0), written_on()], Aspect.BIRTH_DATE, ABSENT),
    ([patient("ADRDEUX Léa")], Aspect.PATIENT_NAME, ABSENT),
    ([patient("ADRDEUX Louis")], Aspect.PATIENT_NAME, CONTRADICTED),
    ([clue(ClueKind.NAME, "ADRDEUX Anne", Label.INSURED)], Aspect.PATIENT_NAME, ABSENT),
]  # fmt: skip


@pytest.mark.parametrize(("clues", "aspect", "expected"), SAID)
def test_how_far_a_page_bears_out_a_person(
    clues: list[Clue], aspect: Aspect, expected: Degree
) -> None:
    sheets = lay_out([ordonnance("Léa ADRDEUX", *clues)])
    found = about_person(LEA, sheets, {"ADRDEUX"})
    assert degree(found, aspect) == expected
    assert (aspect in denied(found)) == (expected == CONTRADICTED)


def test_the_name_is_taken_from_the_page_that_names_best() -> None:
    sheets = lay_out([ordonnance("ADRDEUX"), ordonnance("Léa ADRDEUX")])
    found = about_person(LEA, sheets, {"ADRDEUX"})
    assert found[Aspect.GIVEN_NAME].page == 2
    assert degree(found, Aspect.GIVEN_NAME) == EXACT


def test_a_person_known_by_name_only_is_not_found_by_a_near_name() -> None:
    by_name = Person("ADRDEUX", "LEA", None, None, frozenset(), (1,), by_number=False)
    sheets = lay_out([ordonnance("Léa ADRDEIX")])
    assert degree(about_person(LEA, sheets, {"ADRDEUX"}), Aspect.FAMILY_NAME) == NEAR
    assert degree(about_person(by_name, sheets, {"ADRDEUX"}), Aspect.FAMILY_NAME) == ABSENT


def test_plain_facts_hold_neither_name_nor_number() -> None:
    sheets = lay_out([ordonnance("Léa ADRDEUX", nir(keyed(OWN)), born("2015-05-06"))])
    facts = plain(about_person(LEA, sheets, {"ADRDEUX"}))
    assert {"aspect": "nir", "degree": "exact", "page": 1} in facts
    assert not any(secret in str(facts) for secret in ("ADRDEUX", OWN, "2015"))
