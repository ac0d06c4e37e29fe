"""Amounts, the number of the invoice, and which page it is."""

from __future__ import annotations

import pytest
from tests.reading.writing import lines, only, read, values

from scord.reading.amounts import find_pages
from scord.reading.clue import ClueKind, Label


@pytest.mark.parametrize(
    ("row", "cents", "label"),
    [
        ("AMI 4\t23,60 €", "2360", Label.NONE),
        ("MONTANT TOTAL\t1 023,60 €", "102360", Label.TOTAL),
        ("TOTAL 37 ,80", "3780", Label.TOTAL),
        ("soit 5,00 euros", "500", Label.NONE),
        ("Somme à payer\t25,20", "2520", Label.TOTAL),
        ("12/11/2026\tAMI 4\t12,60", "1260", Label.CARE),
        ("12/11/2026\tsoins\t12,60 €", "1260", Label.CARE),
    ],
)
def test_amounts_are_cents(row: str, cents: str, label: Label) -> None:
    clue = only(read(row), ClueKind.AMOUNT)
    assert (clue.value, clue.label) == (cents, label)


def test_an_amount_under_the_word_total_is_the_total() -> None:
    clue = only(read("MONTANT TOTAL", "15,43 €"), ClueKind.AMOUNT)
    assert (clue.value, clue.label) == ("1543", Label.TOTAL)


@pytest.mark.parametrize("row", ["AMX 3,15", "37,5 °C", "12.11.2026 €", "TOTAL 3 7,80 €", "0,250"])
def test_other_numbers_are_no_amount(row: str) -> None:
    assert read(row).of(ClueKind.AMOUNT) == ()


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ("Facture n° 481", "481"),
        ("FACTURE N° : 481", "481"),
        ("N° facture : F2026-0481", "F2026-0481"),
        ("N° de facture 2026/481", "2026/481"),
        ("Facture numéro FA-12", "FA-12"),
    ],
)
def test_an_invoice_number_stands_where_words_call_it_one(row: str, number: str) -> None:
    assert values(read(row), ClueKind.INVOICE_NUMBER) == [number]


@pytest.mark.parametrize(
    "row", ["N° de facturation 991129768", "à joindre à une facture", "n° 481"]
)
def test_a_billing_number_is_no_invoice_number(row: str) -> None:
    assert read(row).of(ClueKind.INVOICE_NUMBER) == ()


@pytest.mark.parametrize(
    ("row", "page"),
    [("Page 2/3", "2/3"), ("page 2 sur 3", "2/3"), ("p. 2", "2"), ("2/3", "2/3"), ("(suite)", "2")],
)
def test_the_edge_of_a_page_says_which_it_is(row: str, page: str) -> None:
    assert [clue.value for clue in find_pages(lines(row), 297)] == [page]
    assert list(find_pages(lines("", "", row), 297)) == []


def test_page_three_of_two_and_a_dose_are_no_pages() -> None:
    assert list(find_pages(lines("Page 3/2", "1/2 comprimé le soir"), 297)) == []
