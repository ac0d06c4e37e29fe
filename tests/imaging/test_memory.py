"""The long run: memory stays flat, page after page."""

from __future__ import annotations

from itertools import cycle, islice
from typing import TYPE_CHECKING

import psutil
import pytest
from tests.imaging import drawing
from tests.imaging.heic import heic

from scord.imaging.options import ImagingOptions
from scord.imaging.page import convert_page
from scord.imaging.workers import WorkerPool

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.soak

PAGES, WARM = 5_000, 500
GROWTH_MAX = {"service": 5, "workers": 60}  # MB from page 500 on; both workers together


def office_files() -> dict[str, bytes]:
    """What comes in on a day, each of a page."""
    page = drawing.draw_page(200)
    bitonal = drawing.draw_bitonal(200)
    return {
        "scan.jpg": drawing.jpeg(page, dpi=(200, 200)),
        "photo.jpg": drawing.jpeg(drawing.with_shadow(page).convert("RGB")),
        "page.png": drawing.png(drawing.draw_page(150), dpi=(150, 150)),
        "fax.tif": drawing.tiff(bitonal, compression="group4", dpi=(200, 200)),
        "scan.pdf": drawing.image_pdf(page, 200),
        "copier.pdf": drawing.image_pdf(bitonal, 200),
        "letter.pdf": drawing.text_pdf(),
        "photo.heic": heic(drawing.draw_page(80, (6.0, 8.0))),
        "broken.jpg": drawing.jpeg(page)[:30_000],
    }


def resident_mb(*process_ids: int | None) -> float:
    return sum(psutil.Process(one).memory_info().rss for one in process_ids) / 1e6


def test_5000_pages_leave_the_service_and_its_workers_no_larger(tmp_path: Path) -> None:
    for name, data in office_files().items():
        (tmp_path / name).write_bytes(data)
    files = sorted(tmp_path.iterdir())
    pool = WorkerPool(2, memory_mb=1000, seconds=60)
    after: dict[int, tuple[float, float]] = {}
    first_workers: tuple[int, ...] = ()
    ended = 0
    waiting = islice(cycle(files), PAGES)
    while ended < PAGES:
        while pool.free and (path := next(waiting, None)) is not None:
            pool.submit(path, convert_page, path, 1, ImagingOptions())
        for outcome in pool.wait():
            ended += 1
            assert (outcome.error is not None) == (outcome.job_id.name == "broken.jpg")
            if ended % WARM == 0:
                after[ended] = (resident_mb(None), resident_mb(*pool.process_ids))
                print(ended, *map(round, after[ended]))  # noqa: T201 -- pytest -s shows it
                first_workers = first_workers or pool.process_ids
    assert pool.process_ids == first_workers  # none died, none was replaced
    pool.close()
    service, workers = zip(*after.values(), strict=True)
    assert max(service) - service[0] < GROWTH_MAX["service"]
    assert max(workers) - workers[0] < GROWTH_MAX["workers"]
