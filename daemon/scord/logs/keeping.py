"""Where the lines of the log go: journald, standard error, a file, the Event Log of Windows."""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scord.logs.journald import JournalHandler, is_read_by_journald
from scord.logs.kept import LogFile
from scord.logs.lines import Readable
from scord_shared.errors import Code, ScordError, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.settings import Settings

log = logging.getLogger(__name__)

_SOURCE = "Scord"  # as the Event Log names it


@contextmanager
def logged(settings: Settings) -> Iterator[None]:
    """The log as `settings` want it, for the life of a service.

    Also what nobody expected ends in it, without its message: a fault that leaves the block is
    raised as ScordError INTERNAL, unless it is known what to tell of it.
    """
    root, ours = logging.getLogger(), logging.getLogger("scord")
    before = (root.handlers[:], root.level, ours.level, sys.unraisablehook, threading.excepthook)
    handlers = list(_handlers(settings))
    root.handlers[:] = handlers
    root.setLevel(logging.WARNING)  # what libraries tell below holds file names
    ours.setLevel(settings.log.level)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions, raising = False, logging.raiseExceptions  # it would print arguments
    threading.excepthook = lambda args: _unforeseen(args.exc_value)
    sys.unraisablehook = lambda args: _unforeseen(args.exc_value)
    try:
        with _told():
            yield
    finally:
        logging.raiseExceptions = raising
        logging.captureWarnings(capture=False)
        root.handlers[:], level, our_level, sys.unraisablehook, threading.excepthook = before
        root.setLevel(level)
        ours.setLevel(our_level)
        for handler in handlers:
            handler.close()


def _handlers(settings: Settings) -> Iterator[logging.Handler]:
    windows = os.name == "nt"
    if is_read_by_journald():
        yield JournalHandler()
    elif sys.stderr is not None:  # a service of Windows has none
        stream = logging.StreamHandler()
        stream.setFormatter(Readable())
        yield stream
    asked = settings.log.file
    if asked or (asked is None and windows):
        yield LogFile(settings.state_dir)
    if windows:
        yield _event_log()


def _event_log() -> logging.Handler:
    from logging.handlers import NTEventLogHandler  # noqa: PLC0415 -- needs Windows

    handler = NTEventLogHandler(_SOURCE)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(Readable(dated=False))
    return handler


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (ScordError, OSError):  # the command line has words for them
        raise
    except Exception as fault:  # noqa: BLE001 -- its message may hold a name
        _unforeseen(fault)
        raise ScordError(Code.INTERNAL, kind=type(fault).__name__) from None


def _unforeseen(fault: BaseException | None) -> None:
    if fault is not None:
        log.critical("nobody expected this: %s", describe(fault))
