from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
from PIL import Image
from tests.bench.imaging.floor import _images, _pdf, decoded, seconds

from scord.imaging import g4
from scord.imaging.check import check_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def _page() -> NDArray[np.uint8]:
    page = np.full((400, 300), 255, np.uint8)
    page[100:300:20, 50:250] = 0
    return page


def test_least_pdf_conforms_and_holds_the_page(tmp_path: Path) -> None:
    pdf = tmp_path / "p.pdf"
    pdf.write_bytes(_pdf(g4.encode(_page()), _page().shape))
    assert check_pdf(pdf).conforming
    assert np.array_equal(next(_images(pdf)), _page())


def test_each_page_of_a_file_is_decoded_to_grey(tmp_path: Path) -> None:
    frames = [Image.fromarray(_page()).convert("RGB") for _ in range(3)]
    for name in ("p.tif", "p.pdf"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], resolution=200)
        assert [page.shape for page in decoded(tmp_path / name)] == [(400, 300)] * 3


def test_page_with_words_is_drawn_at_the_grid(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(72, 144)
        document.save(tmp_path / "p.pdf")
    assert next(decoded(tmp_path / "p.pdf")).shape[:2] == (400, 200)


def test_floor_takes_time(tmp_path: Path) -> None:
    Image.fromarray(_page()).save(tmp_path / "p.jpg", dpi=(200, 200))
    pdf = tmp_path / "p.pdf"
    pdf.write_bytes(_pdf(g4.encode(_page()), _page().shape))
    assert 0 < seconds(tmp_path / "p.jpg", [pdf]) < 1
