"""A file is finished exactly when it has been quiet for long enough, whatever came before."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.intake.settle import EMPTY_PATIENCE, Look, Settling

QUIET = 2.0
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
FILE = Look(size=100, mtime_ns=1, inode=1)

LOOKS = st.builds(Look, st.sampled_from([0, 100, 200]), st.integers(1, 2), st.integers(1, 2))
GAPS = st.integers(0, 24).map(lambda quarters: quarters / 4)


def settled(settling: Settling, at: float) -> list[str]:
    return list(settling.finished(at))


@given(st.lists(st.tuples(GAPS, st.none() | LOOKS), min_size=1), GAPS)
def test_a_file_is_finished_exactly_when_no_look_within_its_quiet_time_differed(
    looks: list[tuple[float, Look | None]], wait: float
) -> None:
    """None stands for a look at which the file was not there."""
    settling, now, seen = Settling(QUIET), 0.0, []
    for gap, look in looks:
        now += gap
        settling.look({"a": look} if look else {}, now, NOON)
        seen.append((now, look))
    last = seen[-1][1]
    changes = [at for (_, before), (at, look) in pairwise([(0.0, None), *seen]) if look != before]
    quiet_for = now + wait - max(changes, default=0.0)
    patience = QUIET if last and last.size else QUIET * EMPTY_PATIENCE
    assert (settled(settling, now + wait) == ["a"]) == (last is not None and quiet_for >= patience)


@given(st.lists(st.integers(0, 7).map(lambda quarters: quarters / 4), min_size=2))
def test_a_file_that_grows_at_every_look_is_never_finished(gaps: list[float]) -> None:
    settling, now = Settling(QUIET), 0.0
    for size, gap in enumerate(gaps, start=1):
        now += gap
        assert settled(settling, now) == []
        settling.look({"a": Look(size, 1, 1)}, now, NOON)


@pytest.mark.parametrize(
    "change", [Look(101, 1, 1), Look(99, 1, 1), Look(100, 2, 1), Look(100, 0, 1), Look(100, 1, 2)]
)
def test_any_change_begins_the_quiet_time_again(change: Look) -> None:
    settling = Settling(QUIET)
    settling.look({"a": FILE}, 0, NOON)
    settling.look({"a": change}, 1.5, NOON)
    assert settled(settling, 3.4) == []
    assert settled(settling, 3.5) == ["a"]


def test_a_file_under_a_new_name_is_a_new_file() -> None:
    settling = Settling(QUIET)
    settling.look({"a": FILE}, 0, NOON)
    settling.look({"b": FILE}, 1.5, NOON)
    assert settled(settling, 3) == []
    assert settled(settling, 3.5) == ["b"]


def test_a_file_that_was_away_for_one_look_begins_anew() -> None:
    settling = Settling(QUIET)
    settling.look({"a": FILE}, 0, NOON)
    settling.look({}, 1, NOON)
    settling.look({"a": FILE}, 1.5, NOON)
    assert settled(settling, 2) == []


def test_an_empty_file_waits_ten_times_as_long() -> None:
    settling = Settling(QUIET)
    settling.look({"a": Look(0, 1, 1)}, 0, NOON)
    assert settled(settling, 19.75) == []
    assert settled(settling, 20) == ["a"]


def test_what_first_seen_means_for_growing_and_for_replaced_files() -> None:
    later = NOON.replace(hour=13)
    settling = Settling(QUIET)
    settling.look({"a": FILE, "b": FILE}, 0, NOON)
    settling.look({"a": Look(200, 1, 1), "b": Look(100, 1, 2)}, 1, later)
    found = settling.finished(3)
    assert found["a"].first_seen_at == NOON
    assert found["b"].first_seen_at == later


def test_a_file_that_could_not_be_taken_waits_a_whole_quiet_time_again() -> None:
    settling = Settling(QUIET)
    settling.look({"a": FILE}, 0, NOON)
    settling.restart("a", 2)
    assert settled(settling, 3.75) == []
    assert settled(settling, 4) == ["a"]


def test_a_file_is_restless_only_while_it_has_not_settled() -> None:
    settling = Settling(QUIET)
    for second in range(10):
        settling.look({"grows": Look(second, 1, 1), "rests": FILE}, second, NOON)
    assert settling.restless(9, 9) == ["grows"]
    assert settling.restless(9, 9.5) == []
    assert settling.restless(11, 9) == []


def test_the_wait_is_that_of_the_next_file_and_never_below_zero() -> None:
    settling = Settling(QUIET)
    assert settling.next_in(0) is None
    settling.look({"a": FILE}, 0, NOON)
    settling.look({"a": FILE, "b": FILE}, 1, NOON)
    assert settling.next_in(1) == 1
    assert settling.next_in(10) == 0
    settling.forget("a")
    assert settling.next_in(1) == 2
