"""The purge of each night: a few files in each turn of the engine, which has scans to see to."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING

from scord.actions.purging.purge import removing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.actions.purging.purge import File
    from scord.store.context import Context

log = logging.getLogger(__name__)

_TURN_SECONDS = 0.2


class NightlyPurge:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._left: Iterator[File] | None = None
        self._gone = 0

    @property
    def is_under_way(self) -> bool:
        return self._left is not None

    def next_in(self) -> float:
        """Seconds until it wants to work again."""
        return 0.0 if self.is_under_way else math.inf

    def work(self) -> bool:
        """Begins, or goes on where it stood; whether that was the end. After a fault it begins
        again.
        """
        left, self._left = self._left or self._begun(), None
        until = self._context.clock.monotonic() + _TURN_SECONDS
        for file in left:
            self._gone += file.kept is None
            if self._context.clock.monotonic() > until:
                self._left = left
                return False
        log.info("the purge has removed %d files", self._gone)
        return True

    def _begun(self) -> Iterator[File]:
        self._gone = 0
        return removing(self._context, self._context.settings.retention, by="machine")
