"""Contact sheets show each page before and after, blank ones too."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from tests.imaging.drawing import draw_page, jpeg, text_pdf, tiff

from scord.imaging.compare import contact_sheets
from scord.imaging.convert import convert_file

if TYPE_CHECKING:
    from pathlib import Path

GAP, CAPTION = 16, 30  # px
BLANK = Image.new("L", (1654, 2339), 255)


def sheets(folder: Path, data: bytes) -> list[Image.Image]:
    source = folder / "scan"
    source.write_bytes(data)
    created = datetime(2026, 1, 1, tzinfo=UTC)
    report = convert_file(source, folder, title="Scan", created=created, overwrite=True)
    return [Image.open(io.BytesIO(sheet)) for sheet in contact_sheets(report)]


def halves(sheet: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Before and after, on a sheet of one page."""
    width, bottom = (sheet.width - 3 * GAP) // 2, sheet.height - GAP - CAPTION
    lefts = (GAP, 2 * GAP + width)
    before, after = (sheet.crop((left, GAP, left + width, bottom)) for left in lefts)
    return before, after


def test_a_page_stands_before_and_after_in_its_colours_and_without(tmp_path: Path) -> None:
    page = Image.merge("RGB", [draw_page(), draw_page().point(lambda grey: grey // 2), draw_page()])
    (sheet,) = sheets(tmp_path, jpeg(page))
    before, after = (np.asarray(half.convert("RGB")).astype(int) for half in halves(sheet))
    assert np.ptp(before, axis=2).max() > 100
    assert np.ptp(after, axis=2).max() == 0
    assert (after < 128).any()
    assert (after > 250).any()


@pytest.mark.slow
def test_many_pages_go_on_several_sheets_and_a_blank_one_keeps_its_place(tmp_path: Path) -> None:
    (one,) = sheets(tmp_path, tiff(BLANK, draw_page(), dpi=(200, 200)))
    (first, second) = sheets(tmp_path, text_pdf(7))
    assert first.height > second.height
    assert one.width == first.width


def test_a_photo_lying_by_its_exif_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[274] = 6
    (sheet,) = sheets(tmp_path, jpeg(draw_page().rotate(90, expand=True), exif=exif.tobytes()))
    before, after = (np.asarray(half.convert("L")) < 128 for half in halves(sheet))
    rows, columns = (
        np.corrcoef(before.sum(axis=axis), after.sum(axis=axis))[0, 1] for axis in (0, 1)
    )
    assert min(rows, columns) > 0.8
