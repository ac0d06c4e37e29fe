"""Does what a click asked for, one after the other and away from the desktop's own thread."""

from __future__ import annotations

import logging
import queue
import webbrowser
from typing import TYPE_CHECKING

from scord_shared.errors import Code, ScordError, describe
from scord_shared.status import ServiceStatus
from scord_shared.wording import say as say_fault
from scord_tray import __version__
from scord_tray.model import Action, Toast, Verb
from scord_tray.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord_tray.backends.base import Backend
    from scord_tray.screen import Screen
    from scord_tray.service import Service

_log = logging.getLogger(__name__)

_POSTS = {
    Verb.ARM: "/v1/invoices/{target}/arm",
    Verb.DISARM: "/v1/arms/{target}/end",
    Verb.PAUSE: "/v1/pause",
    Verb.RESUME: "/v1/resume",
    Verb.SEND: "/v1/send",
}
_DONE = {
    Verb.ARM: ("arm-done", "arm-done-advice"),
    Verb.SEND: ("send-done", "send-done-advice"),
}


class Errands:
    """`keep_language` keeps the language for the next start; `browse` opens a link in a browser."""

    def __init__(
        self,
        service: Service,
        backend: Backend,
        screen: Screen,
        keep_language: Callable[[str], None],
        browse: Callable[[str], bool] = webbrowser.open,
    ) -> None:
        self._service = service
        self._backend = backend
        self._screen = screen
        self._keep_language = keep_language
        self._browse = browse
        self._asked: queue.SimpleQueue[Action] = queue.SimpleQueue()
        self._open: set[Action] = set()
        self._deeds: dict[Verb, Callable[[Action], None]] = {
            Verb.OPEN: self._show_page,
            Verb.LANGUAGE: self._speak,
            Verb.ABOUT: self._about,
        }

    def ask(self, action: Action) -> None:
        """From the desktop's thread: never blocks. A second click meanwhile asks for nothing."""
        if action.verb is Verb.QUIT:
            self._backend.stop()
        elif action not in self._open:
            self._open.add(action)
            self._asked.put(action)

    def run(self) -> None:
        while True:
            action = self._asked.get()
            try:
                self.do(action)
            except Exception as fault:  # noqa: BLE001 -- not even a refusal could be shown
                _log.error("%s failed: %s", action.verb, describe(fault))
            self._open.discard(action)

    def do(self, action: Action) -> None:
        """A refusal is told with the service's words."""
        try:
            self._deeds.get(action.verb, self._post)(action)
        except ScordError as fault:
            self._refused(fault)
        except Exception as fault:  # noqa: BLE001 -- one errand must not end the thread
            _log.error("%s failed: %s", action.verb, describe(fault))  # the message may hold a link
            self._refused(ScordError(Code.INTERNAL, reason=type(fault).__name__))

    def _post(self, action: Action) -> None:
        """Says that it is done where the icon would not show it by itself."""
        body = {"folder": action.folder} if action.folder else None
        self._service.post(_POSTS[action.verb].format(target=action.target), body)
        if action.verb not in _DONE:
            return
        told = self._screen.told
        paused = isinstance(told, ServiceStatus) and told.status.paused_since is not None
        title, advice = _DONE[action.verb]
        if action.verb is Verb.SEND and paused:
            advice = "send-done-paused"
        self._say(title, advice, number=action.name)

    def _show_page(self, action: Action) -> None:
        if not self._browse(self._service.page_link(str(action.target))):
            self._say("no-browser", "no-browser-advice")

    def _speak(self, action: Action) -> None:
        self._keep_language(str(action.target))
        self._screen.speak(str(action.target))

    def _about(self, _action: Action) -> None:
        told = self._screen.told
        service = told.version if isinstance(told, ServiceStatus) else None
        self._say("about-title", "about-text", version=__version__, service=service)

    def _refused(self, fault: ScordError) -> None:
        _log.info("refused: %s", describe(fault))
        words = say_fault(fault.code, fault.facts, self._screen.language)
        self._backend.toast(Toast(words.title, words.advice))

    def _say(self, title: str, text: str, **facts: object) -> None:
        language = self._screen.language
        self._backend.toast(Toast(say(title, language, **facts), say(text, language, **facts)))
