"""Each person is told of each alert once: claimed before it is shown, delivered after."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.lots.practice import in_force

from scord.alerts.telling import (
    claim,
    count_open,
    delivered,
    dismiss,
    open_alerts,
    show_again,
)
from scord.store.database import database
from scord.store.tables import Alert, JournalEntry, Notice
from scord_shared.errors import Code, ScordError
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from tests.conftest import TurnedClock

    from scord.store.context import Context

NOTE, WARNING, URGENT = AlertLevel


def alert(context: Context, **changes: Any) -> Alert:
    """As keeping opens one now."""
    now = context.clock.now()
    facts: dict[str, Any] = {
        "kind": AlertKind.PIECE_REJECTED,
        "subject": "12",
        "level": WARNING,
        "facts": {"count": 1},
        "opened_at": now,
        "raised_at": now,
    }
    return Alert.create(**{**facts, **changes})


def settled(context: Context, clock: TurnedClock, **changes: Any) -> Alert:
    row = alert(context, **changes)
    clock.turn(seconds=10)
    return row


def resolved(row: Alert, at: datetime) -> None:
    Alert.update(resolved_at=at).where(Alert.id == row.id).execute()


def raised(row: Alert, context: Context, level: AlertLevel) -> None:
    changes = {"level": level, "raised_at": context.clock.now()}
    Alert.update(**changes).where(Alert.id == row.id).execute()


def claimed(context: Context, recipient: str = "anne") -> list[int]:
    return [one.id for one in claim(context, recipient)]


def told(context: Context, recipient: str = "anne") -> list[int]:
    """Claims and delivers what is due."""
    ids = claimed(context, recipient)
    for one in ids:
        delivered(context, one, recipient)
    return ids


def with_alerts(context: Context, **changes: Any) -> Context:
    return in_force(context, alerts=context.settings.alerts.model_copy(update=changes))


# -- what stands


def test_the_gravest_alerts_come_first_then_the_oldest(
    context: Context, clock: TurnedClock
) -> None:
    later = clock.now() + timedelta(hours=1)
    new = alert(context, subject="1", level=URGENT, opened_at=later)
    old = alert(context, subject="2", level=URGENT)
    note = alert(context, subject="3", level=NOTE, opened_at=clock.now() - timedelta(days=1))
    warning = alert(context, subject="4")
    resolved(alert(context, subject="5"), clock.now())
    alert(context, subject="6", dismissed_at=clock.now())
    shown = open_alerts(3)
    assert [one.id for one in shown] == [old.id, new.id, warning.id]
    assert [one.id for one in open_alerts(50)] == [old.id, new.id, warning.id, note.id]
    assert count_open() == 4
    assert shown[2].facts == {"count": 1}
    assert (shown[2].kind, shown[2].level) == (AlertKind.PIECE_REJECTED, WARNING)
    assert shown[2].opened_at == clock.now()


# -- told once


def test_an_alert_is_told_once_to_each_person(context: Context, clock: TurnedClock) -> None:
    row = settled(context, clock)
    assert told(context, "anne") == [row.id]
    assert told(context, "paul") == [row.id]
    clock.turn(days=30)
    assert told(context, "anne") == told(context, "paul") == []


def test_a_claim_gives_the_whole_alert_the_gravest_first(
    context: Context, clock: TurnedClock
) -> None:
    note = alert(context, subject="1", level=NOTE)
    urgent = settled(context, clock, subject="2", level=URGENT)
    first, second = claim(context, "anne")
    assert (first.id, second.id) == (urgent.id, note.id)
    assert (second.level, second.facts) == (NOTE, {"count": 1})


def test_what_has_not_stood_for_ten_seconds_is_not_told_yet(
    context: Context, clock: TurnedClock
) -> None:
    row = alert(context)
    clock.turn(seconds=9.9)
    assert claimed(context) == []
    clock.turn(seconds=0.1)
    assert claimed(context) == [row.id]


def test_what_is_claimed_but_not_delivered_is_offered_again_after_a_minute(
    context: Context, clock: TurnedClock
) -> None:
    row = settled(context, clock)
    assert claimed(context) == [row.id]
    clock.turn(seconds=59)
    assert claimed(context) == []
    clock.turn(seconds=1)
    assert claimed(context) == [row.id]
    delivered(context, row.id, "anne")
    clock.turn(days=1)
    assert claimed(context) == []
    assert Notice.select().count() == 1


def test_a_claim_is_on_the_disk_before_it_is_given(context: Context, clock: TurnedClock) -> None:
    row = settled(context, clock)
    claim(context, "anne")
    notice = Notice.get()
    assert (notice.alert_id, notice.recipient, notice.level) == (row.id, "anne", WARNING)
    assert (notice.claimed_at, notice.delivered_at) == (clock.now(), None)


def test_claims_and_deliveries_are_no_news_of_the_status(
    context: Context, clock: TurnedClock
) -> None:
    settled(context, clock)
    told(context)
    assert JournalEntry.select().count() == 0


def test_two_trays_of_one_person_that_ask_at_once_get_it_once(
    context: Context, clock: TurnedClock
) -> None:
    rows = [alert(context, subject=str(number)).id for number in range(20)]
    clock.turn(seconds=10)
    start, got = threading.Barrier(4), []

    def ask() -> None:
        with database.connection_context():
            start.wait()
            got.extend(claimed(context))

    trays = [threading.Thread(target=ask) for _ in range(4)]
    for tray in trays:
        tray.start()
    for tray in trays:
        tray.join()
    assert sorted(got) == rows


def test_a_delivery_said_twice_or_without_a_claim_does_no_harm(
    context: Context, clock: TurnedClock
) -> None:
    row = settled(context, clock)
    delivered(context, row.id, "anne")
    assert told(context) == [row.id]
    first = Notice.get().delivered_at
    clock.turn(hours=1)
    delivered(context, row.id, "anne")
    assert Notice.get().delivered_at == first


def test_a_delivery_counts_even_if_the_alert_is_over_meanwhile(
    context: Context, clock: TurnedClock
) -> None:
    row = settled(context, clock)
    claim(context, "anne")
    resolved(row, clock.now())
    delivered(context, row.id, "anne")
    again = settled(context, clock)
    assert claimed(context) == []
    clock.turn(hours=4)
    assert claimed(context) == [again.id]


# -- graver, or again


def test_what_becomes_graver_is_told_again_once_it_has_stood(
    context: Context, clock: TurnedClock
) -> None:
    row = settled(context, clock)
    told(context)
    raised(row, context, URGENT)
    assert claimed(context) == []
    clock.turn(seconds=10)
    assert told(context) == [row.id]
    clock.turn(days=1)
    assert claimed(context) == []


def test_what_becomes_less_grave_is_not_told_again(context: Context, clock: TurnedClock) -> None:
    row = settled(context, clock, level=URGENT)
    told(context)
    Alert.update(level=NOTE).where(Alert.id == row.id).execute()
    clock.turn(days=1)
    assert claimed(context) == []


def test_a_claim_at_another_level_takes_the_place_of_one_that_ran_out(
    context: Context, clock: TurnedClock
) -> None:
    row = settled(context, clock)
    claim(context, "anne")
    raised(row, context, URGENT)
    clock.turn(seconds=60)
    assert claimed(context) == [row.id]
    delivered(context, row.id, "anne")
    assert [(one.level, bool(one.delivered_at)) for one in Notice.select()] == [(URGENT, True)]


@pytest.mark.parametrize(
    ("before", "after", "hours", "again"),
    [
        (WARNING, WARNING, 3.9, False),
        (WARNING, WARNING, 4.1, True),
        (URGENT, WARNING, 3.9, False),
        (WARNING, URGENT, 0.1, True),
    ],
)
def test_a_cause_that_comes_back_is_told_again_after_four_hours_or_where_it_is_graver(
    context: Context,
    clock: TurnedClock,
    before: AlertLevel,
    after: AlertLevel,
    hours: float,
    again: bool,
) -> None:
    told_first = settled(context, clock, level=before)
    told(context)
    resolved(told_first, clock.now())
    clock.turn(hours=hours)
    row = settled(context, clock, level=after)
    assert told(context) == ([row.id] if again else [])
    assert told(context, "paul") == [row.id]


def test_another_cause_of_the_same_kind_is_told_at_once(
    context: Context, clock: TurnedClock
) -> None:
    settled(context, clock, subject="1")
    told(context)
    other = settled(context, clock, subject="2")
    assert told(context) == [other.id]


# -- the clock


def test_a_clock_set_back_years_silences_neither_new_nor_claimed_alerts(
    context: Context, clock: TurnedClock
) -> None:
    standing = settled(context, clock, subject="1")
    claim(context, "anne")
    told_before = settled(context, clock, subject="2")
    told(context)
    resolved(told_before, clock.now())
    clock.turn(days=-3000)
    again = settled(context, clock, subject="2")
    assert sorted(claimed(context)) == [standing.id, again.id]


def test_a_clock_set_back_an_hour_does_not_make_a_cause_come_twice(
    context: Context, clock: TurnedClock
) -> None:
    row = settled(context, clock)
    told(context)
    resolved(row, clock.now())
    clock.turn(hours=-1)
    again = settled(context, clock)
    assert claimed(context) == []
    clock.turn(hours=5)
    assert claimed(context) == [again.id]


# -- quiet hours


def at(local: str) -> datetime:
    """A time of Tuesday 10 March 2026 in Paris, which is an hour ahead of UTC then."""
    return datetime.combine(datetime(2026, 3, 10, tzinfo=UTC), time.fromisoformat(local), UTC) - (
        timedelta(hours=1)
    )


@pytest.mark.parametrize(
    ("start", "end", "local", "quiet"),
    [
        ("19:30", "07:30", "19:29", False),
        ("19:30", "07:30", "19:30", True),
        ("19:30", "07:30", "02:00", True),
        ("19:30", "07:30", "07:29", True),
        ("19:30", "07:30", "07:30", False),
        ("12:00", "14:00", "11:59", False),
        ("12:00", "14:00", "13:00", True),
        ("12:00", "14:00", "14:00", False),
        ("08:00", "08:00", "08:00", False),
        ("00:00", "00:00", "03:00", False),
    ],
)
def test_nothing_is_told_in_quiet_hours_by_clocks_in_france(
    context: Context, clock: TurnedClock, start: str, end: str, local: str, quiet: bool
) -> None:
    hours = {"quiet_from": time.fromisoformat(start), "quiet_until": time.fromisoformat(end)}
    context = with_alerts(context, **hours)
    row = settled(context, clock, raised_at=clock.now() - timedelta(days=9))
    clock.wall = at(local)
    assert claimed(context) == ([] if quiet else [row.id])


def test_what_came_in_quiet_hours_is_told_in_the_morning_if_it_still_stands(
    context: Context, clock: TurnedClock
) -> None:
    clock.wall = at("22:00")
    over, stands = alert(context, subject="1"), alert(context, subject="2")
    clock.turn(hours=5)
    resolved(over, clock.now())
    assert claimed(context) == []
    clock.turn(hours=5)
    assert claimed(context) == [stands.id]


# -- dismissed


def test_what_a_person_has_dismissed_is_neither_shown_nor_told_until_they_take_it_back(
    context: Context, clock: TurnedClock
) -> None:
    row = settled(context, clock)
    assert dismiss(context, row.id, by="Anne")
    assert not dismiss(context, row.id, by="Paul")
    kept = Alert.get_by_id(row.id)
    assert (kept.dismissed_at, kept.dismissed_by) == (clock.now(), "Anne")
    assert (open_alerts(50), count_open(), claimed(context)) == ((), 0, [])
    assert show_again(row.id, by="Paul")
    assert not show_again(row.id, by="Paul")
    assert [one.id for one in open_alerts(50)] == claimed(context) == [row.id]
    journal = [(one.event, one.by) for one in JournalEntry.select().order_by(JournalEntry.id)]
    assert journal == [("alert.dismissed", "Anne"), ("alert.shown-again", "Paul")]


def test_what_is_over_is_not_dismissed_any_more(context: Context, clock: TurnedClock) -> None:
    row = settled(context, clock)
    resolved(row, clock.now())
    assert not dismiss(context, row.id, by="Anne")
    assert not show_again(row.id, by="Anne")
    assert JournalEntry.select().count() == 0


def test_an_alert_that_never_was_is_refused(context: Context) -> None:
    deeds = (
        lambda: delivered(context, 7, "anne"),
        lambda: dismiss(context, 7, by="Anne"),
        lambda: show_again(7, by="Anne"),
    )
    for deed in deeds:
        with pytest.raises(ScordError) as caught:
            deed()
        assert caught.value.code == Code.NOT_THERE
        assert "7" in str(caught.value.facts["what"])
