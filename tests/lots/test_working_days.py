"""Working days in France, and what is late by them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lots.practice import in_force

from scord.lots.working_days import late_answers, overdue, working_days
from scord.store.states import FseVerdict, ScorLotState
from scord.store.tables import ScorLot

if TYPE_CHECKING:
    from tests.lots.practice import Practice


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 3, 9), date(2026, 3, 9), 0),  # the day itself
        (date(2026, 3, 9), date(2026, 3, 10), 1),
        (date(2026, 3, 6), date(2026, 3, 8), 0),  # Friday to Sunday
        (date(2026, 3, 6), date(2026, 3, 9), 1),  # Friday to Monday
        (date(2026, 7, 13), date(2026, 7, 15), 1),  # over 14 July, a Tuesday
        (date(2026, 4, 3), date(2026, 4, 7), 1),  # over Easter Monday
        (date(2026, 5, 13), date(2026, 5, 15), 1),  # over Ascension, a Thursday
        (date(2026, 5, 22), date(2026, 5, 26), 1),  # over Whit Monday
        (date(2025, 12, 31), date(2026, 1, 2), 1),  # over New Year
        (date(2026, 3, 10), date(2026, 3, 9), 0),  # backwards
    ],
)
def test_working_days_skip_weekends_and_national_holidays(
    start: date, end: date, days: int
) -> None:
    assert working_days(start, end) == days


def test_good_friday_is_a_working_day_outside_alsace_moselle() -> None:
    assert working_days(date(2026, 4, 2), date(2026, 4, 3)) == 1


@settings(deadline=None)  # the first look at a country's holidays reads them in
@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 60), st.integers(0, 60))
def test_days_add_up_whatever_day_lies_between(start: date, first: int, second: int) -> None:
    between = start + timedelta(days=first)
    end = between + timedelta(days=second)
    assert working_days(start, between) + working_days(between, end) == working_days(start, end)


def test_a_day_is_the_day_in_paris_not_in_utc() -> None:
    sunday_late = datetime(2026, 3, 8, 22, 30, tzinfo=UTC)
    monday_early = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
    assert not overdue(datetime(2026, 3, 6, 12, tzinfo=UTC), sunday_late, 1)
    assert overdue(datetime(2026, 3, 6, 12, tzinfo=UTC), monday_early, 1)


def test_nothing_is_overdue_when_the_clock_was_set_back() -> None:
    sent = datetime(2026, 3, 9, 18, tzinfo=UTC)
    assert not overdue(sent, sent - timedelta(days=400), 1)


@pytest.mark.parametrize(
    ("day", "level"),
    [(10, None), (11, 1), (15, 1), (16, 2), (30, 2)],  # sent on Monday 9 March
)
def test_a_secured_lot_without_arl_is_late_then_very_late(
    practice: Practice, day: int, level: int | None
) -> None:
    lot = practice.lot(verdict=FseVerdict.AWAITED)
    found = late_answers(practice.context, datetime(2026, 3, day, 8, tzinfo=UTC))
    assert [(one.kind, one.row, one.level) for one in found] == (
        [("fse", lot, level)] if level else []
    )


def test_a_degraded_lot_is_never_late(practice: Practice) -> None:
    practice.lot(verdict=FseVerdict.AWAITED, kind="degraded")
    assert late_answers(practice.context, practice.later(days=90)) == ()


def test_a_lot_from_before_the_start_day_is_not_reported(practice: Practice) -> None:
    practice.lot(verdict=FseVerdict.AWAITED, sent_at=datetime(2025, 6, 2, 18, tzinfo=UTC))
    assert late_answers(practice.context, practice.now) == ()


def test_without_a_start_day_no_fse_lot_is_reported(practice: Practice) -> None:
    practice.lot(verdict=FseVerdict.AWAITED)
    bare = in_force(practice.context, practitioners=())
    assert late_answers(bare, practice.later(days=90)) == ()


@pytest.mark.parametrize(("state", "late"), [(s, s == ScorLotState.SENT) for s in ScorLotState])
def test_a_scor_lot_is_late_only_while_it_is_sent_and_unanswered(
    practice: Practice, state: ScorLotState, late: bool
) -> None:
    practice.ready()
    (lot,) = practice.lots()
    ScorLot.update(state=state, sent_at=practice.now).execute()
    found = late_answers(practice.context, practice.later(days=8))
    assert [(one.kind, one.row, one.level) for one in found] == ([("scor", lot, 2)] if late else [])
