"""Group 4: written so that others read the same, and taken over only where it is surely whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.imaging.drawing import draw_prescription, pdf_pixels
from tests.imaging.handmade import tiff_of
from tests.imaging.making import bitonal_page, make_page, noise

from scord.imaging import g4
from scord.imaging.assemble import assemble
from scord.imaging.options import ImagingOptions
from scord.imaging.page import convert_page

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

PAGE = bitonal_page(100)
HEIGHT, WIDTH = PAGE.shape
STRIP = g4.encode(PAGE)
END = bytes.fromhex("001001")


@pytest.mark.parametrize("width", [16, 23, 24, 25, 1728, 2561, 5200])
def test_a_strip_of_any_width_comes_back_as_it_was(width: int) -> None:
    page = np.ascontiguousarray(np.resize(noise(40), (40, width)))
    page[10:20] = 255
    decoded = g4.decode_whole(g4.encode(page), width, 40)
    assert decoded is not None
    assert (decoded == page).all()


BROKEN = {
    "empty": b"",
    "cut off": STRIP[:-200],
    "cut off, with a new end": STRIP[:-200] + END,
    "without its end": g4.encode(PAGE[:100])[:-3],
    "too few rows": g4.encode(PAGE[:-1]),
    "too many rows": g4.encode(np.vstack([PAGE, PAGE[:1]])),
    "two strips in one": g4.encode(PAGE[:100]) + g4.encode(PAGE[100:]),
    "too wide": g4.encode(np.hstack([PAGE, PAGE])),
    "zeros in the middle": STRIP[:3000] + bytes(60) + STRIP[3060:],
    "zeros alone": bytes(1000),
    "something after its end": STRIP + b"\xff\xff",
    "huge": STRIP[:-6] + bytes(2_000_000) + STRIP[-6:],
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_strip_that_is_not_whole_is_not_taken_over(fault: str) -> None:
    assert g4.decode_whole(BROKEN[fault], WIDTH, HEIGHT) is None


@pytest.mark.slow
def test_nearly_every_wrong_bit_is_found_where_it_changes_what_others_read() -> None:
    chance = np.random.default_rng(1)
    differing = 0
    for _ in range(300):
        damaged = bytearray(STRIP)
        damaged[chance.integers(0, len(STRIP) - 6)] ^= 1 << chance.integers(0, 8)
        page = g4.decode_whole(bytes(damaged), WIDTH, HEIGHT)
        differing += page is not None and not np.array_equal(page, _as_pdfium_reads(damaged))
    assert differing <= 6


def _as_pdfium_reads(strip: bytes | bytearray) -> NDArray[np.uint8]:
    page = replace(make_page(PAGE), strip=bytes(strip))
    moment = datetime(2026, 3, 10, tzinfo=UTC)
    (part,) = assemble([page], title="", created=moment, limit_bytes=10**7)
    return pdf_pixels(part.data)


def test_a_strip_of_a_pdf_that_was_made_here_is_taken_over_byte_by_byte(tmp_path: Path) -> None:
    page = make_page(bitonal_page(200))
    # another coder's choice: zeros after the end do not change what it says
    page = replace(page, strip=page.strip + bytes(5))
    moment = datetime(2026, 3, 10, tzinfo=UTC)
    (part,) = assemble([page], title="", created=moment, limit_bytes=10**7)
    path = tmp_path / "scan.pdf"
    path.write_bytes(part.data)
    assert convert_page(path, 1, ImagingOptions()).strip == page.strip


@pytest.mark.parametrize(("dpi", "kept"), [(200, True), (100, False)])
def test_a_strip_is_taken_over_only_if_its_pixels_are_those_of_the_page(
    tmp_path: Path, dpi: int, *, kept: bool
) -> None:
    """At 100 dpi the page is brought to 200: its old strip codes other pixels."""
    pixels = bitonal_page(dpi)
    strip = g4.encode(pixels) + bytes(5)
    tags = {258: [1], 259: [4], 262: [0], 282: [dpi], 283: [dpi]}
    path = tmp_path / "scan.tif"
    path.write_bytes(tiff_of((pixels.shape[1], pixels.shape[0]), [strip], tags))
    page = convert_page(path, 1, ImagingOptions())
    assert (page.strip == strip) is kept
    decoded = g4.decode_whole(page.strip, page.width, page.height)
    assert decoded is not None
    assert decoded.shape == bitonal_page(200).shape


def test_a_page_that_was_turned_is_coded_anew(tmp_path: Path) -> None:
    lying = np.rot90(np.asarray(draw_prescription(200).point(lambda value: 255 * (value > 127))), 2)
    strip = g4.encode(np.ascontiguousarray(lying))
    tags = {258: [1], 259: [4], 262: [0], 282: [200], 283: [200]}
    path = tmp_path / "scan.tif"
    path.write_bytes(tiff_of((lying.shape[1], lying.shape[0]), [strip], tags))
    page = convert_page(path, 1, ImagingOptions())
    decoded = g4.decode_whole(page.strip, page.width, page.height)
    assert decoded is not None
    assert (decoded == np.rot90(lying, 2)).all()
