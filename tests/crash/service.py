"""The service as a process that dies at a named durable step, as if the plug had been pulled.

`python -m tests.crash.service CONFIG --kill-at STEP [--nth N]`; without `--kill-at` it lives.
"""

from __future__ import annotations

import argparse
import os
import signal
from itertools import count
from pathlib import Path

from scord.engine import run
from scord.intake import incoming
from scord.settings import load
from scord.store import steps


def die_at(step: str, nth: int) -> None:
    """Kills this process at the nth time that `step` is reached."""
    reached = count(1)

    def watcher(name: str) -> None:
        if name == step and next(reached) == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    steps.watch(watcher)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("config", type=Path)
    known = (*steps.STEPS, *steps.MAIL_STEPS, *steps.SEALING_STEPS)
    parser.add_argument("--kill-at", choices=known)
    parser.add_argument("--nth", type=int, default=1)
    asked = parser.parse_args()
    incoming.QUIET_SECONDS = 0.2
    if asked.kill_at:
        die_at(asked.kill_at, asked.nth)
    run(load(asked.config))


if __name__ == "__main__":
    main()
