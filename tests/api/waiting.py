"""Clients that wait for news, each on a thread of its own."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any

from scord_shared.errors import ScordError

if TYPE_CHECKING:
    import socket

    from tests.api.serving import Served

    from scord_shared.status import ServiceStatus


class Waiting(threading.Thread):
    """A client that waits for news; `answer` is what it was told at last."""

    def __init__(self, api: Served, known: ServiceStatus, seconds: float = 30) -> None:
        super().__init__()
        self._api, self._known, self._seconds = api, known, seconds
        self.answer: ServiceStatus | ScordError | None = None
        self.start()

    def run(self) -> None:
        try:
            known = self._known
            self.answer = self._api.client.status(known.revision, known.instance, self._seconds)
        except ScordError as fault:
            self.answer = fault

    def told(self, within: float = 20) -> Any:
        self.join(within)
        assert not self.is_alive(), "it still waits"
        return self.answer


def start_waiting(api: Served, count: int = 1) -> list[Waiting]:
    known = api.client.status()
    started = [Waiting(api, known) for _ in range(count)]
    while api.house.board._waiting < count:
        time.sleep(0.01)
    return started


def next_event(to: socket.socket) -> Any:
    """The next status of a stream."""
    data = b""
    while b"\n\n" not in data.partition(b"event: status\n")[2]:
        data += to.recv(4096)
    lines = data.partition(b"event: status\n")[2].decode().splitlines()
    return json.loads(next(line for line in lines if line.startswith("data: "))[6:])
