"""The whole tray but for the desktop: it follows, tells, does, keeps, and ends."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from tests.tray.scripted import (
    NotedDesktop,
    ScriptedService,
    alert,
    silent,
    standing,
    with_alerts,
)

from scord_tray import preferences
from scord_tray.app import App
from scord_tray.model import Action, Shape, Verb
from scord_tray.preferences import Preferences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Running:
    """The tray on threads of its own, with one service for both of its clients."""

    def __init__(self, kept: Path, service: ScriptedService, language: str | None = None) -> None:
        self.service = service
        self.desktop = NotedDesktop()
        self.clients = 0
        self.app = App(self.connect, self.desktop, kept, language=language)
        self.thread = threading.Thread(target=self.app.run)

    def connect(self) -> ScriptedService:
        self.clients += 1
        return self.service

    def until_shape(self, shape: Shape) -> None:
        self.desktop.until(lambda: self.desktop.views and self.desktop.views[-1].shape is shape)

    def click(self, verb: Verb, target: str | int = "") -> None:
        assert self.desktop.hooks is not None
        self.desktop.hooks.chosen(Action(verb, target))

    def start(self) -> Running:
        self.thread.start()
        return self

    def end(self) -> None:
        self.desktop.stop()
        self.service.change(self.service.told)
        self.thread.join(10)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "tray.json"


@pytest.fixture
def tray(kept: Path) -> Iterator[Running]:
    running = Running(kept, ScriptedService(standing(to_file=1))).start()
    yield running
    running.end()


@pytest.mark.slow
def test_the_icon_follows_the_service_and_its_absence(tray: Running) -> None:
    tray.until_shape(Shape.DIAMOND)
    tray.service.faults = [silent()]
    tray.service.change(standing())
    tray.until_shape(Shape.CROSS)
    tray.until_shape(Shape.CHECK)


def test_each_thread_has_a_client_of_its_own(tray: Running) -> None:
    assert tray.clients == 2


@pytest.mark.slow
def test_an_alert_is_told_while_clicks_are_done(tray: Running) -> None:
    tray.until_shape(Shape.DIAMOND)
    tray.service.to_claim = [alert(4)]
    tray.service.change(with_alerts(alert(4)))
    tray.click(Verb.SEND)
    tray.desktop.until(lambda: len(tray.desktop.toasts) >= 2)
    assert {"Disque presque plein", "Envoi demandé"} <= {
        toast.title for toast in tray.desktop.toasts
    }


def test_quit_ends_the_tray_though_a_question_is_open(tray: Running) -> None:
    tray.until_shape(Shape.DIAMOND)
    tray.click(Verb.QUIT)
    tray.thread.join(5)
    assert not tray.thread.is_alive()


def test_a_language_that_was_chosen_is_spoken_after_the_next_start(
    kept: Path, tray: Running
) -> None:
    tray.until_shape(Shape.DIAMOND)
    tray.click(Verb.LANGUAGE, "en")
    tray.desktop.until(lambda: tray.desktop.views[-1].tooltip.startswith("Scord:"))
    later = Running(kept, ScriptedService()).start()
    later.until_shape(Shape.CHECK)
    assert later.desktop.views[-1].tooltip == "Scord: nothing to do"
    later.end()


def test_a_language_given_for_this_run_is_not_kept(kept: Path) -> None:
    running = Running(kept, ScriptedService(), language="en").start()
    running.until_shape(Shape.CHECK)
    running.end()
    assert running.desktop.views[-1].tooltip == "Scord: nothing to do"
    assert preferences.load(kept) == Preferences()


def test_a_desktop_without_a_place_is_told_of_once_and_never_again(
    kept: Path, tray: Running
) -> None:
    tray.until_shape(Shape.DIAMOND)
    assert tray.desktop.hooks is not None
    tray.desktop.hooks.no_place()
    tray.desktop.hooks.no_place()
    later = Running(kept, ScriptedService()).start()
    later.until_shape(Shape.CHECK)
    assert later.desktop.hooks is not None
    later.desktop.hooks.no_place()
    later.end()
    assert [toast.title for toast in tray.desktop.toasts] == [
        "Scord n'a pas de place pour son icône"
    ]
    assert "scord open" in tray.desktop.toasts[0].text
    assert later.desktop.toasts == []


def test_a_desktop_that_shows_nothing_at_all_is_told_when_it_can(kept: Path, tray: Running) -> None:
    tray.until_shape(Shape.DIAMOND)
    assert tray.desktop.hooks is not None
    tray.desktop.can_toast = False
    tray.desktop.hooks.no_place()
    assert not preferences.load(kept).told_no_place
    tray.desktop.can_toast = True
    tray.desktop.hooks.no_place()
    assert preferences.load(kept).told_no_place
