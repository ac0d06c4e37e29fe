"""The one place that knows what the icon shows; a view is shown only where it differs."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from scord_tray.model import TrayState
from scord_tray.viewmodel import view

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord_shared.status import ServiceStatus
    from scord_tray.backends.base import Backend
    from scord_tray.model import Unreached, View


def local_now() -> datetime:
    return datetime.now().astimezone()


class Screen:
    """May be told from any thread."""

    def __init__(
        self, backend: Backend, language: str, now: Callable[[], datetime] = local_now
    ) -> None:
        self._backend = backend
        self._now = now
        self._lock = threading.Lock()
        self._state: TrayState | None = None
        self._shown: View | None = None
        self.language = language

    @property
    def told(self) -> ServiceStatus | Unreached | None:
        """What came of asking the service last; None before that."""
        return self._state.told if self._state else None

    def tell(self, told: ServiceStatus | Unreached) -> None:
        with self._lock:
            self._show(TrayState(self._now(), told, self.language))

    def speak(self, language: str) -> None:
        with self._lock:
            self.language = language
            if self._state:
                self._show(replace(self._state, now=self._now(), language=language))

    def _show(self, state: TrayState) -> None:
        self._state = state
        fresh = view(state)
        if fresh != self._shown:
            self._backend.show(fresh)
            self._shown = fresh
