"""The tray: who does what on which thread.

The desktop's loop owns the main thread and only draws. One thread follows the service, one does
what clicks ask for; both end with the process. The tray never starts a service.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

import msgspec

from scord_tray import preferences
from scord_tray.backends.base import Hooks
from scord_tray.courier import Courier
from scord_tray.errands import Errands
from scord_tray.follower import Follower
from scord_tray.model import Toast
from scord_tray.screen import Screen, local_now
from scord_tray.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from scord_tray.backends.base import Backend
    from scord_tray.service import Service

_log = logging.getLogger(__name__)


class App:
    """`connect` gives a client for one thread. `kept` is the preferences file; `language` is for
    this run only.
    """

    def __init__(
        self,
        connect: Callable[[], Service],
        backend: Backend,
        kept: Path,
        *,
        language: str | None = None,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        self._backend = backend
        self._kept = kept
        self._preferences = preferences.load(kept)
        self._screen = Screen(backend, language or self._preferences.language, now)
        following = connect()
        courier = Courier(following, backend)
        self._follower = Follower(following, self._screen, courier, now)
        self._errands = Errands(connect(), backend, self._screen, self._keep_language)
        self._stop = threading.Event()

    def run(self) -> None:
        """Returns when the tray is to end. Belongs to the main thread."""
        try:
            self._backend.run(Hooks(self._start, self._errands.ask, self._no_place))
        finally:
            self._stop.set()

    def _start(self) -> None:
        for name, work in (("follow", self._follow), ("errands", self._errands.run)):
            threading.Thread(target=work, name=name, daemon=True).start()

    def _follow(self) -> None:
        self._follower.run(self._stop)

    def _no_place(self) -> None:
        """Told once to each user, since nobody can be shown an icon that is not there."""
        if self._preferences.told_no_place:
            return
        _log.warning("no panel shows icons; looking for one every half minute")
        language = self._screen.language
        toast = Toast(say("no-tray", language), say("no-tray-advice", language))
        if self._backend.toast(toast):
            self._keep(told_no_place=True)

    def _keep_language(self, language: str) -> None:
        self._keep(language=language)

    def _keep(self, **changed: object) -> None:
        self._preferences = msgspec.structs.replace(self._preferences, **changed)
        preferences.save(self._kept, self._preferences)
