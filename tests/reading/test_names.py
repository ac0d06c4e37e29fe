"""Names where a label or a title says so, and whose they are."""

from __future__ import annotations

import pytest
from tests.reading.writing import only, read

from scord.reading.clue import ClueKind, Label


@pytest.mark.parametrize(
    ("row", "name", "label"),
    [
        ("Mme ADRDEUX Hélène, née le 14/03/1952", "ADRDEUX Hélène", Label.NONE),
        ("M. DE LA TOUR Jean-Luc", "DE LA TOUR Jean-Luc", Label.NONE),
        ("Enfant Léo PETITJEAN", "Léo PETITJEAN", Label.NONE),
        ("Patient : ADRDEUX Laurent", "ADRDEUX Laurent", Label.PATIENT),
        ("Nom et prénom : D'ANGELO Zoé", "D'ANGELO Zoé", Label.NONE),
        ("Nom de naissance : LE GALL", "LE GALL", Label.NONE),
        ("Docteur Claire VALMONT", "Claire VALMONT", Label.PRESCRIBER),
        ("Mme MARTIN ép. ADRDEUX Hélène", "MARTIN ép. ADRDEUX Hélène", Label.NONE),
        ("Mme ADRDEUX Hélène née MARTIN", "ADRDEUX Hélène née MARTIN", Label.NONE),
        ("Dr VALMONT\tMédecine générale", "VALMONT", Label.PRESCRIBER),
    ],
)
def test_a_name_follows_its_label_or_title(row: str, name: str, label: Label) -> None:
    clue = only(read(row), ClueKind.NAME)
    assert (clue.value, clue.label) == (name, label)


def test_the_title_of_a_dsi_makes_nobody_a_carer() -> None:
    clue = only(read("Démarche de soins infirmiers", "M. ADRDEUX Laurent"), ClueKind.NAME)
    assert clue.label is Label.NONE


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("PERSONNE RECEVANT LES SOINS", Label.PATIENT),
        ("PERSONNE RECEVANT LES SOINS ET ASSURÉ(E)", Label.PATIENT),
        ("BÉNÉFICIAIRE DES SOINS / ASSURÉ", Label.PATIENT),
        ("PROFESSIONNEL DE SANTÉ", Label.CARER),
        ("IDENTIFICATION DU PRESCRIPTEUR", Label.PRESCRIBER),
        ("ASSURÉ(E)", Label.INSURED),
    ],
)
def test_the_heading_of_a_section_says_whose_name_it_is(heading: str, label: Label) -> None:
    assert only(read(heading, "", "Nom et prénom\tADRDEUX Laurent"), ClueKind.NAME).label is label


def test_a_line_over_a_birth_date_that_is_nothing_but_a_name_is_one() -> None:
    rows = ("ADRDEUX Laurent", "Date de naissance : 01/01/1981")
    clue = only(read(*rows), ClueKind.NAME)
    assert clue.value == "ADRDEUX Laurent"
    assert read(rows[0]).of(ClueKind.NAME) == ()
    assert read("PERSONNE RECEVANT LES SOINS", rows[1]).of(ClueKind.NAME) == ()


@pytest.mark.parametrize(
    "row",
    ["Nom :", "Nom de famille\tPrénom(s)", "le nom des médicaments", "patient fatigué", "5 m. 20"],
)
def test_a_label_without_a_name_is_no_clue(row: str) -> None:
    assert read(row).of(ClueKind.NAME) == ()
