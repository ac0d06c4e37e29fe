"""What time it is, as a thing handed in: rooms and tests never ask the machine themselves."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The wall clock, aware, in UTC. May jump either way."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back: the only measure of waiting."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()
