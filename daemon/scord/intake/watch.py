"""Hints that something moved in a folder. Only hints: reading the folder again is the truth.

Watcher threads die without a word when a folder goes away and comes back, so each is checked at
every heartbeat and built anew when it, or the folder behind it, is not what it was.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from watchdog.observers.api import BaseObserver

log = logging.getLogger(__name__)

_STOP_SECONDS = 2.0


class _Hint(FileSystemEventHandler):
    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in {"created", "modified", "moved", "closed"}:
            self._wake()


class FolderWatch:
    """Calls `wake` from its own thread when something moved in `path`."""

    def __init__(self, path: Path, wake: Callable[[], None], *, polling: bool = False) -> None:
        self._path = path
        self._wake = wake
        self._kind: Callable[[], BaseObserver] = PollingObserver if polling else Observer
        self._observer: BaseObserver | None = None
        self._inode: int | None = None

    def check(self) -> bool:
        """Makes sure that the watch lives on today's folder; False where that is out of reach."""
        try:
            inode = os.stat(self._path).st_ino  # noqa: PTH116 -- a string call, as watchdog's
        except OSError:
            self.stop()
            return False
        if self._observer and self._alive() and inode == self._inode:
            return True
        if self._observer:
            log.warning("the watch on %s is built anew", self._path.name)
        self.stop()
        try:
            self._start()
        except OSError as fault:  # inotify watches used up: the rescans still see everything
            log.warning("no events from %s: %s", self._path.name, fault.strerror)
            self._observer = None
        self._inode = inode
        self._wake()
        return True

    def stop(self) -> None:
        observer, self._observer = self._observer, None
        if observer and observer.is_alive():
            observer.stop()
            observer.join(_STOP_SECONDS)

    def _alive(self) -> bool:
        """The observer says it lives even when the threads that bring its events are dead."""
        observer = self._observer
        return (
            observer is not None
            and observer.is_alive()
            and all(emitter.is_alive() for emitter in observer.emitters)
        )

    def _start(self) -> None:
        self._observer = self._kind()
        self._observer.daemon = True
        self._observer.schedule(_Hint(self._wake), str(self._path), recursive=False)
        self._observer.start()
