"""Dates in French notations, and what the words say they are of."""

from __future__ import annotations

import pytest
from tests.reading.writing import TODAY, lines, only, read, values

from scord.reading.clue import ClueKind, Label
from scord.reading.dates import find_dates


@pytest.mark.parametrize(
    "written",
    [
        "14/03/1952",
        "14-03-1952",
        "14.03.1952",
        "14 / 03 / 1952",
        "14 mars 1952",
        "14 mors 1952",
        "14/03/52",
        "14. O3. 1952",
    ],
)
def test_a_birth_date_is_read_in_every_notation(written: str) -> None:
    clue = only(read(f"Mme X, née le {written}"), ClueKind.BIRTH_DATE)
    assert clue.value == "1952-03-14"


@pytest.mark.parametrize(
    "words",
    ["Né(e) le", "née) le", "Né le", "né{e) le", "Date de naissance :", "DDN :", "DDN", "Née :"],
)
def test_words_say_that_it_is_of_a_birth(words: str) -> None:
    assert values(read(f"{words} 01/04/1981"), ClueKind.BIRTH_DATE) == ["1981-04-01"]


def test_a_heading_over_the_date_says_so_too() -> None:
    reading = read("Nom\tDate de naissance", "ROY\t01/04/1981")
    assert values(reading, ClueKind.BIRTH_DATE) == ["1981-04-01"]


def test_each_date_on_a_line_has_the_words_before_it() -> None:
    reading = read("Né le 14/03/1952 consultation le 12/11/2026")
    assert values(reading, ClueKind.BIRTH_DATE) == ["1952-03-14"]
    assert values(reading, ClueKind.DATE) == ["2026-11-12"]


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ("Paris, le 12/11/2026", Label.DOCUMENT),
        ("Le jeudi 12 novembre 2026", Label.DOCUMENT),
        ("Date : 12.11.26", Label.DOCUMENT),
        ("12/11/2026\tAMI 4\t12,60 €", Label.CARE),
        ("Date des soins 12/11/2026", Label.CARE),
        ("12/11/2026\tsoins à domicile\t12,60", Label.CARE),
        ("jusqu'au 12/11/2026", Label.NONE),
        ("1er relevé 12/11/2026", Label.NONE),
    ],
)
def test_words_say_what_a_date_is_of(row: str, label: Label) -> None:
    clue = only(read(row), ClueKind.DATE)
    assert (clue.value, clue.label) == ("2026-11-12", label)


def test_dates_under_the_heading_of_a_table_of_acts_are_of_care() -> None:
    reading = read("ACTES EFFECTUÉS", "12/11/2026", "13/11/2026")
    assert {clue.label for clue in reading.of(ClueKind.DATE)} == {Label.CARE}


@pytest.mark.parametrize(
    "row",
    [
        "le 31/02/2026",
        "le 12/13/2026",
        "le 23/11/2026",
        "né le 01/01/1900",
        "né le 11/09/19 61",
        "né le 11/09/19%%61",
        "le 1/2",
        "12.11.20.26",
    ],
)
def test_a_date_that_cannot_be_or_is_still_to_come_is_no_clue(row: str) -> None:
    assert list(find_dates(lines(row), TODAY)) == []


def test_a_short_year_is_of_this_century_for_paper_and_of_the_last_for_who_is_not_born_yet() -> (
    None
):
    reading = read("né le 01/12/26", "le 14/03/26", "né le 14/03/12")
    assert values(reading, ClueKind.BIRTH_DATE) == ["1926-12-01", "2012-03-14"]
    assert values(reading, ClueKind.DATE) == ["2026-03-14"]
    assert all(clue.sure < 0.6 for clue in reading.of(ClueKind.BIRTH_DATE))


@pytest.mark.parametrize("boxes", ["14031952", "1 4 0 3 1 9 5 2", "|1|4|0|3|1|9|5|2|"])
def test_eight_digits_are_a_date_only_where_a_form_asks_for_one(boxes: str) -> None:
    assert values(read(f"date de naissance {boxes}"), ClueKind.BIRTH_DATE) == ["1952-03-14"]
    assert read(f"dossier {boxes}").of(ClueKind.BIRTH_DATE, ClueKind.DATE) == ()


def test_the_first_of_a_month_is_written_with_its_ending() -> None:
    assert values(read("le 1er avril 2026"), ClueKind.DATE) == ["2026-04-01"]


def test_the_birth_date_of_the_insured_is_labelled() -> None:
    clue = only(read("Assuré(e) : ROY, né(e) le 14/03/1952"), ClueKind.BIRTH_DATE)
    assert clue.label is Label.INSURED
