"""Digits that stand one to a box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.imaging.drawing import draw_prescription

from scord.reading.clue import PageText
from scord.reading.combs import find_combs
from scord.reading.ocr import find_tessdata, read_combs

if TYPE_CHECKING:
    from numpy.typing import NDArray

pytestmark = pytest.mark.slow

DPI = 300
PITCH, TOP, LEFT = 61, 600, 400  # px


def comb(text: str, *, teeth: int, tooth_px: int = 55) -> NDArray[np.uint8]:
    """`text` at 10 pt, a sign to a box, spaces for empty boxes; teeth stand up from a base line."""
    page = Image.new("L", (2480, 1200), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=42)
    for at in range(teeth):
        x = LEFT + at * PITCH
        pen.line((x, TOP - tooth_px, x, TOP), fill=0, width=3)
    pen.line((LEFT, TOP, LEFT + (teeth - 1) * PITCH, TOP), fill=0, width=3)
    for at, sign in enumerate(text):
        pen.text((LEFT + (at + 0.5) * PITCH, TOP - 9), sign, fill=0, font=font, anchor="ms")
    return np.where(np.asarray(page) < 128, 0, 255).astype(np.uint8)


def texts(page: NDArray[np.uint8]) -> list[str]:
    tessdata = find_tessdata(None)
    assert tessdata is not None
    found = read_combs(page, DPI, tessdata, PageText(210, 100, ()))
    return [word.text for line in found.lines for word in line]


@pytest.mark.parametrize("tooth_px", [25, 55])
def test_a_nir_is_read_out_of_its_boxes_with_low_and_high_teeth(tooth_px: int) -> None:
    assert texts(comb("181016322075140", teeth=16, tooth_px=tooth_px)) == ["181016322075140"]


def test_empty_boxes_part_what_stands_in_the_others() -> None:
    assert texts(comb("14 03 1952", teeth=11)) == ["14", "03", "1952"]


def test_a_comb_knows_its_place_and_how_many_digits_it_holds() -> None:
    (found,) = find_combs(comb("14031952", teeth=9), DPI)
    assert found.digits == 8
    assert found.box.left == pytest.approx(LEFT / DPI * 25.4, abs=1)
    assert found.box.right == pytest.approx((LEFT + 8 * PITCH) / DPI * 25.4, abs=1)


def test_an_empty_comb_holds_nothing() -> None:
    assert list(find_combs(comb("", teeth=16), DPI)) == []


def test_five_boxes_are_a_postcode_and_no_comb() -> None:
    assert list(find_combs(comb("63999", teeth=6), DPI)) == []


def test_running_text_yields_no_digits() -> None:
    page = np.asarray(draw_prescription(DPI))
    assert texts(np.where(page < 128, 0, 255).astype(np.uint8)) == []
