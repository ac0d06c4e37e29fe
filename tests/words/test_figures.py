"""Figures in French and English: thousands, amounts, sizes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scord.words.figures import born, clock, count, day, moment, money, nir, size

WINTER = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cents", "french", "english"),
    [
        (2760, "27,60\u202f€", "€27.60"),
        (5, "0,05\u202f€", "€0.05"),
        (-2760, "-27,60\u202f€", "-€27.60"),
        (123456789, "1\u202f234\u202f567,89\u202f€", "€1,234,567.89"),
    ],
)
def test_amounts(cents: int, french: str, english: str) -> None:
    assert (money(cents, "fr"), money(cents, "en")) == (french, english)


@pytest.mark.parametrize(
    ("of", "french", "english"),
    [
        (0, "0\u202fo", "0\u202fB"),
        (999, "999\u202fo", "999\u202fB"),
        (74_512, "74,5\u202fKo", "74.5\u202fKB"),
        (250_000, "250\u202fKo", "250\u202fKB"),
        (2_000_000_000_000, "2000\u202fGo", "2000\u202fGB"),
    ],
)
def test_sizes_count_in_thousands_as_the_scheme_does(of: int, french: str, english: str) -> None:
    assert (size(of, "fr"), size(of, "en")) == (french, english)


def test_times_are_those_of_clocks_in_france() -> None:
    assert moment(WINTER, "fr") == "06/01/2026 00:30"
    assert moment(WINTER, "en") == "2026-01-06 00:30"
    assert clock(WINTER) == "00:30"
    assert day(date(2026, 1, 5), "fr") == "05/01/2026"


def test_counts_have_their_thousands_apart() -> None:
    assert (count(100_000, "fr"), count(100_000, "en")) == ("100\u202f000", "100,000")


def test_a_nir_stands_as_on_a_card_whole_or_not() -> None:
    assert nir("181016322075140") == "1 81 01 63 220 751 40"
    assert nir("1810163220751") == "1 81 01 63 220 751"


@pytest.mark.parametrize(
    ("given", "told"), [("1981-01-31", "31/01/1981"), ("1950-00-00", "1950-00-00"), (None, "")]
)
def test_a_birth_date_that_no_calendar_has_stays_as_it_was_given(
    given: str | None, told: str
) -> None:
    assert born(given, "fr") == told
