"""The real service as a process of its own: started on the demo's settings, and ended cleanly."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE_SECONDS = 20.0  # a page at work is finished or dropped well within
_TAIL_LINES = 25
# The package's Python is the program itself: packaging/freeze.
_SCORD = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "scord"]


class ServiceEndedError(Exception):
    """The service has ended though nobody asked it to."""


class Service:
    """`scord run`, its output in `log`. Leaving the context stops it, whatever happened."""

    def __init__(self, settings_file: Path, log: Path) -> None:
        self._log = log
        self._command = [*_SCORD, "--config", str(settings_file), "run"]
        self._process: subprocess.Popen[bytes] | None = None
        self.killed = False

    def __enter__(self) -> Self:
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 -- this very program
                self._command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def process_id(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def exit_status(self) -> int | None:
        """None while it is at work; negative: the signal that ended it."""
        return self._process.poll() if self._process else None

    @property
    def ended_well(self) -> bool:
        """By itself once asked; Windows knows no asking, there it always ends with status 1."""
        return not self.killed and (self.exit_status == 0 or os.name == "nt")

    def must_live(self) -> None:
        """Raises ServiceEndedError."""
        if self.exit_status is not None:
            raise ServiceEndedError

    def stop(self) -> None:
        """Asks it to end, waits, and kills it where it does not."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.killed = True
            self._process.kill()
            self._process.wait()

    def tail(self) -> list[str]:
        """The last lines of its log."""
        text = self._log.read_text("utf-8", errors="replace")
        return text.splitlines()[-_TAIL_LINES:]
