"""Each kind of wear does what its name says, the same for the same seed, and leaves its input."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pypdf
import pytest
from PIL import Image as Pillow
from PIL import ImageOps

from scord.demo import pages, people, wear

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord.demo.wear import Image

pytestmark = pytest.mark.slow

DAY = date(2026, 7, 2)
PAGE = pages.render(
    pages.prescription(people.VALMONT, people.ADRDEUX, DAY, ["Pansement"]), 100, colour=True
)[0]
GREY = np.asarray(cv2.cvtColor(PAGE, cv2.COLOR_RGB2GRAY), dtype=np.uint8)

WEARS: dict[str, Callable[[Image], Image]] = {
    "skew": lambda image: wear.skew(image, 3.0),
    "shade": lambda image: wear.shade(image, 0.4, 1),
    "noise": lambda image: wear.noise(image, 4, 1),
    "fade": lambda image: wear.fade(image, 0.3),
    "blur": lambda image: wear.blur(image, 1.0),
    "security lines": wear.security_lines,
}


@pytest.mark.parametrize("name", WEARS)
@pytest.mark.parametrize("clean", [PAGE, GREY], ids=["colour", "grey"])
def test_wear_keeps_the_shape_repeats_itself_and_spares_its_input(name: str, clean: Image) -> None:
    before = clean.copy()
    worn = WEARS[name](clean)
    assert worn.shape == clean.shape
    assert worn.dtype == np.uint8
    assert (worn != before).any()
    assert (worn == WEARS[name](clean)).all()
    assert (clean == before).all()


def test_another_seed_wears_otherwise() -> None:
    assert (wear.noise(GREY, 4, 1) != wear.noise(GREY, 4, 2)).any()


def test_shade_darkens_unevenly() -> None:
    white = np.full((400, 300), 255, dtype=np.uint8)
    shaded = wear.shade(white, 0.4, 1)
    assert shaded.min() < 200
    assert shaded.max() > 240


def test_a_photographed_sheet_lies_on_a_desk() -> None:
    photo = wear.photograph(PAGE, (1200, 900), 1)
    assert photo.shape == (1200, 900, 3)
    assert photo[5, 5].max() < 180  # wood
    assert photo[600, 450].min() > 200  # paper
    assert (photo == wear.photograph(PAGE, (1200, 900), 1)).all()


def test_a_page_of_security_lines_is_too_heavy_for_g4_even_after_a_median() -> None:
    pdf = pages.prescription(people.VALMONT, people.ADRDEUX, DAY, ["Pansement"])
    lined = wear.security_lines(pages.render(pdf, 200, colour=False)[0])
    for page in (lined, cv2.medianBlur(lined, 3)):
        out = BytesIO()
        Pillow.fromarray(page).point(lambda v: 255 * (v > 128), "1").save(
            out, "TIFF", compression="group4"
        )
        assert len(out.getvalue()) > 300_000


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_turned_photo_is_upright_again_by_its_exif(turns: int) -> None:
    with Pillow.open(BytesIO(wear.jpeg_file(GREY, quality=90, turns=turns))) as photo:
        upright = np.array(ImageOps.exif_transpose(photo))
    assert upright.shape == GREY.shape
    assert np.abs(upright.astype(int) - GREY).mean() < 3


def test_files_carry_their_resolution() -> None:
    for data in (
        wear.jpeg_file(GREY, quality=80, dpi=200),
        wear.png_file(GREY, dpi=200),
        wear.tiff_file([GREY], dpi=200, bilevel=True),
    ):
        with Pillow.open(BytesIO(data)) as image:
            assert [round(value) for value in image.info["dpi"]] == [200, 200]


@pytest.mark.parametrize(
    ("bilevel", "compression", "mode"), [(True, "group4", "1"), (False, "tiff_lzw", "RGB")]
)
def test_a_tiff_holds_all_pages(bilevel: bool, compression: str, mode: str) -> None:
    with Pillow.open(BytesIO(wear.tiff_file([PAGE, PAGE], dpi=200, bilevel=bilevel))) as tiff:
        assert tiff.n_frames == 2
        assert tiff.info["compression"] == compression
        assert tiff.mode == mode


def test_a_pdf_holds_one_jpeg_a_page_at_true_size_and_no_clock() -> None:
    data = wear.pdf_file([PAGE, PAGE], dpi=100, quality=80, made_on=DAY)
    assert data == wear.pdf_file([PAGE, PAGE], dpi=100, quality=80, made_on=DAY)
    read = pypdf.PdfReader(BytesIO(data))
    assert len(read.pages) == 2
    assert float(read.pages[0].mediabox.width) == pytest.approx(595, abs=1)
    assert b"/DCTDecode" in data
