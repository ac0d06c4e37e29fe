"""What a desktop has to do for the tray, whichever it is."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord_tray.model import Action, Toast, View

PATIENCE = 120.0  # seconds after log-in in which a desktop may still be starting its panel
_WAITS = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)


@dataclass(frozen=True)
class Hooks:
    """What a backend calls; none of them blocks.

    `ready` once, when its loop runs. `chosen` for a click. `no_place` at each look without a place
    for the icon, from the end of PATIENCE on.
    """

    ready: Callable[[], None]
    chosen: Callable[[Action], None]
    no_place: Callable[[], None]


class Backend(Protocol):
    """`run` belongs to the main thread; the others may be called from any."""

    def run(self, hooks: Hooks) -> None:
        """Returns after `stop`, a log-out or a signal to end."""
        ...

    def show(self, view: View) -> None:
        """From now on; where no panel is there, as soon as one comes."""
        ...

    def toast(self, toast: Toast) -> bool:
        """False where it could not be shown."""
        ...

    def stop(self) -> None: ...


class Search:
    """When to look again for a place for the icon, and when the patience ends."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begin()

    def found(self) -> float:
        """Seconds until the next look: events tell of a loss, this look is in case they do not."""
        self._begin()
        return _WAITS[-1]

    def missed(self) -> float:
        """Seconds until the next look."""
        self.misses += 1
        return _WAITS[min(self.misses, len(_WAITS)) - 1]

    @property
    def over(self) -> bool:
        return self._clock() - self._began >= PATIENCE

    def _begin(self) -> None:
        self._began = self._clock()
        self.misses = 0
