"""PDFs from converted pages: their bytes, their parts, their limits."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pypdf import PdfReader
from tests.imaging.drawing import pdf_pixels
from tests.imaging.making import bitonal_page, make_page, noise

from scord.imaging.assemble import PdfPart, assemble
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.imaging.page import Page

CREATED = datetime(2026, 3, 10, 9, 30, tzinfo=timezone(timedelta(hours=1)))


def parts_of(pages: list[Page], limit_bytes: int = 250_000) -> list[PdfPart]:
    return assemble(pages, title="Ordonnance", created=CREATED, limit_bytes=limit_bytes)


def test_a_page_comes_back_pixel_for_pixel_at_its_size_on_paper() -> None:
    drawn = bitonal_page()
    (part,) = parts_of([make_page(drawn)])
    assert np.array_equal(pdf_pixels(part.data), drawn)
    sheet = PdfReader(io.BytesIO(part.data)).pages[0].mediabox
    assert (sheet.width, sheet.height) == pytest.approx((1654 * 0.36, 2338 * 0.36), abs=0.01)


def test_the_pdf_says_its_title_and_time_in_utc_and_nothing_else() -> None:
    (part,) = parts_of([make_page(bitonal_page())])
    reader = PdfReader(io.BytesIO(part.data))
    assert part.data.startswith(b"%PDF-1.4")
    assert dict(reader.metadata or {}) == {
        "/Title": "Ordonnance",
        "/Producer": "Scord",
        "/CreationDate": "D:20260310083000Z",
    }


def test_the_same_pages_give_the_same_bytes() -> None:
    page = make_page(bitonal_page())
    assert parts_of([page]) == parts_of([page])


def test_other_pages_give_another_identity() -> None:
    one, other = (parts_of([make_page(noise(100, seed))])[0].data for seed in (1, 2))
    assert PdfReader(io.BytesIO(one)).trailer["/ID"] != PdfReader(io.BytesIO(other)).trailer["/ID"]


def test_pages_over_the_limit_are_split_in_order_into_the_fewest_parts() -> None:
    pages = [make_page(noise(400, number), number, of=7) for number in range(1, 8)]
    three_fit = len(parts_of(pages[:3], 10**7)[0].data)
    parts = parts_of(pages, three_fit + 100)
    assert [(part.number, part.of, part.pages) for part in parts] == [
        (1, 3, (1, 2, 3)),
        (2, 3, (4, 5, 6)),
        (3, 3, (7,)),
    ]
    assert all(len(part.data) <= three_fit + 100 for part in parts)


def test_a_document_of_exactly_the_limit_is_one_part() -> None:
    pages = [make_page(noise(100, number), number) for number in (1, 2)]
    exact = len(parts_of(pages, 10**7)[0].data)
    assert len(parts_of(pages, exact)) == 1
    assert len(parts_of(pages, exact - 1)) == 2


def test_a_page_too_heavy_alone_is_refused_by_its_number() -> None:
    pages = [make_page(noise(100), 1), make_page(noise(2000), 2)]
    with pytest.raises(ScordError) as refusal:
        parts_of(pages, 100_000)
    assert (refusal.value.code, refusal.value.facts["page"]) == (Code.IMAGE_TOO_HEAVY, 2)


def test_no_page_is_refused() -> None:
    with pytest.raises(ScordError) as refusal:
        parts_of([])
    assert refusal.value.code is Code.IMAGE_NO_PAGE


def test_the_coarsest_page_of_a_part_is_told() -> None:
    pages = [make_page(noise(50), 1, dpi=300), make_page(noise(50), 2, dpi=203.2)]
    assert parts_of(pages)[0].dpi_min == 203.2


def test_creation_time_is_stated_in_utc_whatever_its_zone() -> None:
    page = make_page(noise(50))
    utc = assemble([page], title="", created=CREATED.astimezone(UTC), limit_bytes=10**6)
    assert utc == assemble([page], title="", created=CREATED, limit_bytes=10**6)


def test_the_resting_service_loads_neither_opencv_nor_numpy() -> None:
    modules = "assemble, check, convert, options, page, workers"
    script = (
        "import sys\n"
        f"from scord.imaging import {modules}\n"
        "from scord.reading import codes, page\n"
        "print([name for name in ('cv2', 'numpy', 'pypdfium2', 'zxingcpp') if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert loaded.stdout.strip() == b"[]"
