"""A click asks the service for exactly what it says, and a refusal is told in plain words."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

import pytest
from tests.tray.scripted import NOON, NotedDesktop, ScriptedService, silent, standing

from scord_shared.errors import Code, ScordError
from scord_shared.status import Status
from scord_tray.errands import Errands
from scord_tray.model import Action, Unreached, Verb
from scord_tray.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable


class Desk:
    def __init__(self, browser: bool | Callable[[], bool] = True) -> None:
        self.service = ScriptedService()
        self.desktop = NotedDesktop()
        self.screen = Screen(self.desktop, "fr", lambda: NOON)
        self.kept: list[str] = []
        self.opened: list[str] = []
        self.browser = browser
        self.errands = Errands(
            self.service, self.desktop, self.screen, self.kept.append, self.browse
        )

    def browse(self, link: str) -> bool:
        self.opened.append(link)
        return self.browser() if callable(self.browser) else self.browser

    def do(self, verb: Verb, target: str | int = "", name: str = "") -> None:
        self.errands.do(Action(verb, target, name))

    @property
    def said(self) -> list[str]:
        return [toast.title for toast in self.desktop.toasts]


@pytest.mark.parametrize(
    ("action", "path"),
    [
        (Action(Verb.ARM, 17, "481"), "/v1/invoices/17/arm"),
        (Action(Verb.DISARM, 5, "481"), "/v1/arms/5/end"),
        (Action(Verb.PAUSE), "/v1/pause"),
        (Action(Verb.RESUME), "/v1/resume"),
        (Action(Verb.SEND), "/v1/send"),
    ],
)
def test_each_click_asks_the_service_once(action: Action, path: str) -> None:
    desk = Desk()
    desk.errands.do(action)
    assert desk.service.posts == [path]


def test_the_scanner_that_was_chosen_is_told() -> None:
    desk = Desk()
    desk.errands.do(Action(Verb.ARM, 17, "481", "salle-2"))
    assert desk.service.bodies == [{"folder": "salle-2"}]


def test_an_armed_invoice_is_confirmed_by_its_number() -> None:
    desk = Desk()
    desk.do(Verb.ARM, 17, "481")
    assert desk.said == ["La prochaine numérisation va à la facture 481"]


def test_sending_now_while_paused_says_that_it_waits() -> None:
    desk = Desk()
    desk.do(Verb.SEND)
    desk.screen.tell(standing(Status(paused_since=NOON)))
    desk.do(Verb.SEND)
    assert desk.desktop.toasts[0].text == "Scord constitue les lots tout de suite."
    assert "en pause" in desk.desktop.toasts[1].text


@pytest.mark.parametrize("verb", [Verb.PAUSE, Verb.RESUME, Verb.DISARM])
def test_what_the_icon_shows_by_itself_is_not_said_again(verb: Verb) -> None:
    desk = Desk()
    desk.do(verb, 5)
    assert desk.said == []


def test_a_refusal_is_shown_with_the_services_title_and_advice() -> None:
    desk = Desk()
    desk.service.refuses = {
        "/v1/invoices/17/arm": ScordError(
            Code.ACTION_REFUSED, reason="invoice-closed", number="481"
        )
    }
    desk.do(Verb.ARM, 17, "481")
    (toast,) = desk.desktop.toasts
    assert toast.title.startswith("Cette action n'est pas possible maintenant")
    assert "481" in toast.title
    assert toast.text


def test_a_silent_service_is_told_as_such() -> None:
    desk = Desk()
    desk.service.refuses = {"/v1/send": silent()}
    desk.do(Verb.SEND)
    assert desk.said == ["Le service Scord ne répond pas : /run/scord"]


@pytest.mark.parametrize("fault", [ValueError("x"), OSError("x")])
def test_an_unforeseen_fault_is_told_and_does_not_end_the_errands(fault: Exception) -> None:
    desk = Desk()
    desk.service.refuses = {"/v1/send": fault}
    desk.do(Verb.SEND)
    assert desk.said[0].startswith("Erreur interne")


def test_the_page_opens_at_the_place_asked_for_and_the_link_reaches_no_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = Desk()
    desk.do(Verb.OPEN, "/a-classer")
    assert desk.opened == ["http://127.0.0.1:1/enter#secret-for-/a-classer"]
    assert "secret" not in caplog.text


def test_a_machine_without_a_browser_says_so() -> None:
    desk = Desk(browser=False)
    desk.do(Verb.OPEN, "/")
    assert desk.said == ["Aucun navigateur ne s'ouvre"]


def test_a_browser_that_fails_gives_the_link_to_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    def fail() -> bool:
        raise OSError(8, "no browser", desk.opened[-1])

    desk = Desk(browser=fail)
    desk.do(Verb.OPEN, "/")
    assert desk.said[0].startswith("Erreur interne")
    assert "secret" not in caplog.text


def test_a_new_language_is_spoken_at_once_and_kept() -> None:
    desk = Desk()
    desk.screen.tell(standing())
    desk.do(Verb.LANGUAGE, "en")
    assert desk.kept == ["en"]
    assert desk.desktop.views[-1].tooltip == "Scord: nothing to do"
    desk.do(Verb.SEND)
    assert desk.said == ["Sending asked for"]


def test_a_language_chosen_before_the_service_answered_is_kept_and_shows_nothing() -> None:
    desk = Desk()
    desk.do(Verb.LANGUAGE, "en")
    assert desk.desktop.views == []
    assert desk.kept == ["en"]


def test_about_names_both_versions_or_the_one_that_is_known() -> None:
    desk = Desk()
    desk.do(Verb.ABOUT)
    desk.screen.tell(standing())
    desk.do(Verb.ABOUT)
    desk.screen.tell(Unreached(Code.SERVICE_SILENT, NOON))
    desk.do(Verb.ABOUT)
    told = [toast.text for toast in desk.desktop.toasts]
    assert ["Service" in text for text in told] == [False, True, False]


def test_quit_is_done_at_once_even_while_an_errand_hangs() -> None:
    desk = Desk()
    desk.errands.ask(Action(Verb.SEND))  # nobody works yet: it stands in the queue
    desk.errands.ask(Action(Verb.QUIT))
    assert desk.desktop._stop.is_set()


def test_an_impatient_second_click_asks_for_nothing_more() -> None:
    released, begun = threading.Event(), threading.Event()

    def slow() -> bool:
        begun.set()
        return released.wait(10)

    desk = Desk(browser=slow)
    open_it, send = Action(Verb.OPEN, "/"), Action(Verb.SEND)
    threading.Thread(target=desk.errands.run, daemon=True).start()
    desk.errands.ask(open_it)
    assert begun.wait(10)
    for _ in range(5):
        desk.errands.ask(open_it)
    desk.errands.ask(send)
    released.set()
    desk.desktop.until(lambda: desk.said == ["Envoi demandé"])
    assert len(desk.opened) == 1


def test_the_same_click_is_heard_again_once_it_is_done() -> None:
    desk = Desk()
    threading.Thread(target=desk.errands.run, daemon=True).start()
    for count in (1, 2):
        desk.errands.ask(Action(Verb.SEND))
        desk.desktop.until(lambda count=count: len(desk.said) == count)
        while Action(Verb.SEND) in desk.errands._open:
            pass
    assert desk.service.posts == ["/v1/send"] * 2
