"""Whoever may be meant is found, each person once, and nobody else's invoices with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.filing.written import (
    ANNE,
    JEAN,
    LEA,
    PRESCRIBED,
    RPPS,
    billed,
    born,
    clue,
    keyed,
    nir,
    ordonnance,
    rpps,
    written_on,
)

from scord.filing.candidates import Person, find_people
from scord.filing.sheet import lay_out
from scord.reading.clue import Clue, ClueKind, Label
from scord.store.states import InvoiceStatus
from scord.store.tables import Prescription

if TYPE_CHECKING:
    from tests.lots.practice import Practice


def people(lines: list[str] | str = "", *clues: Clue) -> list[Person]:
    return find_people(lay_out([ordonnance(lines, *clues)])).people


@pytest.mark.parametrize(
    ("written", "clues"),
    [
        ("", [nir(JEAN["patient_nir"])]),
        ("", [nir(JEAN["patient_nir"][:13])]),
        ("", [born("1952-03-14")]),
        ("", [clue(ClueKind.DATE, "1952-03-14")]),
        ("Durand-Morel Jean", []),
        ("JEAN DURANDMOREL", []),
        ("Nom DURAND MOREL Prénom Jean", []),
    ],
)
def test_each_clue_leads_to_the_person(practice: Practice, written: str, clues: list[Clue]) -> None:
    invoice = billed(practice, JEAN)
    billed(practice, {"family_name": "BLANC", "given_name": "SOPHIE"})
    (found,) = people(written, *clues)
    assert found.invoices == (invoice.id,)
    assert found.by_number == bool(clues)


def test_the_insureds_nir_leads_to_the_whole_family(practice: Practice) -> None:
    for one in (ANNE, LEA):
        billed(practice, one)
    assert {one.given_name for one in people("", nir(ANNE["patient_nir"]))} == {"ANNE", "LEA"}


def test_prescriber_and_day_lead_to_whom_the_prescription_is_for(practice: Practice) -> None:
    made = Prescription.create(
        practitioner=practice.nurse, prescriber_key=f"rpps:{RPPS}", day=PRESCRIBED
    )
    billed(practice, JEAN, prescription=made)
    assert people("", rpps(), written_on())
    assert not people("", rpps())
    carer = clue(ClueKind.RPPS, RPPS, Label.CARER)
    assert not people("", carer, written_on())


@pytest.mark.parametrize("written", ["Durand-Morel", "Durand Paul", "Durand-Morel Paul", "Jean"])
def test_a_name_leads_nowhere_unless_family_and_given_name_are_there(
    practice: Practice, written: str
) -> None:
    billed(practice, JEAN)
    assert people(written) == []


def test_names_far_from_each_other_lead_nowhere(practice: Practice) -> None:
    billed(practice, JEAN)
    assert people(["Durand-Morel", *["mot"] * 8, "Jean"]) == []


def test_invoices_of_any_status_tell_who_exists(practice: Practice) -> None:
    for status in InvoiceStatus:
        billed(practice, JEAN, status=status)
    (found,) = people("Jean Durand-Morel")
    assert len(found.invoices) == len(InvoiceStatus)


def test_an_invoice_without_birth_date_or_nir_is_the_only_namesakes(practice: Practice) -> None:
    billed(practice, JEAN)
    billed(practice, {**JEAN, "birth_date": None})
    billed(practice, {**JEAN, "patient_nir": None})
    (found,) = people("Jean Durand-Morel")
    assert (found.birth_date, found.nir) == ("1952-03-14", JEAN["patient_nir"][:13])


@pytest.mark.parametrize(
    "other",
    [
        {"birth_date": "1984-07-01"},
        {"patient_nir": keyed("1520375112034")},
        {"birth_date": None, "patient_nir": None, "insured_nir": JEAN["patient_nir"]},
        {"given_name": "PAUL"},
    ],
)
def test_what_may_be_two_people_are_two(practice: Practice, other: dict[str, str | None]) -> None:
    billed(practice, JEAN)
    billed(practice, {**JEAN, **other})
    assert len(people("Jean Paul Durand-Morel", nir(JEAN["patient_nir"]))) == 2


def test_of_three_namesakes_the_incomplete_one_is_nobodys(practice: Practice) -> None:
    billed(practice, JEAN)
    billed(practice, {**JEAN, "patient_nir": keyed("1520375112034")})
    billed(practice, {**JEAN, "patient_nir": None})
    assert len(people("Jean Durand-Morel")) == 3


def test_a_blank_page_leads_nowhere(practice: Practice) -> None:
    billed(practice, JEAN)
    assert people() == []


def test_family_names_on_the_page_are_known_without_the_people(practice: Practice) -> None:
    billed(practice, JEAN)
    found = find_people(lay_out([ordonnance("Durand-Morel Paul")]))
    assert found == ([], frozenset({"DURANDMOREL"}))
