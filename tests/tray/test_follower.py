"""The icon follows a service that is silent, restarts, talks nonsense or goes away in between."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from tests.tray.scripted import (
    CLAIM,
    NOON,
    NotedDesktop,
    ScriptedService,
    alert,
    silent,
    standing,
    with_alerts,
)

from scord_shared.errors import Code, ScordError
from scord_shared.status import Status
from scord_tray.courier import Courier
from scord_tray.follower import PACE, RETRY_MAX, WAIT, Follower
from scord_tray.model import Shape
from scord_tray.screen import Screen


class Watch:
    """A follower with all that it needs, one turn at a time."""

    def __init__(self, service: ScriptedService) -> None:
        self.time = NOON
        self.service = service
        self.desktop = NotedDesktop()
        self.screen = Screen(self.desktop, "fr", self.now)
        courier = Courier(service, self.desktop)
        self.follower = Follower(service, self.screen, courier, self.now)

    def now(self) -> datetime:
        return self.time

    def turn(self) -> float:
        return self.follower.turn()

    def turn_after(self, **gone: float) -> float:
        self.time += timedelta(**gone)
        return self.turn()

    @property
    def tooltip(self) -> str:
        return self.desktop.views[-1].tooltip


def test_the_first_question_is_answered_at_once_and_the_next_waits_for_news() -> None:
    watch = Watch(ScriptedService())
    watch.turn()
    watch.service.change(standing(to_file=1))
    watch.turn()
    assert watch.service.asked == [(None, None, 0), (1, "first", WAIT)]


def test_the_icon_shows_what_the_service_says() -> None:
    watch = Watch(ScriptedService(standing(to_file=2)))
    watch.turn()
    assert watch.desktop.views[-1].badge == "2"


def test_questions_come_a_second_apart_at_least_however_fast_things_change() -> None:
    watch = Watch(ScriptedService())
    for number in range(5):
        watch.service.change(standing(to_file=number))
        assert watch.turn() == PACE


def test_an_answer_that_changes_nothing_is_not_drawn_again() -> None:
    watch = Watch(ScriptedService())
    watch.turn()
    watch.service.change(standing(accepted=1))
    watch.turn()
    assert len(watch.desktop.views) == 1


def test_a_silent_service_turns_the_icon_grey_with_the_time_of_its_last_answer() -> None:
    watch = Watch(ScriptedService(standing(to_file=2)))
    watch.turn()
    watch.service.faults = [silent(), silent()]
    watch.turn_after(minutes=3)
    watch.turn_after(minutes=3)
    assert watch.desktop.views[-1].shape is Shape.CROSS
    assert watch.tooltip == "Scord ne répond plus depuis 12:05"


def test_a_service_that_never_answered_is_silent_since_it_was_first_asked() -> None:
    watch = Watch(ScriptedService(faults=[silent()]))
    watch.turn_after(minutes=1)
    assert watch.tooltip == "Scord ne répond plus depuis 12:05"


def test_a_silent_service_is_asked_less_and_less_often_up_to_half_a_minute() -> None:
    watch = Watch(ScriptedService(faults=[silent()] * 12))
    waits = [watch.turn() for _ in range(12)]
    assert 0.7 <= waits[0] <= 1
    assert all(RETRY_MAX * 0.7 <= wait <= RETRY_MAX for wait in waits[-4:])
    assert len(set(waits[-4:])) > 1, "many trays would ask in the same second"
    assert all(after > before for before, after in pairwise(waits[:5]))


def test_a_service_that_is_back_is_shown_at_once_and_asked_often_again() -> None:
    watch = Watch(ScriptedService(standing(to_file=2), faults=[silent()] * 5))
    for _ in range(5):
        watch.turn()
    assert watch.turn() == PACE
    assert watch.desktop.views[-1].shape is Shape.DIAMOND
    assert watch.service.asked[-1] == (None, None, 0)
    watch.service.faults = [silent()]
    assert watch.turn() <= 1


def test_a_restarted_service_goes_on_without_a_break() -> None:
    watch = Watch(ScriptedService(standing(to_file=2)))
    watch.turn()
    watch.service.restart()
    watch.turn()
    assert all(view.shape is Shape.DIAMOND for view in watch.desktop.views)
    watch.service.change(standing(rejected=1))
    watch.turn()
    assert watch.service.asked[-1] == (1, "after first", WAIT)
    assert watch.desktop.views[-1].shape is Shape.OCTAGON


def test_a_service_of_a_later_version_asks_for_an_update() -> None:
    fault = ScordError(Code.UPDATE_NEEDED, ours=1, theirs=2)
    watch = Watch(ScriptedService(faults=[fault]))
    watch.turn()
    assert watch.tooltip == "Scord : mise à jour nécessaire"


@pytest.mark.parametrize("nonsense", [ValueError("x"), KeyError("x"), RecursionError()])
def test_nonsense_from_the_service_is_a_fault_and_not_the_end(nonsense: Exception) -> None:
    watch = Watch(ScriptedService(faults=[nonsense]))
    watch.turn()
    assert watch.tooltip == "Scord ne peut pas répondre"
    watch.turn()
    assert watch.desktop.views[-1].shape is Shape.CHECK


def test_open_alerts_are_claimed_shown_and_confirmed() -> None:
    watch = Watch(ScriptedService(with_alerts(alert(4)), to_claim=[alert(4)]))
    watch.turn()
    assert [toast.alerts for toast in watch.desktop.toasts] == [(4,)]
    assert watch.service.posts == [CLAIM, "/v1/alerts/4/delivered"]


def test_without_an_open_alert_nothing_is_claimed() -> None:
    watch = Watch(ScriptedService(standing(Status(alerts_open=0))))
    watch.turn()
    assert watch.service.posts == []


@pytest.mark.parametrize(
    "fault", [silent(), ScordError(Code.NOT_ALLOWED), ValueError("not an alert")]
)
def test_alerts_that_cannot_be_claimed_leave_the_icon_right(fault: Exception) -> None:
    service = ScriptedService(with_alerts(alert(4), to_file=1), refuses={CLAIM: fault})
    watch = Watch(service)
    assert watch.turn() == PACE
    assert watch.desktop.views[-1].shape is Shape.DIAMOND
    assert watch.desktop.toasts == []


@pytest.mark.parametrize("garbage", [None, "alerts", [{"id": "x"}], {"alerts": []}])
def test_alerts_that_make_no_sense_leave_the_icon_right(garbage: object) -> None:
    service = ScriptedService(with_alerts(alert(4), to_file=1), answers={CLAIM: garbage})
    watch = Watch(service)
    assert watch.turn() == PACE
    assert watch.desktop.toasts == []


def test_it_ends_when_told_to() -> None:
    watch = Watch(ScriptedService())
    stop = threading.Event()
    thread = threading.Thread(target=watch.follower.run, args=(stop,))
    thread.start()
    watch.desktop.until(lambda: watch.desktop.views)
    stop.set()
    watch.service.change(standing(to_file=1))
    thread.join(10)
    assert not thread.is_alive()
