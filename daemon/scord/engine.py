"""Starts the service, keeps it at work, stops it: the same order backwards."""

from __future__ import annotations

import logging
import signal
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from scord.actions.encrypting.force import sealing_in_force
from scord.api.server import serve
from scord.clock import SystemClock
from scord.imaging.codec import require_codec
from scord.life import begin
from scord.notify import reported
from scord.practice.card.watch import watched
from scord.store import journal
from scord.store.context import Context
from scord.store.database import FILE_NAME, close_store, open_store
from scord.store.files import StateFolder, restoring
from scord.wake import Wake
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scord.clock import Clock
    from scord.settings import Settings

log = logging.getLogger(__name__)

LOCK_NAME = "scord.lock"
_TURN_SECONDS = 0.0005  # the API's thread must not wait long for this one (Python's own: 5 ms)


def run(
    settings: Settings,
    *,
    clock: Clock | None = None,
    wake: Wake | None = None,
    started: Callable[[Context], None] = lambda _: None,
    turned: Callable[[], None] = lambda: None,
) -> None:
    """The life of the service, until `wake.stop()` or a signal.

    `started` is called once everything is ready, `turned` at every turn while the API answers too.
    Raises ScordError where it cannot start.
    """
    wake = wake or Wake()
    sys.setswitchinterval(_TURN_SECONDS)
    with ExitStack() as house:
        context = house.enter_context(open_state(settings, clock or SystemClock(), alone=True))
        require_codec()
        house.enter_context(_signals(wake))
        context = house.enter_context(watched(context))
        life = begin(context, wake)
        house.callback(lambda: life.end())  # noqa: PLW0108 -- the last life, whichever that is
        api = house.enter_context(serve(life.context, wake))
        alive = house.enter_context(reported())

        def beat() -> None:
            if api.pulse.beat():
                alive()
                turned()

        started(life.context)
        log.info("at work in %s", settings.state_dir)
        while not wake.stopping:
            life.turn(api.board.changed)
            beat()
            if life.is_over():
                life = life.follow(beat)
                api.context = life.context
        log.info("stopping")


@contextmanager
def open_state(settings: Settings, clock: Clock, *, alone: bool = False) -> Iterator[Context]:
    """The state folder and its store, open. `alone`: as the one service at work on it.

    Raises ScordError ALREADY_RUNNING, RESTORE_UNFINISHED, or what open_store and sealing_in_force
    raise.
    """
    files = StateFolder(settings.state_dir)
    if restoring(files.root).exists() and not (files.root / FILE_NAME).exists():
        raise ScordError(Code.RESTORE_UNFINISHED, path=str(files.root))
    with ExitStack() as house:
        if alone:
            settings.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            house.enter_context(locked(settings))
            files.prepare()
            for folder in (settings.out_folder, settings.in_folder):
                if folder.is_relative_to(settings.state_dir):  # no share is made in its absence
                    folder.mkdir(parents=True, exist_ok=True)
        elif not settings.state_dir.exists():
            files.prepare()
        house.callback(close_store)
        open_store(files.root, may_migrate=alone)
        journal.use_clock(clock)
        context = Context(settings, files, clock)
        sealing = sealing_in_force(context, alone=alone)
        yield replace(context, files=replace(files, sealing=sealing))


def is_running(settings: Settings) -> bool:
    """Whether a service is at work on the state folder of `settings`."""
    if not (settings.state_dir / LOCK_NAME).exists():
        return False
    try:
        with locked(settings):
            return False
    except ScordError:
        return True


@contextmanager
def locked(settings: Settings, refusal: Code = Code.ALREADY_RUNNING) -> Iterator[None]:
    """Keeps every (other) service out of the state folder, which is there. Raises `refusal`."""
    lock = FileLock(settings.state_dir / LOCK_NAME, timeout=0)
    try:
        lock.acquire()
    except Timeout as fault:
        raise ScordError(refusal, path=str(settings.state_dir)) from fault
    try:
        yield
    finally:
        lock.release()


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
