"""The log as a file in the state folder, JSON lines, kept small: the service alone has it open."""

from __future__ import annotations

from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from scord.logs.lines import Json

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "log"
FILE_NAME = "scord.jsonl"
_BYTES = 10_000_000  # some weeks of a busy practice
_OLDER = 4  # files beside the newest: scord.jsonl.1 is the youngest of them


class LogFile(RotatingFileHandler):
    def __init__(self, state_dir: Path) -> None:
        folder = state_dir / FOLDER
        for place in (state_dir, folder):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(folder / FILE_NAME, maxBytes=_BYTES, backupCount=_OLDER, encoding="utf-8")
        self.setFormatter(Json())

    def doRollover(self) -> None:  # noqa: N802 -- the library's name
        """Windows renames no file that somebody looks at: then it grows on, until it can be."""
        try:
            super().doRollover()
        except OSError:
            if self.stream is None:
                self.stream = self._open()
