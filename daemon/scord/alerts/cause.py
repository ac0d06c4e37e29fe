"""What stands behind an alert, and how long ago is long ago when clocks may have been wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scord.lots.working_days import working_days
from scord.settings import PARIS

if TYPE_CHECKING:
    from datetime import datetime

    from peewee import Expression, Field

    from scord.settings import Settings
    from scord_shared.status import AlertLevel

_OFFERED = timedelta(days=30)  # what nobody has put right by then is known, or does not matter


@dataclass(frozen=True)
class Cause:
    """`subject` tells it from others of its kind; "" where there is only one.

    `facts` are JSON values, for words: numbers, codes, times as ISO text, names of folders and
    stages; never a person's or a file's name.
    """

    subject: str
    level: AlertLevel
    facts: dict[str, Any]


# A time far ahead was written before the clock was set back. When that was nobody knows, so it is
# long ago: a cause is rather told too early than not before the clock has come to it.


def is_past(at: datetime, now: datetime, span: timedelta) -> bool:
    return abs(now - at) >= span


def was_past(at: Field[Any], now: datetime, span: timedelta) -> Expression:
    """`is_past` of a column."""
    return (at <= now - span) | (at >= now + span)


def days_past(at: datetime, now: datetime) -> int:
    """Working days between the two, as `working_days` counts them."""
    first, last = sorted(moment.astimezone(PARIS).date() for moment in (at, now))
    return working_days(first, last)


def still_offered(at: Field[Any], now: datetime) -> Expression:
    """For what no later fact ends: it is told for 30 days."""
    return at >= now - _OFFERED


def is_watched(settings: Settings, folder: str) -> bool:
    """False for a drop folder that the settings no longer name: what was found there is over.

    The folders of the LPS and of the caisse have a colon in their names.
    """
    return ":" in folder or any(known.name == folder for known in settings.folders)
