"""Tells systemd that the service is ready, alive, stopping, by the protocol of sd_notify(3).

Without NOTIFY_SOCKET, as in a terminal and on Windows, nobody is told.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

log = logging.getLogger(__name__)

PACE_SECONDS = 1.0  # a busy engine turns a hundred times as often, and systemd reads every word
_PATIENCE_SECONDS = 1.0  # with a systemd that reads nothing: work goes on untold
_ABSTRACT = "@"


@contextmanager
def reported() -> Iterator[Callable[[], None]]:
    """READY at once, STOPPING at the end. What it gives is to be called at every turn of the
    engine while the API answers too, and says WATCHDOG: a service of which either part is stuck is
    ended and started anew.
    """
    with _line() as tell:
        tell("READY=1")
        try:
            yield Paced(lambda: tell("WATCHDOG=1"))
        finally:
            tell("STOPPING=1")


class Paced:
    """Does `act` when called, at most once in PACE_SECONDS."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act
        self._next = 0.0  # monotonic

    def __call__(self) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + PACE_SECONDS
            self._act()


@contextmanager
def _line() -> Iterator[Callable[[str], None]]:
    address = os.environ.get("NOTIFY_SOCKET")
    if not address or not hasattr(socket, "AF_UNIX"):
        yield lambda _: None
        return
    if address.startswith(_ABSTRACT):  # a name without a file, which begins with NUL
        address = address.replace(_ABSTRACT, "\0", 1)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.settimeout(_PATIENCE_SECONDS)

        def tell(word: str) -> None:
            try:
                line.sendto(word.encode(), address)
            except OSError as fault:
                log.warning("systemd was not told %s: %s", word, fault.strerror or fault)

        yield tell
