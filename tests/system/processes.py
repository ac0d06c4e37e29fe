"""Programs that a test starts: each leads a group of its own, and all of them end with the test."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GRACE_SECONDS = 5.0


@contextmanager
def running(*command: str | Path, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """What it writes goes where pytest looks when the test fails."""
    process = subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, start_new_session=True, cwd="/"
    )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes], *, at_once: bool = False) -> None:
    """Ends the process and what it has started, as far as that has stayed in its group."""
    _signal(process, signal.SIGKILL if at_once else signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(GRACE_SECONDS)
    _signal(process, signal.SIGKILL)
    process.wait(GRACE_SECONDS)


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """To the whole group: it may live on without its leader."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
