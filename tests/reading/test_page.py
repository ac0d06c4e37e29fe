"""What a worker reads from a page of a file: its codes, and whether it is a cover slip."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from tests.imaging.drawing import draw_page, jpeg

from scord.filing.slip import draw_slip
from scord.imaging.options import ImagingOptions
from scord.reading.page import ReadPage, read_page
from scord.store.refs import InvoiceRef

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

DAY = date(2026, 7, 8)


def read(folder: Path, page: Image.Image) -> ReadPage:
    scan = folder / "scan.jpg"
    scan.write_bytes(jpeg(page, dpi=(200, 200)))
    return read_page(scan, 1, ImagingOptions())


def worn_slip(contrast: float, angle: float, blurred_px: float) -> Image.Image:
    """A slip as a grey scanner sees it: ink paler than black, out of focus, grainy."""
    pdf = draw_slip(InvoiceRef("991129768", "481", DAY), b"a key", printed_on=DAY)
    slip = pdfium.PdfDocument(pdf)[0].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    grey = np.asarray(slip.rotate(angle, expand=True, fillcolor=255), dtype=np.float32)
    grey = cv2.GaussianBlur(255 - (255 - grey) * contrast, (0, 0), blurred_px)
    grain = np.random.default_rng(1).normal(-6, 3, grey.shape)
    return Image.fromarray(np.clip(grey + grain, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("contrast", [0.10, 0.3, 1.0])
@pytest.mark.parametrize("angle", [0, 1.5, 90, 182])
def test_a_blurred_slip_without_a_readable_code_keeps_its_mark(
    tmp_path: Path, contrast: float, angle: float
) -> None:
    page = read(tmp_path, worn_slip(contrast, angle, blurred_px=5))
    assert not any(code.text for code in page.codes)
    assert page.slip_mark


def test_a_fresh_slip_has_codes_and_mark(tmp_path: Path) -> None:
    page = read(tmp_path, worn_slip(1.0, 0.5, blurred_px=0.6))
    assert len(page.codes) == 2
    assert all(code.text for code in page.codes)
    assert page.slip_mark


def test_an_ordinary_page_has_no_mark(tmp_path: Path) -> None:
    page = read(tmp_path, draw_page())
    assert not page.slip_mark
    assert "slip mark" in page.page.steps_ms
