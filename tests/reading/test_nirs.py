"""A NIR is found in every writing of it, and never where its key does not prove it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import nir
from tests.reading.writing import lines, only, read, values

from scord.reading.clue import ClueKind, Label
from scord.reading.nirs import find_nirs

NIR = "181016322075140"
OTHER = "254036322075283"
CORSICAN = "186022A21532523"


def found(*rows: str) -> list[str]:
    return [clue.value for clue in find_nirs(lines(*rows))]


@pytest.mark.parametrize(
    "written",
    [
        "181016322075140",
        "1 81 01 63 220 751 40",
        "1.81.01.63.220.751.40",
        "1 81 01 63 220 751 | 40",
        "1 81 01 63 220 751\t40",
        "1810163220751 40",
        "1 8101 632 20751 40",
        "1 8 1 0 1 6 3 2 2 0 7 5 1 4 0",
        "NIR:181016322075140",
        "|1|8|1|0|1|6|3|2|2|0|7|5|1|4|0|",
        "Assuré 1 81 01 63 220 751 40 né le 01/01/1981",
        "1 81 01 63 220 751 40\t12/11/2026",
    ],
)
def test_a_nir_is_found_however_it_is_written(written: str) -> None:
    assert found(written) == [NIR]


@pytest.mark.parametrize("written", ["1 86 02 2A 215 325 23", CORSICAN])
def test_corsica_is_no_correction(written: str) -> None:
    (clue,) = find_nirs(lines(written))
    assert (clue.value, clue.mended) == (CORSICAN, False)


@pytest.mark.parametrize(
    "written",
    [
        "| 81 01 63 220 751 40",
        "l 8l 01 63 220 751 40",
        "1 B1 O1 63 220 751 40",
        "1 81 01 63 22O 7S1 40",
    ],
)
def test_letters_are_taken_for_digits_where_the_key_proves_it(written: str) -> None:
    (clue,) = find_nirs(lines(written))
    assert (clue.value, clue.mended) == (NIR, True)
    assert clue.sure < 0.9


@pytest.mark.parametrize(
    "written",
    [
        "1 81 01 63 220 751 41",
        "1 81 01 63 220 757 40",
        "1 81 O1 63 220 757 40",
        "l 8l Ol 63 22O 75l 4O",  # more letters than a key can prove
        "5 81 01 63 220 751 40",
        "N° d'immatriculation 1 81 01 63 220 751 41",
        "N° d'immatriculation 1 81 01 63 220 751\t41",
        "N° d'immatriculation 1 81 01 63 220 751 4",
    ],
)
def test_a_nir_with_a_wrong_digit_is_no_clue(written: str) -> None:
    assert found(written) == []


@given(st.integers(0, 12), st.integers(1, 9))
def test_no_other_digit_in_its_place_makes_a_nir(at: int, more: int) -> None:
    wrong = NIR[:at] + str((int(NIR[at]) + more) % 10) + NIR[at + 1 :]
    assert not nir.is_valid(wrong)
    assert found(wrong, f"NIR {wrong}") == []


@pytest.mark.parametrize(
    "written",
    [
        "Tél. 04 65 71 10 12 Fax 04 65 71 10 13",
        "RPPS 99900065279 AM 991129768",
        "IBAN FR76 3000 4028 3798 7654 3210 943",
        "FINESS 200102689 SIRET 732 829 320 00074",
        "Dossier 00181016322075140",
        "1810163220751",
    ],
)
def test_other_long_numbers_are_no_nir(written: str) -> None:
    assert found(written) == []


def test_thirteen_digits_are_a_nir_only_where_words_say_so() -> None:
    assert found("N° d'immatriculation 1 81 01 63 220 751") == [NIR[:13]]
    assert found("N° de sécurité sociale", "1 81 01 63 220 751") == [NIR[:13]]
    assert found("Référence 1 81 01 63 220 751") == []
    (clue,) = find_nirs(lines("NIR 1 81 01 63 220 751"))
    assert clue.sure < 0.5


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("et pour Zoé, 2 92 05 15 999 230 99 : idem", "292051599923099"),  # its key is wrong
        ('n° ss 2 92 05 15 999 230 "8', "29205159992308"),
        ("1 8I O1 63 22O 75? 40", "18??16322?7540"),
    ],
)
def test_what_is_grouped_as_a_nir_and_is_none_is_told_as_misread(written: str, value: str) -> None:
    clues = read(written)
    assert (values(clues, ClueKind.UNREAD_NIR), values(clues, ClueKind.NIR)) == ([value], [])


@pytest.mark.parametrize(
    "written",
    [
        f"NIR {NIR}",
        "NIR 1 81 01 63 220 751 40",
        "Tél. 04 65 71 20 30",
        "1 comprimé matin, midi et soir",
        "1 2 3 4",
    ],
)
def test_nothing_else_is_told_as_a_misread_nir(written: str) -> None:
    assert read(written).of(ClueKind.UNREAD_NIR) == ()


def test_two_nirs_on_a_page_are_two_clues() -> None:
    reading = read("NIR 1 81 01 63 220 751 40", "NIR 2 54 03 63 220 752 83")
    assert values(reading, ClueKind.NIR) == [NIR, OTHER]


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        (["N° d'immatriculation de l'assuré(e) 181016322075140"], Label.INSURED),
        (["PERSONNE RECEVANT LES SOINS", "", "N° 181016322075140"], Label.PATIENT),
        (["PERSONNE RECEVANT LES SOINS", "assuré(e)", "N° 181016322075140"], Label.INSURED),
        (["N° 181016322075140", "assuré(e)"], Label.NONE),
    ],
)
def test_the_words_beside_or_over_it_say_whose_it_is(rows: list[str], label: Label) -> None:
    assert only(read(*rows), ClueKind.NIR).label is label


@pytest.mark.parametrize(
    ("row", "unread"),
    [
        ("Et pour Michel MARTIN, 4 07 63 220 751 40 : idem.", "4076322075140"),
        ("81 01 63 220 751 40", "81016322075140"),
        ("81 01 2A 220 751 40", "81012A22075140"),
    ],
)
def test_a_nir_whose_beginning_was_not_read_is_one_that_was_not(row: str, unread: str) -> None:
    (clue,) = read(row).of(ClueKind.UNREAD_NIR)
    assert clue.value == unread.rjust(15, "?")


@pytest.mark.parametrize(
    "row",
    [
        "Tél. 04 65 71 20 30",
        "À Tél. 04 65 71 20 30",
        "12 000 220 751 40 €",
        "01 63 220 751",
        "le 12 03 2026 220 751",
    ],
)
def test_other_numbers_in_groups_are_no_unread_nir(row: str) -> None:
    assert read(row).of(ClueKind.UNREAD_NIR) == ()
