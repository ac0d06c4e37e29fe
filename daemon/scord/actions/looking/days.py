"""What came and went, day by day as clocks in France count them."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from peewee import SQL, Field, fn

from scord.actions.looking.history import Happened, happened
from scord.settings import PARIS
from scord.store.context import Context
from scord.store.states import ItemVerdict
from scord.store.tables import MADE_HERE, JournalEntry, LotItem, Scan, ScorLot

LATEST = 10


@dataclass(frozen=True)
class Day:
    """`received` counts scans; the others pieces: `accepted` and `rejected` on the day of the
    answer to their lot.
    """

    day: date
    received: int
    sent: int
    accepted: int
    rejected: int


@dataclass(frozen=True)
class Today:
    """`counts`: how often each kind of WORTH_COUNTING happened since midnight, those that did.
    `latest`: of today's events the newest that a person cares about.
    """

    counts: dict[str, int]
    latest: tuple[Happened, ...]


# By the journal's event: what a person hears of the day, in this order.
WORTH_COUNTING = {
    "scan.taken": "received",
    "attachment.made": "filed",
    "scan.refused": "refused",
    "document.held": "held",
    "invoice.noted": "invoices",
    "scor-lot.sent": "lots-sent",
    "lot-item.accepted": "accepted",
    "lot-item.rejected": "rejected",
    "fse-lot.positive": "fse-positive",
    "fse-lot.negative": "fse-negative",
}
WORTH_TELLING = (
    *WORTH_COUNTING,
    "document.inbox",
    "document.set-aside",
    "invoice.held",
    "invoice.active",
    "invoice.cancelled",
    "invoice.replaced",
    "message.uncertain",
    "message.bounced",
    "message.failed",
    "scor-lot.contested",
    "fse-lot.contested",
)


def days(context: Context, count: int = 30) -> tuple[Day, ...]:
    """The last `count` days, today the last of them; a day without anything is told too."""
    today = _today(context)
    first = today - timedelta(days=count - 1)
    since = _midnight(first)
    received = _scans_by_day(since)
    sent = _items_by_day(ScorLot.sent_at, since)
    answered = _items_by_day(ScorLot.answered_at, since)
    every = (first + timedelta(days=step) for step in range(count))
    return tuple(
        Day(
            day,
            received[day],
            sum(sent[day].values()),
            answered[day][ItemVerdict.ACCEPTED],
            answered[day][ItemVerdict.REJECTED],
        )
        for day in every
    )


def today(context: Context) -> Today:
    """What happened since midnight."""
    since = JournalEntry.at >= _midnight(_today(context))
    events: Any = JournalEntry.select(JournalEntry.event, fn.COUNT(SQL("*"))).where(since)
    found = dict(events.group_by(JournalEntry.event).tuples())
    counts = {kind: found[event] for event, kind in WORTH_COUNTING.items() if event in found}
    told = JournalEntry.select().where(since & JournalEntry.event.in_(WORTH_TELLING))
    newest = told.order_by(JournalEntry.at.desc(), JournalEntry.id.desc()).limit(LATEST)
    return Today(counts, tuple(happened(newest)))


def _today(context: Context) -> date:
    return _day(context.clock.now())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS).astimezone(UTC)


def _scans_by_day(since: datetime) -> Counter[date]:
    """Paris is whole hours away from UTC, so what came in one hour came on one day."""
    hour = fn.SUBSTR(Scan.taken_at, 1, len("2026-03-10T09"))
    plain = hour.coerce(False)  # noqa: FBT003 -- else it would be read as a time
    scanned = (Scan.taken_at >= since) & (Scan.folder != MADE_HERE)
    rows: Any = Scan.select(plain, fn.COUNT(SQL("*"))).where(scanned)
    counts: Counter[date] = Counter()
    for begun, count in rows.group_by(hour).tuples():
        counts[_day(datetime.fromisoformat(f"{begun}:00:00+00:00"))] += count
    return counts


def _items_by_day(at: Field, since: datetime) -> defaultdict[date, Counter[ItemVerdict]]:
    """Pieces by the day of their lot, by verdict."""
    found: Any = ScorLot.select(ScorLot.id, at).where(at >= since)
    lots = dict(found.tuples())
    items: Any = LotItem.select(LotItem.lot, LotItem.verdict, fn.COUNT(SQL("*")))
    rows = items.where(LotItem.lot.in_(list(lots))).group_by(LotItem.lot, LotItem.verdict)
    counts: defaultdict[date, Counter[ItemVerdict]] = defaultdict(Counter)
    for lot, verdict, count in rows.tuples():
        counts[_day(lots[lot])][verdict] += count
    return counts


def _day(at: datetime) -> date:
    return at.astimezone(PARIS).date()
