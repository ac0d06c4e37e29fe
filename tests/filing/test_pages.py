"""Pages are one paper only where they are of one form and of one person."""

from __future__ import annotations

import pytest
from tests.filing.written import born, clue, ordonnance, page, patient, written_on

from scord.filing.candidates import Person
from scord.filing.pages import kind_of, speaks_of_one
from scord.filing.sheet import lay_out
from scord.reading.clue import ClueKind, FormKind, Reading

SHEET, ORDONNANCE, DSI = FormKind.CARE_SHEET, FormKind.PRESCRIPTION, FormKind.NURSING_PRESCRIPTION
OTHER, UNKNOWN = FormKind.OTHER, FormKind.UNKNOWN
JEAN = Person("DURAND", "JEAN", "1952-03-14", None, frozenset(), (1,), by_number=True)
PAUL = Person("DURAND", "PAUL", "1984-07-01", None, frozenset(), (2,), by_number=True)
HIS = ordonnance("Jean DURAND")
SECOND = clue(ClueKind.PAGE, "2/2")


@pytest.mark.parametrize(
    ("kinds", "folder_type", "expected"),
    [
        ([SHEET], None, SHEET),
        ([ORDONNANCE, UNKNOWN], None, ORDONNANCE),
        ([ORDONNANCE, SHEET], None, UNKNOWN),
        ([ORDONNANCE, OTHER], None, UNKNOWN),
        ([OTHER], None, OTHER),
        ([UNKNOWN], None, UNKNOWN),
        ([], None, UNKNOWN),
        ([UNKNOWN], "FSDE", SHEET),
        ([SHEET], "FSDE", SHEET),
        ([SHEET], "ORDN", UNKNOWN),
        ([DSI], "ORDN", UNKNOWN),
        ([ORDONNANCE], "AUTP", UNKNOWN),
        ([UNKNOWN], "AUTP", UNKNOWN),
    ],
)
def test_the_form_of_a_document(
    kinds: list[FormKind], folder_type: str | None, expected: FormKind
) -> None:
    assert kind_of(folder_type, [page(kind, "") for kind in kinds]) == expected


def test_a_form_that_is_not_sure_is_unknown() -> None:
    assert kind_of(None, [page(SHEET, "", sure=0.7)]) == UNKNOWN


@pytest.mark.parametrize(
    ("second", "one"),
    [
        (HIS, True),
        (ordonnance("M. DURAND", born("1952-03-14")), True),
        (page(UNKNOWN, "suite", SECOND), True),
        (page(SHEET, "Notice"), True),
        (page(UNKNOWN, "suite"), False),
        (page(UNKNOWN, "suite", clue(ClueKind.PAGE, "1/2")), False),
        (page(UNKNOWN, "Paul DURAND", SECOND), False),
        (page(UNKNOWN, "Sophie BLANC", SECOND, patient("Sophie BLANC")), False),
        (page(UNKNOWN, "suite", SECOND, born("1960-01-01")), False),
        (page(SHEET, "Notice", written_on()), False),
        (ordonnance("M. DURAND"), False),
    ],
)
def test_a_second_page_names_the_same_person_or_goes_on(second: Reading, one: bool) -> None:
    sheets = lay_out([HIS, second])
    assert speaks_of_one(JEAN, [JEAN, PAUL], sheets, {"DURAND"}) is one


def test_a_first_page_always_names_the_person() -> None:
    sheets = lay_out([page(SHEET, "Notice"), HIS])
    assert not speaks_of_one(JEAN, [JEAN], sheets, {"DURAND"})
