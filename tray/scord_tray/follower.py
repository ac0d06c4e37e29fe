"""Follows the service: asks how things stand, waits for news, begins anew where it is gone."""

from __future__ import annotations

import logging
import random
from typing import TYPE_CHECKING

from scord_shared.errors import Code, ScordError, describe
from scord_tray.model import Unreached

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from datetime import datetime

    from scord_shared.status import ServiceStatus
    from scord_tray.courier import Courier
    from scord_tray.screen import Screen
    from scord_tray.service import Service

_log = logging.getLogger(__name__)

WAIT = 25.0  # seconds that the service may keep the question open where nothing changes
PACE = 1.0  # seconds between two questions at least: the icon changes no faster
RETRY_MAX = 30.0


class Follower:
    """Belongs to one thread."""

    def __init__(
        self, service: Service, screen: Screen, courier: Courier, now: Callable[[], datetime]
    ) -> None:
        self._service = service
        self._screen = screen
        self._courier = courier
        self._now = now
        self._answered = now()  # or, before the first answer, first asked
        self._failures = 0
        self._last: ServiceStatus | None = None

    def run(self, stop: threading.Event) -> None:
        """Until `stop` is set."""
        while not stop.wait(self.turn()):
            pass

    def turn(self) -> float:
        """Asks once and shows what came of it. Returns the seconds to wait before the next time."""
        try:
            try:
                told = self._ask()
            except ScordError as fault:
                return self._missed(fault)
            self._reached(told)
        except Exception as fault:  # noqa: BLE001 -- whatever drawing meets, the thread goes on
            _log.error("showing failed: %s", describe(fault))
            return RETRY_MAX
        return PACE

    def _ask(self) -> ServiceStatus:
        last = self._last
        try:
            if last is None:
                return self._service.status()
            return self._service.status(since=last.revision, instance=last.instance, wait=WAIT)
        except ScordError:
            raise
        except Exception as fault:
            _log.error("asking the service failed: %s", describe(fault))
            raise ScordError(Code.INTERNAL, reason=type(fault).__name__) from fault

    def _missed(self, fault: ScordError) -> float:
        if not self._failures:
            _log.warning("%s", fault)
        self._last = None  # asks for an answer at once when the service is back
        self._screen.tell(Unreached(fault.code, self._answered, fault.facts))
        wait = min(RETRY_MAX, PACE * 2.0**self._failures)
        self._failures = min(self._failures + 1, 10)
        return wait * random.uniform(0.75, 1.0)  # noqa: S311 -- spreads the load, hides nothing

    def _reached(self, told: ServiceStatus) -> None:
        if self._failures:
            _log.info("the service answers again")
        self._failures = 0
        self._answered = self._now()
        self._last = told
        self._screen.tell(told)
        if told.status.alerts_open:
            self._deliver()

    def _deliver(self) -> None:
        """A fault here says nothing new of the service: the next question will."""
        try:
            self._courier.deliver(self._screen.language)
        except Exception as fault:  # noqa: BLE001 -- nothing may end the thread
            _log.warning("alerts not delivered: %s", describe(fault))
