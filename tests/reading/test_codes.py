"""Reading the QR codes that Scord's own slips carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from tests.imaging.drawing import draw_page, jpeg, with_shadow

from scord.imaging.options import ImagingOptions
from scord.reading.codes import read_all_codes, read_codes
from scord.reading.page import read_page

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

TEXT = "SCORD1:facture/481:2023-07-06"


def page_with_code(module_mm: float = 0.5, dpi: int = 200) -> Image.Image:
    barcode = zxingcpp.create_barcode(TEXT, zxingcpp.BarcodeFormat.QRCode)
    code = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(barcode)))
    side = round(code.width * module_mm / 25.4 * dpi)
    page = draw_page(dpi).copy()
    page.paste(code.resize((side, side), Image.Resampling.BOX), (dpi, dpi))
    return page


def test_a_code_is_read_with_its_text_and_its_corners_clockwise() -> None:
    (code,) = read_codes(np.asarray(page_with_code().point(lambda value: 255 * (value > 127))))
    assert (code.format, code.text) == ("QRCode", TEXT)
    (left, top), (right, _), _, (_, bottom) = code.position
    assert 200 <= left < right <= 420
    assert 200 <= top < bottom <= 420


def test_a_page_without_code_says_nothing() -> None:
    assert read_codes(np.asarray(draw_page())) == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270, 3])
def test_a_photographed_slip_is_read_at_any_turn(tmp_path: Path, turn: int) -> None:
    slip = page_with_code(0.5, 300).rotate(turn, expand=True, fillcolor=255)
    scan = tmp_path / "slip.jpg"
    scan.write_bytes(jpeg(with_shadow(slip), dpi=(300, 300)))
    read = read_page(scan, 1, ImagingOptions())
    assert [code.text for code in read.codes] == [TEXT]
    assert read.page.legible
    assert "codes" in read.page.steps_ms


def test_the_code_128_of_a_prescriber_is_read_only_where_all_codes_are_asked_for() -> None:
    barcode = zxingcpp.create_barcode("99900065279", zxingcpp.BarcodeFormat.Code128)
    bars = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(barcode)))
    page = page_with_code()
    page.paste(bars.resize((bars.width * 3, 80), Image.Resampling.NEAREST), (900, 300))
    pixels = np.asarray(page.point(lambda value: 255 * (value > 127)))
    assert {code.format: code.text for code in read_all_codes(pixels)} == {
        "QRCode": TEXT,
        "Code128": "99900065279",
    }
    assert [code.format for code in read_codes(pixels)] == ["QRCode"]
