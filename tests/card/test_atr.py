"""Which card it is, from the ATRs that public sources give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.practice.card.atr import recognise
from scord_shared.cards import CardState

CARDS = [
    ("3B AC 00 40 2A 00 12 25 00 64 80 00 03 10 00 90 00", "CPS3"),
    ("3B AC 00 40 2A 00 12 25 00 64 80 82 02 12 00 90 00", "CPS3"),
    ("3B 8F 80 01 00 31 B8 64 04 B0 EC C1 73 94 01 80 82 90 00 0E", "CPS3, sans contact"),
    ("3B 9B 18 80 01 00 12 25 00 64 80 04 01 00 00 90 44", "CPS4"),
    ("3B 9B 18 80 01 00 12 25 00 64 80 00 04 01 00 90 44", "CPS4"),
    ("3B DC 18 FF 00 00 12 25 00 64 80 00 04 01 00 90 00", "CPS4"),
]


@pytest.mark.parametrize(("atr", "model"), CARDS)
def test_each_cps_is_known_by_its_generation(atr: str, model: str) -> None:
    assert recognise(bytes.fromhex(atr)) == (CardState.CPS, model)


@pytest.mark.parametrize("digit", "0123456789ABCDEF")
def test_each_vitale_is_known_as_such(digit: str) -> None:
    found = recognise(bytes.fromhex(f"3B 75 13 00 00 4{digit} 09 EA 90 00"))
    assert found == (CardState.VITALE, "Vitale")


@pytest.mark.parametrize(
    "atr",
    [
        "",
        "3B",
        "3B 8F 80 01 80 4F 0C A0 00 00 03 06 03 00 01 00 00 00 00 6A",  # a plain memory card
        "3B AC 00 40 2A 00 12 25 00 64 80 00 03 10 00 90",  # cut short
        "3B AC 00 40 2A 00 12 25 00 64 80 00 03 10 00 90 00 00",
        "3B AC 00 40 2A 00 12 25 00 65 80 00 03 10 00 90 00",  # another issuer
        "3B 75 13 00 00 58 09 EA 90 00",
    ],
)
def test_any_other_card_is_unknown(atr: str) -> None:
    assert recognise(bytes.fromhex(atr)) == (CardState.UNKNOWN, None)


@given(st.binary(max_size=40))
def test_whatever_a_card_answers_it_is_some_card(atr: bytes) -> None:
    assert recognise(atr).state in {CardState.CPS, CardState.VITALE, CardState.UNKNOWN}
