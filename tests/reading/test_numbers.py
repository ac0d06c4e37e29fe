"""Numbers of prescribers in print and in codes, and the QR of an ordonnance numérique."""

from __future__ import annotations

import pytest
from tests.reading.writing import only, read

from scord.reading.clue import Box, ClueKind, Label
from scord.reading.codes import PageCode
from scord.reading.numbers import find_in_codes

RPPS, AM, FINESS = "99900065279", "991129768", "200102689"
PLACE = ((300, 600), (600, 600), (600, 900), (300, 900))


@pytest.mark.parametrize(
    ("row", "kind", "number"),
    [
        (f"RPPS {RPPS}", ClueKind.RPPS, RPPS),
        ("N° RPPS : 999 0006 5279", ClueKind.RPPS, RPPS),
        (f"AM {AM}", ClueKind.BILLING_NUMBER, AM),
        (f"N° de facturation\t{AM}", ClueKind.BILLING_NUMBER, AM),
        (f"FINESS n° {FINESS}", ClueKind.FINESS, FINESS),
    ],
)
def test_a_printed_number_follows_its_name(row: str, kind: ClueKind, number: str) -> None:
    assert only(read(row), kind).value == number


@pytest.mark.parametrize(
    "row", ["RPPS 99900065278", "RPPS 9990006527", RPPS, "RPPS 00000000000", "AM 99112976"]
)
def test_a_number_with_a_wrong_key_or_without_its_name_is_no_clue(row: str) -> None:
    kinds = (ClueKind.RPPS, ClueKind.BILLING_NUMBER, ClueKind.FINESS)
    assert read(row).of(*kinds) == ()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (("Code128", RPPS), ClueKind.RPPS),
        (("Code128", AM), ClueKind.BILLING_NUMBER),
        (("QRCode", "2P7KX81QLM42"), ClueKind.ELECTRONIC_PRESCRIPTION),
    ],
)
def test_a_code_is_a_clue_with_its_place(code: tuple[str, str], kind: ClueKind) -> None:
    (clue,) = find_in_codes([PageCode(*code, PLACE)], 300)
    assert (clue.kind, clue.value) == (kind, code[1])
    assert clue.box == Box(*(pytest.approx(mm) for mm in (25.4, 50.8, 50.8, 76.2)))
    assert clue.label is (Label.NONE if code[0] == "QRCode" else Label.PRESCRIBER)


def test_the_number_of_an_ordonnance_numerique_is_never_sure() -> None:
    (clue,) = find_in_codes([PageCode("QRCode", "2P7KX81QLM42", PLACE)], 300)
    assert clue.sure < 0.5


@pytest.mark.parametrize(
    "code",
    [
        ("QRCode", "https://exemple.fr/rdv?id=12345678"),
        ("QRCode", "SCORD1:991129768:481:20260105:ABCDEFGHIJ"),
        ("QRCode", ""),
        ("QRCode", "BONJOURATOUS"),
        ("Code128", "99900065278"),
        ("Code128", "1234"),
    ],
)
def test_a_code_of_somebody_else_is_no_clue(code: tuple[str, str]) -> None:
    assert list(find_in_codes([PageCode(*code, PLACE)], 300)) == []
