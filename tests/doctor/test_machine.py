"""The machine's time, its watches, its card service."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from typing import TYPE_CHECKING

import pytest
from tests.doctor.findings import found
from tests.lots.practice import in_force

from scord.doctor import NOTE, examine
from scord.doctor.finding import Found
from scord.practice.card import pcsc
from scord.settings import Card

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.store.context import Context

ONLY_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Windows has none of it")


class _Kernel:
    """What adjtimex answers: 5 where nothing sets the clock."""

    def __init__(self, answer: int) -> None:
        self._answer = answer

    def adjtimex(self, _timex: object) -> int:
        return self._answer


@ONLY_LINUX
@pytest.mark.parametrize(("answer", "told"), [(0, False), (1, False), (5, True)])
def test_a_clock_that_nothing_sets_is_told(
    sound: Context, monkeypatch: pytest.MonkeyPatch, answer: int, told: bool
) -> None:
    loads = ctypes.CDLL
    monkeypatch.setattr(
        ctypes, "CDLL", lambda name, **how: loads(name, **how) if how else _Kernel(answer)
    )
    assert (("clock", Found.CLOCK_NOT_SYNCHRONISED) in found(sound, NOTE)) is told


@ONLY_LINUX
def test_the_kernel_of_this_machine_answers_and_nothing_is_changed(sound: Context) -> None:
    before = time.time()
    found(sound)
    assert 0 <= time.time() - before < 60


@pytest.fixture
def _elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as there:
        there.setenv("TZ", "Indian/Reunion")
        time.tzset()
        yield
    time.tzset()


@ONLY_LINUX
@pytest.mark.usefixtures("_elsewhere")
def test_another_time_zone_is_told_with_its_distance(sound: Context) -> None:
    (zone,) = (one for one in examine(sound) if one.code == Found.OTHER_TIME_ZONE)
    assert (zone.level, zone.facts) == (NOTE, {"hours": "+3"})  # in March, before summer time


@pytest.fixture
def _all_used_up() -> Iterator[None]:
    """Every inotify instance that this user may have, as another program may have taken them."""
    libc = ctypes.CDLL(None)
    taken = []
    while (number := libc.inotify_init1(os.O_CLOEXEC)) >= 0:
        taken.append(number)
    yield
    for number in taken:
        os.close(number)


@ONLY_LINUX
def test_a_machine_with_watches_left_is_well(sound: Context) -> None:
    assert ("watches", Found.NO_WATCH_LEFT) not in found(sound, NOTE)


@ONLY_LINUX
@pytest.mark.usefixtures("_all_used_up")
def test_watches_that_are_used_up_are_told(sound: Context) -> None:
    assert ("watches", Found.NO_WATCH_LEFT) in found(sound, NOTE)


def test_a_card_service_that_does_not_answer_is_told_where_cards_are_wanted(
    sound: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", "/nonexistent")
    told = ("card", Found.NO_CARD_SERVICE) in found(sound, NOTE)
    assert told is pcsc.installed()
    without = in_force(sound, card=Card(enabled=False))
    assert ("card", Found.NO_CARD_SERVICE) not in found(without, NOTE)
