"""How long a place for the icon is looked for, and how often."""

from __future__ import annotations

from tests.conftest import TurnedClock

from scord_tray.backends.base import PATIENCE, Search


def test_the_waits_grow_to_half_a_minute() -> None:
    search = Search(TurnedClock().monotonic)
    assert [search.missed() for _ in range(8)] == [1, 2, 4, 8, 16, 30, 30, 30]


def test_the_patience_ends_two_minutes_after_the_start() -> None:
    clock = TurnedClock()
    search = Search(clock.monotonic)
    clock.turn(seconds=PATIENCE - 1)
    assert not search.over
    clock.turn(seconds=1)
    assert search.over


def test_a_place_that_is_found_begins_the_patience_anew() -> None:
    clock = TurnedClock()
    search = Search(clock.monotonic)
    search.missed()
    clock.turn(seconds=PATIENCE * 2)
    assert search.found() == 30
    assert not search.over
    assert search.missed() == 1
