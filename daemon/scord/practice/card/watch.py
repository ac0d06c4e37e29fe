"""Watches the readers as long as the service runs: its own loop, since pyscard's ends for good when
the system's card service does, and Windows stops that one with the last reader.

A talk that fails is ended, shown as a state, and begun anew; nothing ends the thread but `stop`.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from scord.practice.card import pcsc
from scord.practice.card.states import all_seen, look
from scord_shared.cards import CardService, CardsSeen
from scord_shared.errors import describe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scord.practice.card.pcsc import Glimpse, Session
    from scord.store.context import Context

log = logging.getLogger(__name__)

STOP_SECONDS = 1.0
_AGAIN_SECONDS = 2.0  # until a service that was not there is looked for again
_LOOK_SECONDS = 10.0  # readers that come without a word are seen this often
_LEAST_SECONDS = 0.1  # between two looks, whatever a driver says
_PATIENCE_SECONDS = 0.05


class Watch:
    """`seen` may be asked by any thread, and never waits."""

    def __init__(self) -> None:
        self._seen = CardsSeen(CardService.NO_SERVICE)
        self._stopping = threading.Event()
        self._session: Session | None = None
        self._thread = threading.Thread(target=self._live, name="cards", daemon=True)

    def seen(self) -> CardsSeen:
        return self._seen

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns within STOP_SECONDS. A cancel that comes before its look is lost: hence again."""
        self._stopping.set()
        for _ in range(int(STOP_SECONDS / _PATIENCE_SECONDS)):
            session = self._session
            if session:
                session.cancel()
            self._thread.join(_PATIENCE_SECONDS)
            if not self._thread.is_alive():
                return

    def _live(self) -> None:
        while not self._stopping.is_set():
            try:
                with pcsc.session() as self._session:
                    self._follow(self._session)
            except pcsc.PcscError as fault:
                if self._seen.state is not CardService.NO_SERVICE and not self._stopping.is_set():
                    log.info("the card service does not answer: %s", fault)
            except Exception as fault:  # noqa: BLE001 -- where any fault ends: it goes on
                log.error("watching cards failed: %s", describe(fault))  # noqa: TRY400 -- see describe
            self._session = None
            self._seen = CardsSeen(CardService.NO_SERVICE)
            self._stopping.wait(_AGAIN_SECONDS)

    def _follow(self, session: Session) -> None:
        known: Mapping[str, Glimpse] = look(session)
        while not self._stopping.is_set():
            self._seen = all_seen(known)
            session.look(known, _LOOK_SECONDS)
            self._stopping.wait(_LEAST_SECONDS)
            known = look(session)


@contextmanager
def watched(context: Context) -> Iterator[Context]:
    """The context with what is in the readers, watched while the block lasts where settings and
    installation allow it.
    """
    if not context.settings.card.enabled:
        yield context
    elif not pcsc.installed():
        yield replace(context, cards=lambda: CardsSeen(CardService.NOT_INSTALLED))
    else:
        watch = Watch()
        watch.start()
        try:
            yield replace(context, cards=watch.seen)
        finally:
            watch.stop()
