"""States change only along the table, once, in a transaction, and never without a journal entry."""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING

import pytest

from scord.store import states
from scord.store.database import transaction
from scord.store.states import TRANSITIONS, ArmState, ScanState, StaleRowError, move
from scord.store.tables import JournalEntry, Scan

if TYPE_CHECKING:
    from scord.store.context import Context

# Where a row begins, by the rooms that create it.
FIRST: dict[type[StrEnum], set[str]] = {
    states.ScanState: {"taken", "duplicate"},
    states.DocumentState: {"new", "held"},
    states.ArmState: {"open"},
    states.InvoiceStatus: {"active", "held", "cancelled"},
    states.FseVerdict: {"awaited"},
    states.ScorLotState: {"ready"},
    states.ItemVerdict: {"awaited"},
    states.MessageState: {"ready"},
    states.ReadingState: {"waiting"},
    states.AckOutcome: {"stored"},
}

ENUMS = [
    one
    for one in vars(states).values()
    if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum
]


def scan(context: Context, state: ScanState = ScanState.TAKEN) -> Scan:
    now = context.clock.now()
    return Scan.create(
        claim="claim",
        folder="scanner",
        name="scan.pdf",
        sha256="0" * 64,
        size=1,
        mtime_ns=1,
        first_seen_at=now,
        taken_at=now,
        state=state,
    )


def journal() -> list[tuple[str, str, str]]:
    return [(row.event, row.by, row.why) for row in JournalEntry.select()]


@pytest.mark.parametrize("states_of", ENUMS)
def test_every_state_is_where_a_row_begins_or_can_be_reached(states_of: type[StrEnum]) -> None:
    reached = FIRST[states_of] | {
        to.value for ways in TRANSITIONS[states_of].values() for to in ways
    }
    assert reached == {state.value for state in states_of}


@pytest.mark.parametrize("states_of", ENUMS)
def test_a_way_stays_within_its_own_kind_and_leads_elsewhere(states_of: type[StrEnum]) -> None:
    for before, ways in TRANSITIONS[states_of].items():
        assert {type(before), *map(type, ways)} == {states_of}
        assert before not in ways
        assert len(set(ways)) == len(ways)


def test_a_move_changes_row_and_database_and_writes_who_and_why(context: Context) -> None:
    row = scan(context)
    with transaction():
        move(row, ScanState.REFUSED, by="machine", why="image.damaged", reason="image.damaged")
    fresh = Scan.get_by_id(row.id)
    assert (row.state, row.reason) == (fresh.state, fresh.reason)
    assert (fresh.state, fresh.reason) == (ScanState.REFUSED, "image.damaged")
    assert journal() == [("scan.refused", "machine", "image.damaged")]
    entry = JournalEntry.get()
    assert (entry.subject_kind, entry.subject_id) == ("scan", row.id)
    assert entry.facts == {"before": "taken"}
    assert entry.at == context.clock.now()


@pytest.mark.parametrize(
    ("before", "to"),
    [
        (ScanState.CONVERTED, ScanState.TAKEN),
        (ScanState.TAKEN, ScanState.TAKEN),
        (ScanState.DUPLICATE, ScanState.TAKEN),
        (ScanState.TAKEN, ArmState.ENDED),
        (ScanState.TAKEN, "converted"),
    ],
)
def test_a_way_that_is_not_in_the_table_is_refused_and_changes_nothing(
    context: Context, before: ScanState, to: StrEnum
) -> None:
    row = scan(context, before)
    with transaction(), pytest.raises(StaleRowError):
        move(row, to, by="machine")
    assert Scan.get_by_id(row.id).state == row.state == before
    assert journal() == []


def test_a_row_that_somebody_else_moved_first_is_refused(context: Context) -> None:
    mine = scan(context)
    theirs = Scan.get_by_id(mine.id)
    with transaction():
        move(theirs, ScanState.CONVERTED, by="machine")
    with transaction(), pytest.raises(StaleRowError):
        move(mine, ScanState.REFUSED, by="machine", reason="late")
    fresh = Scan.get_by_id(mine.id)
    assert (fresh.state, fresh.reason) == (ScanState.CONVERTED, None)
    assert [event for event, _, _ in journal()] == ["scan.converted"]


def test_a_move_outside_a_transaction_is_refused(context: Context) -> None:
    row = scan(context)
    with pytest.raises(RuntimeError):
        move(row, ScanState.CONVERTED, by="machine")
    assert Scan.get_by_id(row.id).state == ScanState.TAKEN


def test_a_transaction_that_fails_takes_its_journal_along(context: Context) -> None:
    row = scan(context)
    with suppress(ZeroDivisionError), transaction():
        move(row, ScanState.CONVERTED, by="machine")
        raise ZeroDivisionError
    assert Scan.get_by_id(row.id).state == ScanState.TAKEN
    assert journal() == []
