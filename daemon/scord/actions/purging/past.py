"""What the journal says of time: whether the clock can be believed, and when lots were settled.

A file that is removed too early is lost, so neither a clock that is wrong now nor one that was
wrong when something happened may make it look old.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from peewee import Case, Select, fn

from scord.store.database import database
from scord.store.tables import JournalEntry, ScorLot

if TYPE_CHECKING:
    from datetime import datetime

STEADY = timedelta(days=7)  # so long the clock must have gone on evenly
SILENCE = timedelta(days=5)  # a long weekend without an entry is no leap
_SLACK = timedelta(minutes=1)  # small corrections of the clock


class Doubt(StrEnum):
    BEHIND = "clock-behind"  # the journal has entries from later than now
    LEAP = "clock-leap"  # the journal keeps silent for days: switched off, or the clock has leapt
    YOUNG = "journal-young"  # the journal is younger than STEADY


class DoubtfulClock(NamedTuple):
    """`since`, `until`: the silence; where the clock is behind, both are the later entry."""

    doubt: Doubt
    since: datetime
    until: datetime


def clock_doubt(now: datetime) -> DoubtfulClock | None:
    """Why nothing may be removed now; None: the clock has gone on evenly for a week.

    From the newest entry back. A leap ahead leaves a silence, one back an entry that is later than
    the next; after either Scord waits until a week has passed evenly.
    """
    next_at = now
    entries = JournalEntry.select(JournalEntry.at).order_by(JournalEntry.id.desc()).tuples()
    for (at,) in entries.iterator():
        if at - next_at > _SLACK:
            return DoubtfulClock(Doubt.BEHIND, at, at)
        if next_at - at > SILENCE:
            return DoubtfulClock(Doubt.LEAP, at, next_at)
        next_at = min(at, next_at)
        if now - next_at >= STEADY:
            return None
    return DoubtfulClock(Doubt.YOUNG, next_at, now)


def last_words(now: datetime) -> dict[int, datetime]:
    """When the journal last speaks of each SCOR lot, by its id: not before anything it had told
    earlier, so that a clock which stood years back at that moment makes no lot old.

    Entries from after `now` are left out: they come from a clock that was ahead.
    """
    believed = Case(None, [(JournalEntry.at <= now, JournalEntry.at)])
    latest = fn.MAX(believed).over(order_by=[JournalEntry.id]).alias("latest")
    entries = JournalEntry.select(JournalEntry.subject_kind, JournalEntry.subject_id, latest)
    found = (
        Select([entries], [entries.c.subject_id, fn.MAX(entries.c.latest)])
        .where(entries.c.subject_kind == ScorLot.journal_name)
        .group_by(entries.c.subject_id)
    )
    rows = found.bind(database).tuples()
    told = ((lot, JournalEntry.at.python_value(at)) for lot, at in rows)
    return {lot: at for lot, at in told if at}
