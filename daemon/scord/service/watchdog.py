"""Ends a service that no longer turns, which Windows then starts anew; systemd does so itself."""

from __future__ import annotations

import faulthandler
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scord.logs.kept import FOLDER
from scord.notify import Paced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE_SECONDS = 900.0  # WatchdogSec in packaging/linux/scord.service, for the same reason
FILE_NAME = "stuck.txt"


@contextmanager
def watchdog(state_dir: Path) -> Iterator[Callable[[], None]]:
    """What it gives feeds the watchdog, which watches from the first time on.

    Unfed for PATIENCE_SECONDS, it adds to FILE_NAME, beside the log, which line of code each
    thread is at, and ends the process with status 1, also where one thread lets no other run.
    """
    folder = state_dir / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / FILE_NAME).open("a", encoding="utf-8") as file:

        def feed() -> None:
            faulthandler.dump_traceback_later(PATIENCE_SECONDS, exit=True, file=file)

        try:
            yield Paced(feed)
        finally:
            faulthandler.cancel_dump_traceback_later()
