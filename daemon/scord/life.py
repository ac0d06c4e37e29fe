"""What works by one set of settings: the rooms with their workers and timers.

Store and API outlive it: where settings change, one life ends and the next begins.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from scord.actions.setting_up import proving
from scord.exchange.profiles import load_profile
from scord.imaging.workers import WorkerPool
from scord.journey import Crew, Journey
from scord.reading.ocr import find_tessdata, lacking
from scord.schedule import Calendar
from scord.secrets import load_secrets
from scord.settings import renewed
from scord_shared.errors import ScordError, describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from scord.settings import Settings
    from scord.store.context import Context
    from scord.wake import Wake

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 30.0  # monotonic: whatever the clock does, all is looked at this often
_LEAST_SECONDS = 0.02
_PATIENCE_SECONDS = 0.2
COURIER = "courier"  # as exchange.courier names its thread


class Life:
    """Begun by being made; raises whatever keeps a room from starting."""

    def __init__(self, context: Context, wake: Wake) -> None:
        settings = context.settings
        self.context = context
        self._wake = wake
        self._change = proving.waiting()
        with ExitStack() as parts:
            self._crew = parts.enter_context(_crew(settings))
            self._calendar = Calendar(context, wake)
            parts.callback(self._calendar.stop)
            self._journey = Journey(
                context,
                crew=self._crew,
                profile=load_profile(settings.exchange.profile),
                calendar=self._calendar,
                slip_key=load_secrets(settings.state_dir)["slip_key"].encode(),
                wake=wake,
            )
            parts.callback(self._journey.stop)
            self._journey.recover()
            self._journey.start()
            self._parts = parts.pop_all()

    def turn(self, changed: Callable[[], None]) -> None:
        """Everything once; `changed` tells who waits for news; then a rest until something may be
        due or somebody calls.
        """
        crew, journey, wake = self._crew, self._journey, self._wake
        wake.heard()
        self._calendar.heartbeat()
        journey.advance()
        changed()
        rest = min(max(journey.next_in(), _LEAST_SECONDS), HEARTBEAT_SECONDS)
        journey.take_in(crew.converters.wait(rest, wake=[wake.reader, *crew.readers.pipes]))
        journey.take_in_texts(crew.readers.wait(0))

    def is_over(self) -> bool:
        """Whether somebody has changed settings since it began."""
        return proving.waiting() not in (None, self._change)

    def end(self) -> None:
        """Stops its parts, backwards; pages at work are done again by the next life."""
        self._parts.close()

    def follow(self, waiting: Callable[[], None]) -> Life:
        """The next life, by the settings as the page's file now has them; `waiting` is called
        again and again until it can begin.
        """
        self.end()
        while _a_courier_is_out() and not self._wake.stopping:  # two could send the same
            waiting()
            time.sleep(_PATIENCE_SECONDS)
        return self if self._wake.stopping else begin(self.context, self._wake, anew=True)


def begin(context: Context, wake: Wake, *, anew: bool = False) -> Life:
    """A life by the settings of `context`, or by those that the page's file has `anew`.

    Where a change has just been made and does not start, it is put back, once. Raises what keeps
    any other settings from starting.
    """
    try:
        life = Life(_anew(context) if anew else context, wake)
    except Exception as fault:
        if not proving.put_back(context, fault):
            raise
        log.error("the new settings do not start: %s", describe(fault))  # noqa: TRY400 -- no values
        return Life(_anew(context), wake)
    with suppress(ScordError):  # on a full disk even this cannot be kept, and the service goes on
        proving.proved()
    return life


def _anew(context: Context) -> Context:
    return replace(context, settings=renewed(context.settings))


def _a_courier_is_out() -> bool:
    """One that did not come back in time: at a server, whose answer may take minutes."""
    return any(thread.name == COURIER for thread in threading.enumerate())


@contextmanager
def _crew(settings: Settings) -> Iterator[Crew]:
    """Reading takes ten times as long as converting and nobody waits for it: it yields."""
    pool = partial(
        WorkerPool,
        memory_mb=settings.limits.worker_memory_mb,
        seconds=settings.limits.page_seconds,
        idle_seconds=settings.imaging.idle_seconds,
    )
    converters = pool(settings.imaging.workers)
    readers = pool(settings.reading.workers, yielding=True)
    with closing(converters), closing(readers):
        yield Crew(converters, readers, _model(settings))


def _model(settings: Settings) -> Path | None:
    """Where the French model lies, if texts are to be read and can be."""
    asked = settings.reading
    if not asked.text or lacking(asked.model_folder):
        return None
    return find_tessdata(asked.model_folder)
