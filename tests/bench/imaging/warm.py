"""Scord as the service runs it: in a worker process that has its libraries loaded.

What is submitted to the worker measures itself: by the processor time of the worker, and by the
memory it held at most.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.imaging.process import peak_bytes

from scord.imaging.assemble import TITLE
from scord.imaging.convert import convert_file
from scord.imaging.options import ImagingOptions
from scord.imaging.page import convert_page
from scord.imaging.workers import WorkerPool
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

OPTIONS = ImagingOptions()
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
_FOREVER = 1e9  # seconds: the worker must stay warm
_PATIENCE = 120.0


@dataclass(frozen=True)
class Warm:
    """What one conversion of a file took in a warm worker, and what came of it.

    `steps_ms` is of each page. `code` is the refusal's, "" where there is none.
    """

    cpu_s: float
    rss_mb: float
    pdfs: tuple[Path, ...] = ()
    steps_ms: tuple[dict[str, float], ...] = ()
    code: str = ""


@contextmanager
def pool(size: int = 1) -> Iterator[WorkerPool]:
    """Workers that stay until the block ends."""
    workers = WorkerPool(size, seconds=_PATIENCE, idle_seconds=_FOREVER)
    try:
        yield workers
    finally:
        workers.close()


def ask(workers: WorkerPool, function: Callable[..., Any], *arguments: object) -> Any:
    """What `function(*arguments)` gives in a worker. Raises ScordError."""
    workers.submit(0, function, *arguments)
    (outcome,) = workers.wait()
    if outcome.error is not None:
        raise outcome.error
    return outcome.value


def convert(path: Path, out: Path) -> Warm:
    """In the worker: the whole file to PDFs on disk, one page after the other."""
    _forget_peak()
    start = time.process_time()
    pdfs: tuple[Path, ...] = ()
    steps_ms: tuple[dict[str, float], ...] = ()
    code = ""
    try:
        report = convert_file(path, out, OPTIONS, title=TITLE, created=_CREATED, overwrite=True)
    except ScordError as fault:
        code = fault.code.value
    else:
        pdfs, steps_ms = report.outputs, tuple(page.steps_ms for page in report.pages)
    cpu_s = time.process_time() - start
    return Warm(cpu_s, peak_bytes(os.getpid()) / 1e6, pdfs, steps_ms, code)


def pages_a_second(paths: Sequence[tuple[Path, int]], size: int) -> float:
    """By the clock on the wall: the pages (file and number) converted by `size` warm workers."""
    with pool(size) as workers:
        for _ in range(size):
            workers.submit(0, convert_page, *paths[0], OPTIONS)
        while workers.free < size:
            workers.wait()
        start = time.perf_counter()
        waiting = list(enumerate(paths))
        while waiting or workers.free < size:
            while waiting and workers.free:
                number, page = waiting.pop()
                workers.submit(number, convert_page, *page, OPTIONS)
            workers.wait()
        return len(paths) / (time.perf_counter() - start)


def two_against_one(paths: Sequence[tuple[Path, int]]) -> float:
    """How many times the throughput of one worker two have: each twice, the better time of each."""
    tries: dict[int, list[float]] = {1: [], 2: []}
    for size in (1, 2, 2, 1):
        tries[size].append(pages_a_second(paths, size))
    return max(tries[2]) / max(tries[1])


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")
