"""The days of the overview, by the clocks of France."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from scord.actions.looking.days import WORTH_COUNTING, WORTH_TELLING, days, today
from scord.store.database import transaction
from scord.store.states import FseVerdict, ItemVerdict, ScorLotState, move
from scord.store.tables import LotItem, Scan, ScorLot
from scord.words.events import EVENTS, event_words
from scord.words.today import KINDS, today_words

if TYPE_CHECKING:
    from tests.lots.practice import Practice

TODAY = date(2026, 3, 10)


def scanned(practice: Practice, at: datetime) -> None:
    document = practice.document()
    Scan.update(taken_at=at).where(Scan.id == document.scan_id).execute()


def test_the_last_days_are_all_there_today_last(practice: Practice) -> None:
    told = days(practice.context)
    assert [one.day for one in told] == [TODAY - timedelta(days=29 - step) for step in range(30)]
    assert {(one.received, one.sent, one.accepted, one.rejected) for one in told} == {(0, 0, 0, 0)}


def test_a_day_begins_at_midnight_in_france(practice: Practice) -> None:
    for hour, minute in ((22, 59), (23, 0)):
        scanned(practice, datetime(2026, 3, 8, hour, minute, tzinfo=UTC))
    received = {one.day: one.received for one in days(practice.context)}
    assert (received[date(2026, 3, 8)], received[date(2026, 3, 9)]) == (1, 1)


def test_summer_time_moves_midnight(practice: Practice) -> None:
    practice.context.clock.turn(days=25)
    for hour in (21, 22):
        scanned(practice, datetime(2026, 3, 30, hour, 30, tzinfo=UTC))
    received = {one.day: one.received for one in days(practice.context)}
    assert (received[date(2026, 3, 30)], received[date(2026, 3, 31)]) == (1, 1)


def test_what_is_older_is_not_told(practice: Practice) -> None:
    scanned(practice, datetime(2026, 2, 8, 22, 59, tzinfo=UTC))
    assert sum(one.received for one in days(practice.context)) == 0
    scanned(practice, datetime(2026, 2, 8, 23, 0, tzinfo=UTC))
    assert days(practice.context)[0].received == 1


def test_pieces_count_on_the_day_of_their_lot_and_of_its_answer(practice: Practice) -> None:
    for _ in range(3):
        practice.ready()
    practice.lots()
    ScorLot.update(sent_at=practice.later(days=-2)).execute()
    practice.answered(ItemVerdict.ACCEPTED, ScorLotState.PARTIAL)
    LotItem.update(verdict=ItemVerdict.REJECTED).where(LotItem.id == 1).execute()
    told = {one.day: one for one in days(practice.context)}
    before = told[TODAY - timedelta(days=2)]
    assert (before.sent, before.accepted, before.rejected) == (3, 0, 0)
    now = told[TODAY]
    assert (now.sent, now.accepted, now.rejected) == (0, 2, 1)


def test_today_counts_since_midnight_and_tells_the_newest_first(practice: Practice) -> None:
    lot = practice.lot(verdict=FseVerdict.AWAITED)
    practice.context.clock.turn(days=-1)
    with transaction():
        move(lot, FseVerdict.NEGATIVE, by="lps")
    practice.context.clock.turn(days=1)
    assert (today(practice.context).counts, today(practice.context).latest) == ({}, ())
    for _ in range(12):
        with transaction():
            move(practice.lot(verdict=FseVerdict.AWAITED), FseVerdict.POSITIVE, by="lps")
    told = today(practice.context)
    assert told.counts == {"fse-positive": 12}
    assert len(told.latest) == 10
    ids = [one.id for one in told.latest]
    assert ids == sorted(ids, reverse=True)


def test_everything_told_has_words_in_both_languages() -> None:
    assert set(KINDS) == set(WORTH_COUNTING.values())
    assert set(WORTH_TELLING) <= set(EVENTS)
    assert today_words("received", 1, "fr") == "1 scan reçu"
    assert today_words("received", 12, "fr") == "12 scans reçus"
    assert today_words("received", 0, "en") == "0 scans received"
    assert event_words("attachment.made", "en") == "piece filed on an invoice"
    assert event_words("of a later release", "fr") == "of a later release"
