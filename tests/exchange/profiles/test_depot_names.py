"""The names of a depot's PDFs: those of Stellair, fit for every disk, each only once."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.exchange.profiles.depot_names import Patient, file_names
from scord.lots.profile import Part, Piece
from scord.settings import DOCUMENT_TYPES
from scord.store.refs import InvoiceRef

ADRDEUX = Patient("ADRDEUX", "LAURENT")
FIT = re.compile(r"FACTURE_[A-Z0-9_]+\.pdf")
LONGEST = 110


def piece(number: str = "481", document_type: str = "FSDE", parts: int = 1, day: int = 6) -> Piece:
    ref = InvoiceRef("991129768", number, date(2023, 7, day))
    pdfs = tuple(Part(place, f"{place:064x}", 1) for place in range(1, parts + 1))
    return Piece(1, ref, "012", document_type, pdfs)


def named(*given_ones: tuple[Piece, Patient]) -> list[tuple[str, ...]]:
    return file_names([one for one, _ in given_ones], [who for _, who in given_ones])


def test_a_piece_has_the_name_that_stellair_gives_it() -> None:
    assert named((piece(), ADRDEUX)) == [("FACTURE_481_ADRDEUX_LAURENT.pdf",)]


def test_parts_are_numbered_with_how_many_there_are() -> None:
    assert named((piece(parts=2), ADRDEUX)) == [
        ("FACTURE_481_ADRDEUX_LAURENT_1_2.pdf", "FACTURE_481_ADRDEUX_LAURENT_2_2.pdf")
    ]


@pytest.mark.parametrize(
    ("family", "given_name", "expected"),
    [
        ("Le Goff-Martin", "Hélène", "LE_GOFF_MARTIN_HELENE"),
        ("D'Œuvre", "Chloë", "D_OEUVRE_CHLOE"),
        ("Łukasz", "Bjørn", "LUKASZ_BJORN"),
        ("Groß", "Ændre", "GROSS_AENDRE"),
        ("../../etc", "con:", "ETC_CON"),
        ("ADRDEUX\n2", "L.", "ADRDEUX_L"),
        ("", "1", "SANS_NOM_SANS_PRENOM"),
        ("Иванова", "李", "SANS_NOM_SANS_PRENOM"),
        ("A" * 200, "B" * 200, f"{'A' * 30}_{'B' * 20}"),
    ],
)
def test_names_are_folded_to_plain_capitals(family: str, given_name: str, expected: str) -> None:
    assert named((piece(), Patient(family, given_name))) == [(f"FACTURE_481_{expected}.pdf",)]


def test_two_pieces_of_one_invoice_are_told_apart_by_their_type() -> None:
    assert named((piece(document_type="ORDN"), ADRDEUX), (piece(), ADRDEUX)) == [
        ("FACTURE_481_ADRDEUX_LAURENT_ORDN.pdf",),
        ("FACTURE_481_ADRDEUX_LAURENT_FSDE.pdf",),
    ]


def test_two_invoices_of_one_number_are_told_apart_by_their_day() -> None:
    assert named((piece(day=6), ADRDEUX), (piece(day=7), ADRDEUX)) == [
        ("FACTURE_481_ADRDEUX_LAURENT_FSDE_20230706.pdf",),
        ("FACTURE_481_ADRDEUX_LAURENT_FSDE_20230707.pdf",),
    ]


def test_two_pieces_of_one_type_are_told_apart_by_their_place_in_the_lot() -> None:
    assert named((piece("1"), ADRDEUX), (piece(), ADRDEUX), (piece(), ADRDEUX)) == [
        ("FACTURE_1_ADRDEUX_LAURENT.pdf",),
        ("FACTURE_481_ADRDEUX_LAURENT_FSDE_20230706_0002.pdf",),
        ("FACTURE_481_ADRDEUX_LAURENT_FSDE_20230706_0003.pdf",),
    ]


def test_patients_whose_names_look_like_our_additions_are_told_apart() -> None:
    names = named(
        (piece(document_type="ORDN"), ADRDEUX),
        (piece(), ADRDEUX),
        (piece(document_type="AUTP"), Patient("ADRDEUX", "LAURENT ORDN")),
        (piece("481 A"), Patient("B", "C")),
        (piece("481"), Patient("A B", "C")),
    )
    assert len(set(names)) == 5


_TEXT = st.one_of(
    st.sampled_from(["481", "481 1", "1_2", "ORDN", "A ORDN", "A", "É", "a", "20230706", "..", ""]),
    st.text(max_size=40),
)
_PIECE = st.builds(
    piece,
    number=_TEXT,
    document_type=st.sampled_from(DOCUMENT_TYPES),
    parts=st.integers(1, 3),
    day=st.integers(6, 7),
)


@given(st.lists(st.tuples(_PIECE, st.builds(Patient, _TEXT, _TEXT)), max_size=12))
def test_every_name_is_fit_for_every_disk_and_there_once(
    pairs: list[tuple[Piece, Patient]],
) -> None:
    names = [name for names in named(*pairs) for name in names]
    assert all(FIT.fullmatch(name) and len(name) < LONGEST for name in names)
    assert len({name.lower() for name in names}) == len(names)
