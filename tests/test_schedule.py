"""What is due, whatever the wall clock does: told by the store and a clock that the test turns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import pytest

from scord.schedule import LOTS, PURGE, Calendar
from scord.settings import Lots
from scord.store.tables import CalendarRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import TurnedClock

    from scord.store.context import Context

EVENING = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)  # 20:00 in Paris


class Wakes:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


@pytest.fixture
def begin(context: Context) -> Iterator[Callable[..., Calendar]]:
    """A calendar that lots leave by at the given Paris times; 20:00 by default."""
    made: list[Calendar] = []

    def start(*times: time) -> Calendar:
        settings = context.settings.model_copy(update={"lots": Lots(times=times or (time(20),))})
        made.append(Calendar(replace(context, settings=settings), Wakes()))
        return made[-1]

    yield start
    for calendar in made:
        calendar.stop()


def test_nothing_is_due_at_the_first_look(
    begin: Callable[..., Calendar], clock: TurnedClock
) -> None:
    clock.wall = EVENING
    calendar = begin()
    assert not calendar.is_due(LOTS)


def test_the_purge_is_due_at_three_in_the_night_of_paris(
    begin: Callable[..., Calendar], clock: TurnedClock
) -> None:
    clock.wall = EVENING
    calendar = begin()
    calendar.is_due(PURGE)
    clock.wall = datetime(2026, 3, 11, 1, 59, 59, tzinfo=UTC)
    assert not calendar.is_due(PURGE)
    clock.turn(seconds=1)
    assert calendar.is_due(PURGE)


def test_due_at_its_time_and_until_done(begin: Callable[..., Calendar], clock: TurnedClock) -> None:
    calendar = begin()
    calendar.is_due(LOTS)
    clock.wall = EVENING.replace(hour=18, minute=59, second=59)
    assert not calendar.is_due(LOTS)
    clock.turn(seconds=1)
    assert calendar.is_due(LOTS)
    assert calendar.is_due(LOTS)
    calendar.done(LOTS)
    assert not calendar.is_due(LOTS)
    clock.turn(hours=23, minutes=59)
    assert not calendar.is_due(LOTS)
    clock.turn(minutes=1)
    assert calendar.is_due(LOTS)


def test_each_of_several_times_is_due_once(
    begin: Callable[..., Calendar], clock: TurnedClock
) -> None:
    calendar = begin(time(12, 30), time(20))
    calendar.is_due(LOTS)  # at 10:00 in Paris
    clock.turn(hours=2, minutes=30)
    assert calendar.is_due(LOTS)
    calendar.done(LOTS)
    clock.turn(hours=7)
    assert not calendar.is_due(LOTS)
    clock.turn(minutes=30)
    assert calendar.is_due(LOTS)


def test_what_fell_due_while_the_machine_slept_is_due_once_afterwards(
    begin: Callable[..., Calendar], clock: TurnedClock
) -> None:
    calendar = begin()
    calendar.is_due(LOTS)
    clock.turn(days=5)
    assert calendar.is_due(LOTS)
    calendar.done(LOTS)
    assert not calendar.is_due(LOTS)


def test_what_fell_due_while_the_service_was_down_is_due_at_its_start(
    begin: Callable[..., Calendar], clock: TurnedClock
) -> None:
    begin().is_due(LOTS)
    clock.turn(days=1)
    assert begin().is_due(LOTS)


def test_a_clock_set_back_after_the_run_does_not_run_it_twice_that_evening(
    begin: Callable[..., Calendar], clock: TurnedClock
) -> None:
    calendar = begin()
    calendar.is_due(LOTS)
    clock.wall = EVENING
    calendar.done(LOTS)
    clock.wall = EVENING.replace(hour=18, minute=59)
    assert not calendar.is_due(LOTS)


def test_a_clock_that_was_far_ahead_delays_no_later_run(
    begin: Callable[..., Calendar], clock: TurnedClock
) -> None:
    calendar = begin()
    clock.wall = datetime(2031, 1, 1, tzinfo=UTC)
    calendar.done(LOTS)
    clock.wall = EVENING.replace(hour=12)
    assert not calendar.is_due(LOTS)
    assert CalendarRun.get(CalendarRun.name == LOTS).last_at == clock.wall
    clock.wall = EVENING
    assert calendar.is_due(LOTS)


def test_a_clock_set_forward_over_the_time_makes_it_due(
    begin: Callable[..., Calendar], clock: TurnedClock
) -> None:
    calendar = begin()
    calendar.is_due(LOTS)
    clock.wall = EVENING.replace(hour=22)
    assert calendar.is_due(LOTS)


@pytest.mark.parametrize("jump_hours", [-3, 3])
def test_a_jump_of_the_clock_builds_the_timers_anew(
    begin: Callable[..., Calendar],
    clock: TurnedClock,
    caplog: pytest.LogCaptureFixture,
    jump_hours: int,
) -> None:
    calendar = begin()
    before = calendar._scheduler
    clock.turn(seconds=30)
    calendar.heartbeat()
    assert calendar._scheduler is before
    clock.wall = clock.wall.replace(hour=clock.wall.hour + jump_hours)
    calendar.heartbeat()
    assert calendar._scheduler is not before
    assert calendar._scheduler.running
    assert not before.running
    assert "jumped" in caplog.text
    after = calendar._scheduler
    calendar.heartbeat()
    assert calendar._scheduler is after


@pytest.mark.parametrize(
    ("before", "due_at"),
    [
        # 29 March 2026: Paris goes from +1 to +2 at 02:00; 25 October: back at 03:00
        (datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 3, 29, 18, tzinfo=UTC)),
        (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 19, tzinfo=UTC)),
    ],
)
def test_the_time_is_that_of_paris_through_the_changes_of_the_hour(
    begin: Callable[..., Calendar], clock: TurnedClock, before: datetime, due_at: datetime
) -> None:
    calendar = begin()
    clock.wall = before
    calendar.done(LOTS)
    clock.wall = due_at
    assert calendar.is_due(LOTS)
    clock.wall = due_at.replace(hour=due_at.hour - 1, minute=59)
    assert not calendar.is_due(LOTS)
