"""The purge of the night removes what `scord purge` would, in turns that keep nobody waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.actions.purging.old_lots import SHORT
from tests.lots.practice import in_force

from scord.actions.purging import nightly
from scord.actions.purging.nightly import NightlyPurge
from scord.store.files import Shelf
from scord.store.states import ScorLotState
from scord.store.tables import JournalEntry, ScorLot
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.actions.purging.old_lots import Old


@pytest.fixture
def purge(old: Old, monkeypatch: pytest.MonkeyPatch) -> NightlyPurge:
    """One file in each turn."""
    monkeypatch.setattr(nightly, "_TURN_SECONDS", -1.0)
    return NightlyPurge(in_force(old.context, retention=SHORT))


def test_turn_by_turn_the_same_goes_and_the_journal_says_that_the_machine_did_it(
    old: Old, purge: NightlyPurge
) -> None:
    old.pass_days(91)
    there = []
    while not purge.work():
        assert purge.next_in() == 0
        there.append(old.there())
    assert there == [{"messages", "originals"}, {"originals"}, {"originals"}]
    assert purge.next_in() > 0
    entries = JournalEntry.select().where(JournalEntry.event.endswith(".purged"))
    assert {entry.by for entry in entries} == {"machine"}


def test_what_is_contested_between_two_turns_stays(old: Old, purge: NightlyPurge) -> None:
    old.pass_days(91)
    assert not purge.work()
    ScorLot.update(state=ScorLotState.CONTESTED).execute()
    while not purge.work():
        pass
    assert old.there() == {"messages", "originals"}


def test_while_the_clock_is_not_believed_it_ends_at_once(old: Old, purge: NightlyPurge) -> None:
    old.clock.turn(days=400)
    assert purge.work()
    assert old.there() == {"documents", "messages", "originals"}


def test_after_a_fault_it_begins_again(
    old: Old, purge: NightlyPurge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ScordError(Code.DISK_FULL)

    old.pass_days(91)
    with monkeypatch.context() as broken:
        broken.setattr(Shelf, "drop", fail)
        with pytest.raises(ScordError):
            purge.work()
    assert not purge.is_under_way
    while not purge.work():
        pass
    assert old.there() == {"originals"}
