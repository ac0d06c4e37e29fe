"""A practice with a service of its own that files the cases: the real one, as a process."""

from __future__ import annotations

import shutil
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from scord.actions.importing import import_file
from scord.clock import SystemClock
from scord.demo.service import Service
from scord.engine import open_state
from scord.settings import load
from scord.store.states import DocumentState, ScanState
from scord.store.tables import Document, Scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from scord.store.context import Context

BATCH = 200  # files handed in at once
_LOOK_SECONDS = 0.5
_PATIENCE_SECONDS = 120.0  # without any news, what is not decided is given up
_AT_WORK = (DocumentState.NEW, DocumentState.READING)

_SETTINGS = """\
state_dir = '{root}/state'
min_free_mb = 0
[[folders]]
name = "scanner"
path = '{root}/drop'
settle_seconds = 0.2
rescan_seconds = 1
[imaging]
workers = 2
[reading]
workers = 2
"""


class ImportFaultError(Exception):
    """An invoice of the cases cannot be imported: what is measured then would mean nothing."""


@dataclass
class Spent:
    """`memory_mb`: the service with its workers at its largest."""

    seconds: float = 0.0
    memory_mb: float = 0.0


class Practice:
    """Under `root`, which is new."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._drop = root / "drop"
        self._config = root / "scord.toml"
        self._drop.mkdir(parents=True)
        self._config.write_text(_SETTINGS.format(root=root), encoding="utf-8")
        self.spent = Spent()

    def store(self) -> AbstractContextManager[Context]:
        """To read from, also beside the service."""
        return open_state(load(self._config), SystemClock())

    def import_invoices(self, paths: Sequence[Path]) -> None:
        """Raises ImportFaultError."""
        with self.store() as context:
            for path in paths:
                incoming = import_file(context, path)
                if incoming.reason:
                    raise ImportFaultError(f"{path.name}: {incoming.reason} {incoming.report}")

    def file_all(self, paths: Sequence[Path], say: Callable[[str], None]) -> None:
        """Hands in batch after batch, each once the one before is decided."""
        begun = time.monotonic()
        with Service(self._config, self._root / "service.log") as service, self.store():
            handed = 0
            for batch in _batches(paths):
                for path in batch:
                    self._hand_in(path)
                handed += len(batch)
                self._wait(service, handed)
                say(f"{time.monotonic() - begun:5.0f} s  filed {handed} of {len(paths)} files")
        self.spent.seconds = time.monotonic() - begun

    def _hand_in(self, path: Path) -> None:
        """As a scanner does: the file is there at once and whole."""
        partial = self._drop / f".{path.name}.part"
        shutil.copyfile(path, partial)
        partial.rename(self._drop / path.name)

    def _wait(self, service: Service, handed: int) -> None:
        before, since = None, time.monotonic()
        while time.monotonic() - since < _PATIENCE_SECONDS:
            if service.exit_status is not None:
                sys.exit("\n".join(["the service ended:", *service.tail()]))
            self._weigh(service)
            taken, undecided = Scan.select().count(), _undecided()
            if taken >= handed and undecided == 0:
                return
            if (taken, undecided) != before:
                before, since = (taken, undecided), time.monotonic()
            time.sleep(_LOOK_SECONDS)
        print(f"given up: {before} scans taken and papers undecided", file=sys.stderr)

    def _weigh(self, service: Service) -> None:
        try:
            process = psutil.Process(service.process_id)
            tree = [process, *process.children(recursive=True)]
            held = sum(one.memory_info().rss for one in tree) / 1e6
        except psutil.NoSuchProcess:  # a worker has just ended
            return
        self.spent.memory_mb = max(self.spent.memory_mb, held)


def _undecided() -> int:
    scans = Scan.select().where(Scan.state == ScanState.TAKEN).count()
    return int(scans + Document.select().where(Document.state.in_(_AT_WORK)).count())


def _batches(paths: Sequence[Path]) -> Iterator[Sequence[Path]]:
    for first in range(0, len(paths), BATCH):
        yield paths[first : first + BATCH]
