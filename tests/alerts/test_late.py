"""An ARL that does not come is told once, then escalated once; both end when it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scord.alerts.late import report_late
from scord.store.database import transaction
from scord.store.states import FseVerdict, ScorLotState, move
from scord.store.tables import Flag, FseLot, JournalEntry, ScorLot

if TYPE_CHECKING:
    from tests.conftest import TurnedClock
    from tests.lots.practice import Practice


def flags() -> dict[str, int]:
    """Name → level of each late answer that is flagged now."""
    late = Flag.select().where(Flag.name.startswith("late-answer:")).order_by(Flag.id)
    return {row.name: row.value["level"] for row in late}


@pytest.fixture
def sent(practice: Practice) -> ScorLot:
    """A SCOR lot sent on Tuesday 10 March 2026."""
    return ScorLot.create(
        practitioner=practice.nurse,
        destination="01-349",
        number=1,
        profile="reference",
        frozen_at=practice.now,
        sent_at=practice.now,
        state=ScorLotState.SENT,
    )


@pytest.mark.parametrize(
    ("days", "levels"),
    [(0, []), (1, []), (2, [1]), (5, [1]), (6, [1]), (7, [2]), (30, [2])],  # the 14th: a Saturday
)
def test_a_lot_without_an_answer_is_late_after_two_working_days_and_very_late_after_five(
    practice: Practice, sent: ScorLot, clock: TurnedClock, days: int, levels: list[int]
) -> None:
    clock.turn(days=days)
    report_late(practice.context)
    assert list(flags().values()) == levels


def test_each_level_is_told_once_however_often_it_is_looked_at(
    practice: Practice, sent: ScorLot, clock: TurnedClock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(40):
        clock.turn(hours=6)
        report_late(practice.context)
    assert list(flags().values()) == [2]
    assert len([one for one in caplog.records if "late" in one.message]) == 2
    assert "ADRDEUX" not in caplog.text
    events = [row.event for row in JournalEntry.select()]
    assert sorted(events) == ["flag.cleared", "flag.raised", "flag.raised"]


def test_the_flag_ends_when_the_answer_has_come(
    practice: Practice, sent: ScorLot, clock: TurnedClock
) -> None:
    clock.turn(days=3)
    report_late(practice.context)
    with transaction():
        move(sent, ScorLotState.ACCEPTED, by="caisse")
    report_late(practice.context)
    assert flags() == {}


def test_an_fse_lot_is_told_too_but_not_a_degraded_one(
    practice: Practice, clock: TurnedClock
) -> None:
    secured = practice.lot(verdict=FseVerdict.AWAITED)
    practice.lot(verdict=FseVerdict.AWAITED, kind="degraded")
    clock.turn(days=2)
    report_late(practice.context)
    assert flags() == {f"late-answer:fse:{secured.id}:1": 1}
    FseLot.update(verdict=FseVerdict.POSITIVE).execute()
    report_late(practice.context)
    assert flags() == {}


def test_other_flags_are_left_alone(practice: Practice) -> None:
    Flag.create(name="paused", set_at=practice.now, by="Anne")
    report_late(practice.context)
    assert [row.name for row in Flag.select()] == ["paused"]
