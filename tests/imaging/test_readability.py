"""Golden: what Tesseract (French) reads on our own worn pages once they are converted.

A change that makes pages harder to read by 2 points fails here. After one that makes them easier,
`python -m tests.imaging.test_readability` writes the new golden.json. Needs tesseract with fra.
"""

from __future__ import annotations

import io
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageFilter
from tests.bench.imaging.made import worn
from tests.bench.imaging.words import f1, read_pdf

from scord.imaging.assemble import assemble
from scord.imaging.options import ImagingOptions
from scord.imaging.page import convert_page

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parent / "golden.json"
WEARS = ("scan300c", "scan150g", "scan600g", "photo12", "dim8", "faint300c")
PAPERS = ("soins", "analyses")
POINTS_LOST_MAX = 2.0


def read_share(data: bytes, words: str) -> float:
    """In percent: the words of the file that are read once it is converted."""
    with tempfile.TemporaryDirectory() as folder:
        scan, pdf = Path(folder) / "scan", Path(folder) / "page.pdf"
        scan.write_bytes(data)
        page = convert_page(scan, 1, ImagingOptions())
        created = datetime(2026, 1, 1, tzinfo=UTC)
        (part,) = assemble([page], title="", created=created, limit_bytes=10**6)
        pdf.write_bytes(part.data)
        return f1(words, read_pdf(pdf))


def measured(wear: str, damaged: Callable[[bytes], bytes] = bytes) -> float:
    files = (worn(paper, wear) for paper in PAPERS)
    return round(mean(read_share(damaged(data), words) for data, words in files), 1)


def golden() -> dict[str, float]:
    wears: dict[str, float] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return wears


def points_lost(found: dict[str, float]) -> float:
    return mean(golden()[wear] - share for wear, share in found.items())


def blurred(data: bytes) -> bytes:
    page = Image.open(io.BytesIO(data))
    return saved(page.filter(ImageFilter.GaussianBlur(page.width / 500)))


def cut_at_middle_grey(data: bytes) -> bytes:
    """What a plain fixed threshold makes of it."""
    return saved(Image.open(io.BytesIO(data)).convert("L").point(lambda value: 255 * (value > 127)))


def saved(page: Image.Image) -> bytes:
    data = io.BytesIO()
    page.save(data, "PNG", dpi=(300, 300))
    return data.getvalue()


def test_words_are_read_as_well_as_they_were() -> None:
    found = {wear: measured(wear) for wear in WEARS}
    assert points_lost(found) <= POINTS_LOST_MAX, found


@pytest.mark.parametrize(
    ("damaged", "wear"), [(blurred, "scan300c"), (cut_at_middle_grey, "faint300c")]
)
def test_a_page_made_harder_to_read_is_found_out(
    damaged: Callable[[bytes], bytes], wear: str
) -> None:
    assert points_lost({wear: measured(wear, damaged)}) > POINTS_LOST_MAX * len(WEARS)


if __name__ == "__main__":
    found = {wear: measured(wear) for wear in WEARS}
    GOLDEN.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
