"""The watch on the readers outlives whatever happens to them, and costs nothing at rest."""

from __future__ import annotations

import logging
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.card.emulated import STRANGE, VITALE
from tests.card.house import FIRST, SECOND, CardHouse, until
from tests.lots.practice import in_force

from scord.practice.card import pcsc
from scord.practice.card.watch import STOP_SECONDS, Watch, watched
from scord.settings import Card
from scord_shared.cards import CardService, CardsSeen, CardState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.store.context import Context


@pytest.fixture
def watch() -> Iterator[Watch]:
    one = Watch()
    one.start()
    try:
        yield one
    finally:
        one.stop()
        assert not one._thread.is_alive()


def in_it(watch: Watch, slot: str = FIRST) -> CardState | None:
    return next((one.state for one in watch.seen().readers if one.name == slot), None)


@pytest.mark.system
def test_what_is_put_in_and_taken_out_is_seen_in_each_reader(
    house: CardHouse, watch: Watch
) -> None:
    until(lambda: in_it(watch) is CardState.EMPTY, "the readers")
    card = house.insert()
    until(lambda: in_it(watch) is CardState.CPS, "the CPS")
    house.insert(SECOND, atr=VITALE)
    until(lambda: in_it(watch, SECOND) is CardState.VITALE, "the Vitale")
    assert in_it(watch) is CardState.CPS
    card.pull()
    until(lambda: in_it(watch) is CardState.EMPTY, "the first reader empty")
    house.insert(atr=STRANGE)
    until(lambda: in_it(watch) is CardState.UNKNOWN, "the strange card")


@pytest.mark.system
def test_no_card_is_ever_spoken_to(house: CardHouse, watch: Watch) -> None:
    card = house.insert()
    until(lambda: in_it(watch) is CardState.CPS, "the CPS")
    time.sleep(0.5)
    assert card.heard["command"] == 0


@pytest.mark.system
def test_a_service_that_dies_and_comes_back_is_followed_anew(
    house: CardHouse, watch: Watch
) -> None:
    until(lambda: in_it(watch) is CardState.EMPTY, "the readers")
    for _ in range(2):
        house.kill()
        until(lambda: watch.seen() == CardsSeen(CardService.NO_SERVICE), "no service")
        house.start()
        until(lambda: in_it(watch) is CardState.EMPTY, "the readers back")
        house.insert()
        until(lambda: in_it(watch) is CardState.CPS, "a card in them")


@pytest.mark.system
def test_a_reader_unplugged_and_plugged_in_again_is_followed(
    house: CardHouse, watch: Watch
) -> None:
    """As Windows has it: its card service ends with the last reader."""
    house.insert()
    until(lambda: in_it(watch) is CardState.CPS, "the CPS")
    house.kill()
    house.start(plugged=False)
    until(lambda: watch.seen() == CardsSeen(CardService.NO_READER), "no reader")
    house.kill()
    house.start()
    until(lambda: in_it(watch) is CardState.EMPTY, "the reader back")


@pytest.mark.system
def test_it_begins_without_a_service_and_finds_it_later(house: CardHouse) -> None:
    house.kill()
    watch = Watch()
    watch.start()
    try:
        time.sleep(0.3)
        assert watch.seen() == CardsSeen(CardService.NO_SERVICE)
        house.start()
        until(lambda: in_it(watch) is CardState.EMPTY, "the readers")
    finally:
        watch.stop()


@pytest.mark.system
@pytest.mark.parametrize("wait", [0.0, 0.005, 0.05, 0.5])
def test_it_stops_at_once_whenever_it_is_asked(house: CardHouse, wait: float) -> None:
    watch = Watch()
    watch.start()
    time.sleep(wait)
    begun = time.monotonic()
    watch.stop()
    assert time.monotonic() - begun < STOP_SECONDS
    assert not watch._thread.is_alive()


@pytest.mark.system
def test_at_rest_it_takes_hardly_any_time_of_the_processor(house: CardHouse, watch: Watch) -> None:
    house.insert()
    until(lambda: in_it(watch) is CardState.CPS, "the CPS")
    before = time.process_time()
    time.sleep(3)
    assert time.process_time() - before < 0.03


@pytest.mark.system
def test_the_service_at_work_tells_what_is_in_the_readers(
    house: CardHouse, context: Context
) -> None:
    with watched(context) as now:
        until(lambda: now.cards().state is CardService.READY, "the readers")
        house.insert()
        until(lambda: now.cards().readers[0].state is CardState.CPS, "the CPS")


def test_a_watch_without_a_service_goes_on_and_says_so_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scord.practice.card.watch._AGAIN_SECONDS", 0.01)
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", "/nonexistent")
    caplog.set_level(logging.INFO)
    watch = Watch()
    watch.start()
    time.sleep(0.2)
    alive = watch._thread.is_alive()
    watch.stop()
    assert alive
    assert watch.seen() == CardsSeen(CardService.NO_SERVICE)
    assert not caplog.records


def test_settings_may_leave_the_readers_alone(context: Context) -> None:
    with watched(in_force(context, card=Card(enabled=False))) as now:
        assert now.cards() == CardsSeen(CardService.OFF)


def test_without_pyscard_the_service_runs_and_says_so(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "smartcard", None)
    monkeypatch.setitem(sys.modules, "smartcard.scard", None)
    assert not pcsc.installed()
    with watched(replace(context)) as now:
        assert now.cards() == CardsSeen(CardService.NOT_INSTALLED)
