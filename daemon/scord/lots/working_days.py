"""Working days in France, and which answers of the caisse are late by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import holidays

from scord.lots.coverage import covered
from scord.settings import PARIS
from scord.store.states import FseVerdict, ScorLotState
from scord.store.tables import FseLot, Practitioner, ScorLot

if TYPE_CHECKING:
    from scord.store.context import Context

_SATURDAY = 5


@dataclass(frozen=True)
class LateAnswer:
    """`kind` is "fse" or "scor"; `level` 1 is late, 2 very late."""

    kind: str
    row: FseLot | ScorLot
    level: int


@lru_cache(maxsize=4096)  # asked anew of every late lot at each look
def working_days(start: date, end: date) -> int:
    """How many working days come after `start`, up to and with `end`; 0 where `end` is before.

    Saturdays, Sundays and the national holidays are off. The holidays of Alsace-Moselle and
    overseas are working days here: a report a day early does no harm, one too late may.
    """
    days = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(day.weekday() < _SATURDAY and day not in _national(day.year) for day in days)


def overdue(sent_at: datetime, now: datetime, days: int) -> bool:
    """True from the start of the `days`-th working day after the day of sending, by Paris time.

    From its start, so that a person still has that day to act. A clock set back before `sent_at`
    makes nothing overdue.
    """
    sent, today = sent_at.astimezone(PARIS).date(), now.astimezone(PARIS).date()
    return working_days(sent, today) >= days


def late_answers(context: Context, now: datetime) -> tuple[LateAnswer, ...]:
    """The lots sent whose ARL is late.

    Not a degraded FSE lot, which may never get one, nor one from before the practitioner's start
    day: SCOR waits for neither.
    """
    secured = (FseLot.verdict == FseVerdict.AWAITED) & (FseLot.kind != "degraded")
    fse_lots = FseLot.select(FseLot, Practitioner).join(Practitioner).where(secured)
    scor_lots = ScorLot.select().where(ScorLot.state == ScorLotState.SENT).order_by(ScorLot.id)
    waiting: list[tuple[str, FseLot | ScorLot]] = [
        *(("fse", lot) for lot in fse_lots.order_by(FseLot.id) if covered(context, lot)),
        *(("scor", lot) for lot in scor_lots),
    ]
    exchange = context.settings.exchange
    limits = (exchange.late_working_days, exchange.very_late_working_days)
    late = ((kind, row, _level(row, now, limits)) for kind, row in waiting)
    return tuple(LateAnswer(kind, row, level) for kind, row, level in late if level)


def _level(row: FseLot | ScorLot, now: datetime, limits: tuple[int, ...]) -> int:
    """How many of `limits` (working days) have passed since `row` was sent."""
    return sum(overdue(row.sent_at, now, days) for days in limits) if row.sent_at else 0


@cache
def _national(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("FR", years=year)
