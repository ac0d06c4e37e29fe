"""Whether the machine's clock can be right: what it says beside this release and the journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scord.store.flags import clear_flag, raise_flag
from scord.store.tables import JournalEntry

if TYPE_CHECKING:
    from scord.store.context import Context

CLOCK_SET_BACK = "clock-set-back"  # flag, with `seconds`

_SLACK = timedelta(minutes=1)
_OLDEST_CLOCK = datetime(2026, 1, 1, tzinfo=UTC)  # before this release existed, the clock is wrong


def is_impossible(now: datetime) -> bool:
    return now < _OLDEST_CLOCK


def clock_doubt(context: Context) -> tuple[str, datetime] | None:
    """Why the machine's clock cannot be right, and the time that shows it."""
    now = context.clock.now()
    if is_impossible(now):
        return "clock-wrong", now
    last = _last_entry()
    return ("clock-behind", last) if last and last - now > _SLACK else None


def set_back_since_stop(context: Context) -> float:
    """Seconds by which the last entry of the journal is ahead; the next one is no longer."""
    last = _last_entry()
    return (last - context.clock.now()).total_seconds() if last else 0.0


def note_set_back(context: Context, seconds: float) -> None:
    """Keeps as a fact that the clock went back, where that is more than clocks are set by."""
    if seconds > _SLACK.total_seconds():
        clear_flag(CLOCK_SET_BACK)
        raise_flag(context, CLOCK_SET_BACK, seconds=round(seconds))


def _last_entry() -> datetime | None:
    last: JournalEntry | None = JournalEntry.select().order_by(JournalEntry.id.desc()).first()
    return last.at if last else None
