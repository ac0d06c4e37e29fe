"""Files that were kept before the setting changed: encrypted, or plain again, a few at a time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scord.store.flags import CODE_CHECKED, SEALED, clear_flag
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.store.context import Context
    from scord.store.files import Shelf

log = logging.getLogger(__name__)

_SECONDS = 0.1  # of each turn of the engine, which has scans to see to


class Resealing:
    """Looks at every kept file once in each life of the service."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._left: Iterator[tuple[Shelf, str]] | None = None
        self._changed = 0
        self._fault: ScordError | OSError | None = None
        self._done = context.files.sealing is None

    def work(self) -> None:
        """Goes on where it stood. A file that cannot be changed leaves the others to be; then its
        fault is raised, and all are looked at again.
        """
        if self._done:
            return
        clock = self._context.clock
        until = clock.monotonic() + _SECONDS
        self._left = self._left or _all_files(self._context)
        for shelf, sha256 in self._left:
            self._settle(shelf, sha256)
            if clock.monotonic() > until:
                return
        self._left = None
        self._end()

    def next_in(self) -> float:
        """Seconds until it wants to work again."""
        return float("inf") if self._done else 0.0

    def _settle(self, shelf: Shelf, sha256: str) -> None:
        try:
            self._changed += shelf.settle(sha256)
        except (ScordError, OSError) as fault:
            self._fault = fault

    def _end(self) -> None:
        fault, self._fault = self._fault, None
        if fault:
            raise fault
        self._done = True
        sealing = self._context.files.sealing
        if sealing and not sealing.on:
            clear_flag(SEALED)
            clear_flag(CODE_CHECKED)
        if self._changed:
            log.info("%d kept files changed their form on the disk", self._changed)


def _all_files(context: Context) -> Iterator[tuple[Shelf, str]]:
    for shelf in context.files.shelves:
        for sha256 in shelf.names():
            yield shelf, sha256
