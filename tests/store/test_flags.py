"""A flag is on once, keeps its first time, and each change is in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.store.flags import PAUSED, clear_flag, flag, lower, raise_flag
from scord.store.tables import JournalEntry

if TYPE_CHECKING:
    from tests.conftest import TurnedClock

    from scord.store.context import Context


def test_a_flag_raised_twice_keeps_its_first_time_and_word(
    context: Context, clock: TurnedClock
) -> None:
    began = clock.now()
    assert raise_flag(context, PAUSED, by="Anne", reason="holiday")
    clock.turn(hours=1)
    assert not raise_flag(context, PAUSED, by="Paul", reason="other")
    row = flag(PAUSED)
    assert row is not None
    assert (row.set_at, row.by, row.value) == (began, "Anne", {"reason": "holiday"})
    assert JournalEntry.select().count() == 1


def test_a_flag_ends_once_and_may_be_raised_again(context: Context) -> None:
    raise_flag(context, PAUSED)
    assert clear_flag(PAUSED, by="Anne")
    assert not clear_flag(PAUSED)
    assert flag(PAUSED) is None
    assert raise_flag(context, PAUSED)
    events = [(row.event, row.by) for row in JournalEntry.select().order_by(JournalEntry.id)]
    assert events == [
        ("flag.raised", "machine"),
        ("flag.cleared", "Anne"),
        ("flag.raised", "machine"),
    ]


def test_lowering_ends_that_very_flag_and_not_a_later_one_of_its_name(
    context: Context, clock: TurnedClock
) -> None:
    raise_flag(context, PAUSED, by="Anne")
    first = flag(PAUSED)
    assert first is not None
    clear_flag(PAUSED)
    clock.turn(minutes=1)
    raise_flag(context, PAUSED, by="Paul")
    entries = JournalEntry.select().count()
    assert not lower(first)
    assert JournalEntry.select().count() == entries
    second = flag(PAUSED)
    assert second is not None
    assert second.by == "Paul"
    assert lower(second)
    assert flag(PAUSED) is None
