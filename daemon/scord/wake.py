"""How other threads, watchers and signals wake the engine's one thread: a pipe it waits on."""

from __future__ import annotations

import threading
from multiprocessing.connection import Pipe


class Wake:
    """Many calls before the engine looks count as one."""

    def __init__(self) -> None:
        self.reader, self._writer = Pipe(duplex=False)
        self._lock = threading.RLock()  # a signal handler may interrupt a call on the same thread
        self._called = False
        self.stopping = False

    def __call__(self) -> None:
        with self._lock:
            if not self._called:
                self._called = True
                self._writer.send_bytes(b"!")

    def stop(self) -> None:
        """Asks the engine to finish what it is doing and end."""
        self.stopping = True
        self()

    def heard(self) -> None:
        """Forgets the calls so far, but not a stop; the engine then looks at everything."""
        with self._lock:
            if self._called:
                self.reader.recv_bytes()
                self._called = False
            if self.stopping:  # a signal's call may have counted as one with those just forgotten
                self()

    def close(self) -> None:
        self.reader.close()
        self._writer.close()
