"""TIFF, PNG, BMP, GIF and WebP in the codings that offices produce, next to the drawn pixels."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageOps
from tests.imaging.drawing import draw_bitonal, draw_page, png, saved, tiff
from tests.imaging.handmade import REVERSED, interlaced_png, tiff_of, tiles_of
from tests.imaging.reading import decoded, off_by

from scord.imaging import g4

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = draw_page(100, (4.0, 5.5))
BITONAL = PAGE.point(lambda value: 255 * (value > 127)).convert("1")
WIDTH, HEIGHT = PAGE.size
COLOUR = Image.merge("RGB", (PAGE, PAGE, PAGE))
NEGATIVE = ImageOps.invert(PAGE)
WIDE = (np.asarray(PAGE).astype(np.uint16) << 4) | 0xF  # twelve of sixteen bits, as scanners have
STRIP = g4.encode(np.asarray(BITONAL.convert("L")))
GREY = {258: [8], 259: [1], 262: [1]}
BLACK_ON_WHITE = {258: [1], 259: [1], 262: [1]}


def see_through() -> Image.Image:
    """Black all over; where there is no ink it cannot be seen."""
    ink = Image.new("LA", PAGE.size, 0)
    ink.putalpha(NEGATIVE)
    return ink


def packed(page: Image.Image) -> bytes:
    return page.tobytes("raw", "1")


def halves(pixels: np.ndarray) -> list[bytes]:
    return [g4.encode(np.ascontiguousarray(part)) for part in np.array_split(pixels, 2)]


EXACT: dict[str, Callable[[], bytes]] = {
    "tiff raw": lambda: tiff(PAGE),
    "tiff lzw": lambda: tiff(PAGE, compression="tiff_lzw"),
    "tiff deflate": lambda: tiff(COLOUR, compression="tiff_adobe_deflate"),
    "tiff packbits": lambda: tiff(PAGE, compression="packbits"),
    "tiff palette": lambda: tiff(PAGE.convert("P")),
    "tiff tiles": lambda: tiff_of(
        PAGE.size,
        tiles_of(np.asarray(PAGE), 64),
        {**GREY, 322: [64], 323: [64]},
        tiled=True,
    ),
    "tiff tiles, deflated": lambda: tiff_of(
        PAGE.size,
        [zlib.compress(tile) for tile in tiles_of(np.asarray(PAGE), 128)],
        {**GREY, 259: [8], 322: [128], 323: [128]},
        tiled=True,
    ),
    "tiff negative": lambda: tiff_of(PAGE.size, [NEGATIVE.tobytes()], {**GREY, 262: [0]}),
    "tiff planes": lambda: tiff_of(
        PAGE.size,
        [PAGE.tobytes()] * 3,
        {258: [8, 8, 8], 259: [1], 262: [2], 277: [3], 278: [HEIGHT], 284: [2]},
    ),
    "tiff 12 of 16 bits": lambda: tiff_of(
        PAGE.size, [WIDE.astype("<u2").tobytes()], {**GREY, 258: [16]}
    ),
    "tiff 16 bits, big endian": lambda: tiff_of(
        PAGE.size, [WIDE.astype(">u2").tobytes()], {**GREY, 258: [16]}, order=">"
    ),
    "tiff 16 bits, negative": lambda: tiff_of(
        PAGE.size, [(0xFFFF - WIDE * 16).astype("<u2").tobytes()], {**GREY, 258: [16], 262: [0]}
    ),
    "png": lambda: png(PAGE),
    "png palette": lambda: png(PAGE.convert("P")),
    "png palette, transparent": lambda: png(COLOUR.quantize(256), transparency=255),
    "png grey with alpha": lambda: png(see_through()),
    "png colour with alpha": lambda: png(see_through().convert("RGBA")),
    "png 16 bits": lambda: png(Image.fromarray(np.asarray(PAGE).astype(np.uint16) * 257)),
    "png interlaced": lambda: interlaced_png(PAGE),
    "png animated": lambda: png(PAGE, save_all=True, append_images=[NEGATIVE]),
    "bmp": lambda: saved(COLOUR, "BMP"),
    "bmp palette": lambda: saved(PAGE.convert("P"), "BMP"),
    "bmp 32 bits": lambda: saved(COLOUR.convert("RGBA"), "BMP"),
    "gif": lambda: saved(PAGE, "GIF"),
    "gif animated": lambda: saved(PAGE, "GIF", save_all=True, append_images=[NEGATIVE]),
    "webp lossless": lambda: saved(COLOUR, "WEBP", lossless=True),
    "webp lossless with alpha": lambda: saved(
        see_through().convert("RGBA"), "WEBP", lossless=True, exact=True
    ),
    "webp animated": lambda: saved(
        COLOUR, "WEBP", lossless=True, save_all=True, append_images=[COLOUR.rotate(180)]
    ),
}

BLACK_AND_WHITE: dict[str, Callable[[], bytes]] = {
    "tiff raw": lambda: tiff(BITONAL),
    "tiff g3": lambda: tiff(BITONAL, compression="group3"),
    "tiff g3 in two dimensions": lambda: tiff(BITONAL, compression="group3", tiffinfo={292: 1}),
    "tiff g3 without line ends": lambda: tiff(BITONAL, compression="tiff_ccitt"),
    "tiff g4": lambda: tiff(BITONAL, compression="group4"),
    "tiff g4 in strips": lambda: tiff_of(
        PAGE.size,
        halves(np.asarray(BITONAL.convert("L"))),
        {**BLACK_ON_WHITE, 259: [4], 262: [0], 278: [(HEIGHT + 1) // 2]},
    ),
    "tiff g4, least bit first": lambda: tiff_of(
        PAGE.size, [STRIP.translate(REVERSED)], {**BLACK_ON_WHITE, 259: [4], 262: [0], 266: [2]}
    ),
    "tiff raw, least bit first": lambda: tiff_of(
        PAGE.size, [packed(BITONAL).translate(REVERSED)], {**BLACK_ON_WHITE, 266: [2]}
    ),
    "tiff raw, white is zero": lambda: tiff_of(
        PAGE.size,
        [packed(BITONAL).translate(bytes(range(255, -1, -1)))],
        {**BLACK_ON_WHITE, 262: [0]},
    ),
    "tiff palette of two": lambda: tiff(BITONAL.convert("P")),
    "png": lambda: png(BITONAL),
    "png in colour": lambda: png(BITONAL.convert("RGB")),
    "bmp": lambda: saved(BITONAL, "BMP"),
    "gif": lambda: saved(BITONAL, "GIF"),
}


@pytest.mark.parametrize("kind", EXACT)
def test_a_lossless_file_has_the_grey_that_was_drawn(tmp_path: Path, kind: str) -> None:
    raster = decoded(tmp_path, EXACT[kind]())
    assert off_by(raster, PAGE) < 0.5
    assert not raster.bitonal


@pytest.mark.parametrize("kind", BLACK_AND_WHITE)
def test_a_bitonal_file_comes_without_a_pixel_changed(tmp_path: Path, kind: str) -> None:
    raster = decoded(tmp_path, BLACK_AND_WHITE[kind]())
    assert off_by(raster, BITONAL) == 0
    assert raster.bitonal


@pytest.mark.parametrize(
    "data",
    [
        tiff(PAGE, compression="jpeg", quality=95),
        tiff(COLOUR, compression="jpeg", quality=95),
        tiff(COLOUR.convert("CMYK"), compression="tiff_lzw"),
        saved(COLOUR, "WEBP", quality=95),
    ],
    ids=["tiff jpeg", "tiff jpeg in colour", "tiff cmyk", "webp"],
)
def test_a_lossy_file_is_close_to_what_was_drawn(tmp_path: Path, data: bytes) -> None:
    assert off_by(decoded(tmp_path, data), PAGE) < 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_tiff_is_turned_as_its_orientation_says(tmp_path: Path, orientation: int) -> None:
    lying = ImageOps.exif_transpose  # the inverse of each orientation, through Pillow's own
    back = {6: 8, 8: 6}.get(orientation, orientation)
    stored = BITONAL.convert("L")
    stored.getexif()[274] = back
    stored = lying(stored).convert("1")
    data = tiff(stored, compression="group4", tiffinfo={274: orientation}, dpi=(200, 100))
    raster = decoded(tmp_path, data)
    assert off_by(raster, BITONAL) == 0
    assert raster.dpi == ((200, 100) if orientation <= 4 else (100, 200))


def test_each_tiff_page_may_have_its_own_size_and_coding(tmp_path: Path) -> None:
    data = tiff(PAGE, draw_bitonal(50), COLOUR.rotate(180), dpi=(100, 100))
    assert off_by(decoded(tmp_path, data, 1), PAGE) == 0
    assert decoded(tmp_path, data, 2).bitonal
    assert off_by(decoded(tmp_path, data, 3), PAGE.rotate(180)) < 0.5


def test_a_single_g4_strip_is_carried_along_and_others_are_not(tmp_path: Path) -> None:
    carried = {
        kind: decoded(tmp_path, make()).strip is not None for kind, make in BLACK_AND_WHITE.items()
    }
    own = tiff_of(PAGE.size, [STRIP], {**BLACK_ON_WHITE, 259: [4], 262: [0]})
    assert decoded(tmp_path, own).strip == STRIP
    assert not any(carried.values())
