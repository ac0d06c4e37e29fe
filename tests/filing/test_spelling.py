"""Errors of reading are forgiven where they cannot make another name of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.filing.spelling import errors, family_parts, is_near, is_near_given

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize(
    ("known", "read", "near"),
    [
        ("DURAND", "DURAMD", True),
        ("DURAND", "DURADN", True),
        ("DURAND", "DURAN", True),
        ("DURAND", "DUPOND", False),
        ("ROUX", "ROUZ", False),
        ("CHASTAGNER", "CHASTAQMER", True),
        ("CHASTAGN", "CHASTAQM", False),
        ("DURAND", "DURAND", True),
    ],
)
def test_how_many_errors_are_forgiven_grows_with_the_name(
    known: str, read: str, near: bool
) -> None:
    assert is_near(known, read) is near


def test_what_is_as_near_to_another_name_is_near_to_neither() -> None:
    assert is_near("DURANT", "DURANX")
    assert not is_near("DURANT", "DURANX", ["DURAND"])
    assert not is_near("DURANT", "DURAND", ["DURAND"])
    assert is_near("DURANT", "DURANX", ["MARTIN"])


@pytest.mark.parametrize(
    ("known", "read"),
    [("LOUIS", "LOUISE"), ("LOUISE", "LOUIS"), ("FRANCOIS", "FRANCOISE"), ("MICHEL", "MICHELE")],
)
def test_a_given_name_that_ends_otherwise_is_another(known: str, read: str) -> None:
    assert not is_near_given(known, read)


def test_a_given_name_misread_is_near() -> None:
    assert is_near_given("LAURENT", "IAURENT")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("DURAND", ("DURAND",)),
        ("DURAND-MOREL", ("DURAND", "DURANDMOREL", "MOREL")),
        ("de La Tour", ("DELATOUR", "LATOUR", "TOUR")),
        ("BLANC épouse ROUX", ("BLANC", "BLANCROUX", "ROUX")),
        ("LE GO", ("LEGO",)),
    ],
)
def test_part_of_a_family_name_may_stand_for_it(name: str, parts: tuple[str, ...]) -> None:
    assert family_parts(name) == parts


@given(st.text(LETTERS, max_size=14), st.text(LETTERS, max_size=14))
def test_errors_are_never_more_than_two_nor_any_in_a_short_name(known: str, read: str) -> None:
    found = errors(known, read)
    assert found is None or found <= 2
    if len(known) < 5:
        assert found in (None, 0)
        assert (found == 0) == (known == read)
