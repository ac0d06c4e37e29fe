"""Broken files by the thousand, through the real pool: each a conforming PDF or a true refusal.

By hand `pytest -m soak -s` tries 20,000; with `SCORD_FUZZ_FROM=20000` the next. The number of a
mutant is its file's name, and `mutants.mutant` makes it again.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from tests.imaging import jobs
from tests.imaging.mutants import mutant, seeds

from scord.imaging.options import ImagingOptions
from scord.imaging.workers import WorkerPool
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scord.imaging.workers import Outcome

pytestmark = pytest.mark.slow

OPTIONS = ImagingOptions(max_pixels=10_000_000, max_pages=20, max_bytes=5_000_000)
CONVERTED = "converted"
UNTRUE = frozenset({Code.INTERNAL, Code.IMAGE_WORKER_DIED, Code.FILE_UNREADABLE})
FILES_MAX = 40  # open ones that a worker may end with: libraries hold a few
IN_CI = (2_000, 75.0)  # files, seconds


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(2, memory_mb=600, seconds=20)
    yield pool
    pool.close()


def broken(pool: WorkerPool, folder: Path, numbers: Iterable[int], until: float) -> Counter[str]:
    """Converts mutants until `until` (monotonic): how often each outcome came."""
    outcomes: Counter[str] = Counter()
    running: set[object] = set()
    for number in numbers:
        if time.monotonic() > until:
            break
        name, data = mutant(number)
        path = folder / f"{number}-{name}"
        path.write_bytes(data)
        while not pool.free:
            _count(pool.wait(), running, outcomes)
        pool.submit(path, jobs.convert_and_check, path, OPTIONS)
        running.add(path)
    while running:
        _count(pool.wait(), running, outcomes)
    return outcomes


def _count(ended: Iterable[Outcome], running: set[object], outcomes: Counter[str]) -> None:
    """Only the files that show a fault are kept, each under its own name in `outcomes`."""
    for outcome in ended:
        running.remove(outcome.job_id)
        code = outcome.error.code if outcome.error else CONVERTED
        if code in UNTRUE or outcome.value:
            facts = outcome.error.facts if outcome.error else outcome.value
            outcomes[f"{outcome.job_id.name}: {code} {facts}"] += 1
        else:
            outcomes[code] += 1
            outcome.job_id.unlink()


def test_every_file_that_the_mutants_come_from_is_whole_and_converted(tmp_path: Path) -> None:
    for name, data in seeds().items():
        (tmp_path / name).write_bytes(data)
        assert jobs.convert_and_check(tmp_path / name, OPTIONS) == (), name


@pytest.mark.parametrize(
    ("count", "seconds"),
    [IN_CI, pytest.param(20_000, 3600.0, marks=pytest.mark.soak)],
    ids=["in-ci", "by-hand"],
)
def test_broken_files_end_in_a_conforming_pdf_or_a_true_refusal(
    pool: WorkerPool, tmp_path: Path, count: int, seconds: float
) -> None:
    first = int(os.environ.get("SCORD_FUZZ_FROM", "0"))
    left = set(Path(tempfile.gettempdir()).iterdir())
    outcomes = broken(pool, tmp_path, range(first, first + count), time.monotonic() + seconds)
    print(outcomes.total(), "files:", outcomes.most_common())  # noqa: T201 -- pytest -s shows it
    assert list(tmp_path.iterdir()) == [], outcomes
    assert outcomes[CONVERTED] > outcomes.total() / 20
    new = set(Path(tempfile.gettempdir()).iterdir()) - left
    assert not [path for path in new if path.name.startswith("scord")]
    if not psutil.WINDOWS:
        assert max(psutil.Process(pid).num_fds() for pid in pool.process_ids) < FILES_MAX
