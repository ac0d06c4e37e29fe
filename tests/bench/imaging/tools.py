"""What is measured: the tools by name, and what one of them did with one file."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench import peers
from tests.bench.imaging import floor, warm

from scord.imaging.check import check_pdf
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.imaging.corpus import Item

    from scord.imaging.workers import WorkerPool

US, WARM, FLOOR = "us", "us_warm", "floor"
PEERS = tuple(name for name in peers.COMMANDS if name != peers.US)
TOOLS = (US, WARM, FLOOR, *PEERS)
WITH_OUTPUT = (US, *PEERS)  # whose PDFs are judged and read; those of a warm worker are the same
_REPEATS = 3  # of what takes milliseconds: the median counts


@dataclass
class Row:
    """One tool on one file.

    `code` is why there is no PDF: our refusal's, or failed, hung, no-output. `sizes` in bytes of
    each PDF; `faults` what keeps them from conforming; `f1` in percent, where the words are known.
    `steps_ms` of each page.
    """

    file: str
    group: str
    tool: str
    pages: int
    cpu_s: float = 0.0
    rss_mb: float = 0.0
    pdfs: tuple[Path, ...] = ()
    sizes: tuple[int, ...] = ()
    faults: tuple[str, ...] = ()
    code: str = ""
    f1: float | None = None
    steps_ms: tuple[dict[str, float], ...] = ()

    @property
    def took(self) -> bool:
        """Whether the tool could do anything with the file."""
        return not self.code

    @property
    def conforms(self) -> bool:
        return self.took and not self.faults


class Desk:
    """Where one file after the other is measured: a folder for the PDFs, and a warm worker."""

    def __init__(self, folder: Path, workers: WorkerPool) -> None:
        self._folder = folder
        self._workers = workers

    def measure(self, item: Item, turn: int) -> list[Row]:
        """Every tool once, each file in another order: `turn` says who begins."""
        before = self._convert(item)  # the floor needs the finished pages; the file is now cached
        start = turn % len(TOOLS)
        return [self._row(tool, item, before) for tool in TOOLS[start:] + TOOLS[:start]]

    def _row(self, tool: str, item: Item, before: warm.Warm) -> Row:
        row = Row(item.path.name, item.group, tool, item.pages)
        if tool == WARM:
            self._warm(row, item)
        elif tool == FLOOR:
            self._floor(row, item, before)
        else:
            _whole_process(row, item, self._folder / tool / item.path.name)
        return row

    def _warm(self, row: Row, item: Item) -> None:
        tries = [self._convert(item) for _ in range(_REPEATS)]
        one = tries[0]
        row.cpu_s = statistics.median(one.cpu_s for one in tries)
        row.rss_mb, row.code, row.steps_ms = one.rss_mb, one.code, one.steps_ms

    def _floor(self, row: Row, item: Item, before: warm.Warm) -> None:
        if before.code:
            row.code = "nothing-finished"
            return
        question = (floor.seconds, item.path, before.pdfs)
        try:
            tries = [warm.ask(self._workers, *question) for _ in range(_REPEATS)]
        except ScordError as fault:
            row.code = fault.code.value
            return
        row.cpu_s = statistics.median(tries)

    def _convert(self, item: Item) -> warm.Warm:
        out = self._folder / WARM / item.path.name
        out.mkdir(parents=True, exist_ok=True)
        try:
            done: warm.Warm = warm.ask(self._workers, warm.convert, item.path, out)
        except ScordError as fault:  # the worker died, hung, or met what we did not foresee
            return warm.Warm(0.0, 0.0, code=fault.code.value)
        return done


def _whole_process(row: Row, item: Item, place: Path) -> None:
    name = peers.US if row.tool == US else row.tool
    spent = peers.convert(name, item.path.absolute(), place.absolute(), item.pages)
    row.cpu_s, row.rss_mb = spent.cpu_s, spent.rss_mb
    if spent.fault:
        row.code = (_refusal(spent.said) if row.tool == US else "") or spent.fault
        return
    row.pdfs = tuple(sorted((place / "out").glob("*.pdf")))
    if not row.pdfs:
        row.code = "no-output"
    reports = [check_pdf(pdf) for pdf in row.pdfs]
    row.sizes = tuple(report.bytes for report in reports)
    row.faults = tuple(fault for report in reports for fault in report.faults)


def _refusal(said: str) -> str:
    """The code in what `scord convert --json` says."""
    try:
        return str(json.loads(said)[0]["fault"]["code"])
    except (ValueError, LookupError, TypeError):
        return ""
