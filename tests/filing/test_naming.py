"""A name counts where it stands as a patient's: family name and given name side by side."""

from __future__ import annotations

import pytest
from tests.filing.written import clue, ordonnance, patient

from scord.filing.naming import Degree, find_name, is_somebody_else
from scord.filing.sheet import lay_out
from scord.reading.clue import Box, Clue, ClueKind, Label

EXACT, NEAR, ABSENT = Degree.EXACT, Degree.NEAR, Degree.ABSENT


def found(
    written: list[str] | str, family: str = "LE GALL", given: str = "MARIE ANNE", *clues: Clue
) -> tuple[Degree, Degree]:
    (sheet,) = lay_out([ordonnance(written, *clues)])
    naming = find_name(sheet, family, given, ())
    return naming.family, naming.given


@pytest.mark.parametrize(
    ("written", "family", "given"),
    [
        ("LE GALL Marie Anne", EXACT, EXACT),
        ("Marie-Anne LEGALL", EXACT, EXACT),
        ("Mme LE-GALL Marie", EXACT, NEAR),
        ("M.A. LE GALL", EXACT, ABSENT),
        ("GALL Marie Anne", NEAR, EXACT),
        ("Le Gall-Morin Marie Anne", NEAR, EXACT),
        ("LE GALL née ROUX Marie Anne", EXACT, EXACT),
        ("LE GALL Marie-Annc", EXACT, NEAR),
        ("LE GALL Paul", EXACT, ABSENT),
        ("Marie Anne", ABSENT, ABSENT),
        ("rue Marie LE GALL", ABSENT, ABSENT),
        ("Dr Marie Anne LE GALL", ABSENT, ABSENT),
        ("Dr Roux à Mme LE GALL Marie Anne", EXACT, EXACT),
        (["Nom : LE GALL", "Prénom : Marie Anne"], EXACT, EXACT),
        (["Nom : LE GALL", "Prénom", "Marie Anne"], EXACT, EXACT),
        (["LE GALL", "Marie Anne"], EXACT, ABSENT),
        (["LE GALL", "12 rue Marie Anne"], EXACT, ABSENT),
        (["LE GALL", "mot", "mot", "mot", "Prénom : Marie Anne"], EXACT, ABSENT),
    ],
)  # fmt: skip
def test_where_and_how_a_name_stands(
    written: list[str] | str, family: Degree, given: Degree
) -> None:
    assert found(written) == (family, given)


@pytest.mark.parametrize(
    ("written", "given", "degree"),
    [
        ("DURAND Jean", "JEAN", EXACT),
        ("DURAND Jean-Pierre", "JEAN", NEAR),
        ("DURAND Jean", "JEAN-PIERRE", NEAR),
        ("DURAND Jeanne", "JEAN", ABSENT),
        ("DURAND Louise", "LOUIS", ABSENT),
        ("J. DURAND", "JEAN", NEAR),
        ("M. DURAND", "MICHEL", ABSENT),
        ("J. Roux DURAND", "JEAN", ABSENT),
    ],
)
def test_how_far_a_given_name_counts(written: str, given: str, degree: Degree) -> None:
    assert found(written, "DURAND", given) == (EXACT, degree)


def test_the_name_of_the_carer_is_no_patients() -> None:
    at = Box(0, 15, 200, 30)
    for label, family in ((Label.CARER, ABSENT), (Label.PRESCRIBER, ABSENT), (Label.NONE, EXACT)):
        carer = Clue(ClueKind.NAME, "LE GALL Marie", at, 0.9, label)
        assert found("LE GALL Marie Anne", "LE GALL", "MARIE ANNE", carer)[0] == family


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("LE GALL Marie Anne", False),
        ("Mme Marie LE GALL", False),
        ("LE GALL", False),
        ("Marie-Anne", False),
        ("LE GALL née ROUX Marie Anne", False),
        ("LE GALI Marie Anne", False),
        ("LE GALL Paul", True),
        ("ROUX Marie Anne", True),
        ("ROUX", True),
        ("M.", False),
    ],
)
def test_whether_a_labelled_name_is_somebody_elses(written: str, other: bool) -> None:
    labelled = patient(written)
    reading = ordonnance("", labelled, clue(ClueKind.PAGE, "1"))
    assert is_somebody_else(labelled, reading, "LE GALL", "MARIE ANNE", ()) is other
