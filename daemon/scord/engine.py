"""Starts the service, keeps it at work, stops it: the same order backwards."""

from __future__ import annotations

import logging
import signal
import sys
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from scord.api.server import serve
from scord.clock import SystemClock
from scord.exchange.profiles import load_profile
from scord.imaging.codec import require_codec
from scord.imaging.workers import WorkerPool
from scord.journey import Crew, Journey
from scord.reading.ocr import find_tessdata, lacking
from scord.schedule import Calendar
from scord.secrets import load_secrets
from scord.store import journal
from scord.store.context import Context
from scord.store.database import close_store, open_store
from scord.store.files import StateFolder
from scord.wake import Wake
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from scord.clock import Clock
    from scord.settings import Settings

log = logging.getLogger(__name__)

LOCK_NAME = "scord.lock"
HEARTBEAT_SECONDS = 30.0  # monotonic: whatever the wall clock does, all is looked at this often
_LEAST_SECONDS = 0.02
_TURN_SECONDS = 0.0005  # the API's thread must not wait long for this one (Python's own: 5 ms)


def run(
    settings: Settings,
    *,
    clock: Clock | None = None,
    wake: Wake | None = None,
    started: Callable[[Context], None] = lambda _: None,
) -> None:
    """The life of the service, until `wake.stop()` or a signal.

    `started` is called once everything is ready. Raises ScordError where it cannot start.
    """
    wake = wake or Wake()
    sys.setswitchinterval(_TURN_SECONDS)
    with ExitStack() as house:
        context = house.enter_context(open_state(settings, clock or SystemClock(), alone=True))
        slip_key = load_secrets(settings.state_dir)["slip_key"].encode()
        profile = load_profile(settings.exchange.profile)
        require_codec()
        house.enter_context(_signals(wake))
        crew = house.enter_context(_crew(settings))
        calendar = Calendar(context, wake)
        house.callback(calendar.stop)
        journey = Journey(
            context,
            crew=crew,
            profile=profile,
            calendar=calendar,
            slip_key=slip_key,
            wake=wake,
        )
        house.callback(journey.stop)
        journey.recover()
        journey.start()
        api = house.enter_context(serve(context, wake))
        started(context)
        log.info("at work in %s", settings.state_dir)
        _work(journey, crew, calendar, wake, api.board.changed)
        log.info("stopping")


def _work(
    journey: Journey, crew: Crew, calendar: Calendar, wake: Wake, changed: Callable[[], None]
) -> None:
    while not wake.stopping:
        wake.heard()
        calendar.heartbeat()
        journey.advance()
        changed()
        rest = min(max(journey.next_in(), _LEAST_SECONDS), HEARTBEAT_SECONDS)
        journey.take_in(crew.converters.wait(rest, wake=[wake.reader, *crew.readers.pipes]))
        journey.take_in_texts(crew.readers.wait(0))


@contextmanager
def open_state(settings: Settings, clock: Clock, *, alone: bool = False) -> Iterator[Context]:
    """The state folder and its store, open. `alone`: as the one service at work on it.

    Raises ScordError ALREADY_RUNNING, or what open_store raises.
    """
    files = StateFolder(settings.state_dir)
    with ExitStack() as house:
        if alone:
            settings.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            house.enter_context(_lock(settings))
            files.prepare()
            for folder in (settings.out_folder, settings.in_folder):
                if folder.is_relative_to(settings.state_dir):  # no share is made in its absence
                    folder.mkdir(parents=True, exist_ok=True)
        elif not settings.state_dir.exists():
            files.prepare()
        house.callback(close_store)
        open_store(files.root)
        journal.use_clock(clock)
        yield Context(settings, files, clock)


def is_running(settings: Settings) -> bool:
    """Whether a service is at work on the state folder of `settings`."""
    if not (settings.state_dir / LOCK_NAME).exists():
        return False
    try:
        with _lock(settings):
            return False
    except ScordError:
        return True


@contextmanager
def _lock(settings: Settings) -> Iterator[None]:
    lock = FileLock(settings.state_dir / LOCK_NAME, timeout=0)
    try:
        lock.acquire()
    except Timeout as fault:
        raise ScordError(Code.ALREADY_RUNNING, path=str(settings.state_dir)) from fault
    try:
        yield
    finally:
        lock.release()


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


@contextmanager
def _signals(wake: Wake) -> Iterator[None]:
    """SIGTERM and SIGINT end the work after the step at hand. Only the main thread may say so."""
    try:
        before = {
            number: signal.signal(number, lambda *_: wake.stop())
            for number in (signal.SIGTERM, signal.SIGINT)
        }
    except ValueError:  # the engine runs in a thread (the demo, tests): its owner stops it
        before = {}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
