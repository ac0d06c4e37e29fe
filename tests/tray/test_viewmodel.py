"""The tray tells each state by shape and words, briefly and without a patient's data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord_tray.viewmodel import TOOLTIP_MAX, Shape, Status, view

NOON = datetime(2026, 3, 9, 12, 5, tzinfo=UTC)

ONE_OF_EACH = {
    Shape.CROSS: Status(unreachable_since=NOON),
    Shape.OCTAGON: Status(rejected=1),
    Shape.BARS: Status(paused=True),
    Shape.DIAMOND: Status(to_file=1),
    Shape.ARROW: Status(to_send=1),
    Shape.CHECK: Status(),
}

counts = st.integers(min_value=0, max_value=10**9)
statuses = st.builds(
    Status,
    to_file=counts,
    to_send=counts,
    awaiting_ack=counts,
    rejected=counts,
    paused=st.booleans(),
    unreachable_since=st.none() | st.datetimes(timezones=st.just(UTC)),
)
languages = st.sampled_from(["fr", "en"])


@pytest.mark.parametrize("shape", Shape)
def test_each_state_has_its_shape(shape: Shape) -> None:
    assert view(ONE_OF_EACH[shape]).shape is shape


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_state_has_its_own_words(language: str) -> None:
    headlines = {view(status, language).tooltip.split("\n")[0] for status in ONE_OF_EACH.values()}
    assert len(headlines) == len(Shape)


@pytest.mark.parametrize(
    ("less_urgent", "more_urgent", "shape"),
    [
        ({"to_send": 1}, {"to_file": 1}, Shape.DIAMOND),
        ({"to_file": 1}, {"paused": True}, Shape.BARS),
        ({"paused": True}, {"rejected": 1}, Shape.OCTAGON),
        ({"rejected": 1}, {"unreachable_since": NOON}, Shape.CROSS),
    ],
)
def test_the_more_urgent_state_wins(
    less_urgent: dict[str, Any], more_urgent: dict[str, Any], shape: Shape
) -> None:
    assert view(Status(**less_urgent, **more_urgent)).shape is shape


def test_a_lot_that_awaits_its_arl_is_shown_as_sending() -> None:
    assert view(Status(awaiting_ack=2)).shape is Shape.ARROW


def test_the_tooltip_names_every_count_that_is_not_zero() -> None:
    status = Status(to_file=2, to_send=3, awaiting_ack=4, rejected=1)
    assert view(status).tooltip.split("\n") == [
        "Scord : rejets à traiter",
        "Rejetés : 1",
        "À classer : 2",
        "À télétransmettre : 3",
        "En attente d'ARL : 4",
    ]


def test_a_paused_service_with_a_rejection_still_says_it_is_paused() -> None:
    shown = view(Status(rejected=1, paused=True))
    assert shown.tooltip.startswith("Scord : rejets à traiter, en pause\n")


def test_the_badge_counts_only_what_waits_for_a_person() -> None:
    assert view(Status(to_file=2, rejected=3, to_send=50, awaiting_ack=50)).badge == "5"
    assert view(Status(to_send=50)).badge == ""
    assert view(Status(to_file=100)).badge == "99+"


def test_a_service_that_is_gone_shows_since_when_and_no_stale_count() -> None:
    shown = view(replace(ONE_OF_EACH[Shape.CROSS], to_file=7))
    assert shown.tooltip == "Scord ne répond plus depuis le 09/03 à 12:05"
    assert shown.badge == "?"


def test_a_language_we_do_not_speak_is_answered_in_french() -> None:
    assert view(Status(), "de") == view(Status(), "fr")


@given(statuses, languages)
def test_a_tooltip_always_fits_what_windows_keeps(status: Status, language: str) -> None:
    shown = view(status, language)
    assert len(shown.tooltip.encode("utf-16-le")) // 2 <= TOOLTIP_MAX
    assert len(shown.badge) <= 3
