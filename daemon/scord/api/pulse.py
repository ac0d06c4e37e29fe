"""How the engine and the API's loop see that the other still turns."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

    from scord.clock import Clock

PATIENCE_SECONDS = 60.0  # a loop that is slower than that answers nobody


class Pulse:
    """The engine beats at every turn; the loop, where it runs, answers each beat."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._turned_at = clock.monotonic()
        self._asked_at: float | None = None  # None: the last beat was answered
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def beat(self) -> bool:
        """The engine has turned; whether the loop has answered lately."""
        self._turned_at = now = self._clock.monotonic()
        asked_at = self._asked_at  # which the loop may take away at any moment
        if asked_at is None:
            asked_at = self._asked_at = now
            if self._loop:
                with suppress(RuntimeError):  # it has ended
                    self._loop.call_soon_threadsafe(self._answer)
        return now - asked_at < PATIENCE_SECONDS

    def since_turn(self) -> float:
        """Seconds since the engine turned."""
        return self._clock.monotonic() - self._turned_at

    def _answer(self) -> None:
        self._asked_at = None
