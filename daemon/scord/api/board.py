"""How things stand, for those who ask and those who wait for news.

The journal is the feed of changes: the status is read once per revision, and while somebody waits
one watcher looks each second whether the journal has grown, by whichever process.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from starlette.concurrency import run_in_threadpool

from scord_shared.errors import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from scord_shared.status import Status

log = logging.getLogger(__name__)

WATCH_SECONDS = 1.0


class Position(NamedTuple):
    """`revision` is the last journal entry that the counts tell, `latest` the last there is."""

    revision: int
    latest: int


class Seen(NamedTuple):
    revision: int
    status: Status


class Board:
    """`position` is quick and read on the loop's thread, `look` takes longer and has a thread of
    its own. `wake` is called while the counts lag behind the journal.
    """

    def __init__(
        self,
        *,
        position: Callable[[], Position],
        look: Callable[[], Status],
        wake: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        self._now = now
        self._position = position
        self._look = look
        self._wake = wake
        self._seen: Seen | None = None
        self._looking = asyncio.Lock()
        self._news = asyncio.Event()
        self._waiting = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watcher: asyncio.Task[None] | None = None
        self.closed = False

    async def seen(self) -> Seen:
        """The status now."""
        async with self._looking:
            revision = self._position().revision
            if self._seen is None or self._seen.revision != revision or self._is_over():
                # The revision is read first: what changes meanwhile is told again under the next.
                self._seen = Seen(revision, await run_in_threadpool(self._look))
            return self._seen

    def _is_over(self) -> bool:
        """Whether an armed invoice that the status tells of waits no more: only time says so."""
        armed = self._seen.status.armed if self._seen else ()
        return any(arm.until <= self._now() for arm in armed)

    async def beyond(self, revision: int, seconds: float) -> Seen:
        """The status once its revision is beyond `revision`, or after `seconds`, or at the end of
        the service.
        """
        with self._watching(), suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.closed and self._position().revision <= revision:
                    news = self._news
                    await news.wait()
        return await self.seen()

    def changed(self) -> None:
        """Lets those who wait look at once. From any thread, at any time."""
        if self._loop:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                self._loop.call_soon_threadsafe(self._tell)

    def close(self) -> None:
        """Sends home all who wait. On the loop's thread."""
        self.closed = True
        self._tell()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    @contextmanager
    def _watching(self) -> Iterator[None]:
        self._waiting += 1
        if self._watcher is None:
            self._loop = asyncio.get_running_loop()
            self._watcher = self._loop.create_task(self._watch())
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting and self._watcher:
                self._watcher.cancel()
                self._watcher = None

    async def _watch(self) -> None:
        told = 0
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                now = self._position()
            except Exception as fault:  # noqa: BLE001 -- those who wait must not wait for ever
                log.warning("cannot look for news: %s", describe(fault))
                continue
            if now.latest > now.revision:
                self._wake()
            if now.revision != told:
                self._tell()
                told = now.revision
