"""How a page reaches the service: as scanners, faxes and phones make files of it.

Each wear takes the page's PDF and a seed and gives the file's bytes, the same each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image as Pillow

from scord.demo import pages, wear

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scord.demo.wear import Image

_MADE_ON = date(2026, 3, 12)
_PHOTO = (3264, 2448)  # px, 8 megapixels


@dataclass(frozen=True)
class Wear:
    """`weight`: how often, among the wears of such files."""

    weight: int
    suffix: str
    make: Callable[[Sequence[bytes], int], bytes]


def _grey(pdf: bytes, dpi: int) -> Image:
    return pages.render(pdf, dpi, colour=False)[0]


def _scanned(pdf: bytes, dpi: int, seed: int, *, angle: float = 0.5, grain: float = 2.5) -> Image:
    rng = np.random.default_rng(seed)
    turned = wear.skew(_grey(pdf, dpi), float(rng.uniform(-angle, angle)))
    return wear.noise(turned, grain, seed)


def _scan300(pdfs: Sequence[bytes], seed: int) -> bytes:
    return wear.jpeg_file(_scanned(pdfs[0], 300, seed), quality=80, dpi=300)


def _scan200(pdfs: Sequence[bytes], seed: int) -> bytes:
    return _png(_scanned(pdfs[0], 200, seed, grain=1), dpi=200)


def _faint(pdfs: Sequence[bytes], seed: int) -> bytes:
    pale = wear.fade(wear.blur(_grey(pdfs[0], 300), 1.0), 0.35)
    return wear.jpeg_file(wear.noise(pale, 4, seed), quality=80, dpi=300)


def _skewed(pdfs: Sequence[bytes], seed: int) -> bytes:
    worn = _scanned(pdfs[0], 300, seed, angle=4, grain=9)
    return wear.jpeg_file(worn, quality=75, dpi=300)


def _photographed(pdf: bytes, seed: int, *, depth: float, blur: float) -> Image:
    sheet = wear.tint(pages.render(pdf, 250, colour=True)[0])
    taken = wear.photograph(sheet, _PHOTO, seed)
    return wear.shade(wear.blur(taken, blur), depth, seed)


def _photo(pdfs: Sequence[bytes], seed: int) -> bytes:
    taken = wear.noise(_photographed(pdfs[0], seed, depth=0.4, blur=0.8), 4, seed)
    return wear.jpeg_file(taken, quality=82, turns=seed % 2)


def _dim(pdfs: Sequence[bytes], seed: int) -> bytes:
    taken = _photographed(pdfs[0], seed, depth=0.6, blur=1.0)
    dark = np.asarray(taken * 0.45, dtype=np.uint8)
    return wear.jpeg_file(wear.noise(dark, 7, seed), quality=80)


def _turned(pdf: bytes, seed: int, turns: int) -> Image:
    return np.ascontiguousarray(np.rot90(_scanned(pdf, 200, seed, grain=1.5), turns))


def _upside_down(pdfs: Sequence[bytes], seed: int) -> bytes:
    return wear.jpeg_file(_turned(pdfs[0], seed, 2), quality=85, dpi=200)


def _sideways(pdfs: Sequence[bytes], seed: int) -> bytes:
    return wear.jpeg_file(_turned(pdfs[0], seed, 1 + 2 * (seed % 2)), quality=85, dpi=200)


def _faxed(pdf: bytes, seed: int) -> Image:
    """Half the lines of 200 dpi, black and white, with specks."""
    sheet = _scanned(pdf, 200, seed, grain=0)
    height, width = sheet.shape
    coarse = cv2.resize(sheet, (width, height // 2), interpolation=cv2.INTER_AREA)
    lines = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST)
    specks = np.random.default_rng(seed).random(lines.shape, dtype=np.float32) < 0.0004
    return np.where((lines < 170) | specks, 0, 255).astype(np.uint8)


def _fax(pdfs: Sequence[bytes], seed: int) -> bytes:
    sheets = [_faxed(pdf, seed + n) for n, pdf in enumerate(pdfs)]
    return wear.tiff_file(sheets, dpi=200, bilevel=True)


def _lot_tiff(pdfs: Sequence[bytes], seed: int) -> bytes:
    sheets = [_scanned(pdf, 300, seed + n) for n, pdf in enumerate(pdfs)]
    return wear.tiff_file(sheets, dpi=300, bilevel=True)


def _lot_pdf(pdfs: Sequence[bytes], seed: int) -> bytes:
    sheets = [_scanned(pdf, 200, seed + n) for n, pdf in enumerate(pdfs)]
    return wear.pdf_file(sheets, dpi=200, quality=80, made_on=_MADE_ON)


def _png(image: Image, *, dpi: int) -> bytes:
    """As wear.png_file, but at once: there are hundreds."""
    out = BytesIO()
    Pillow.fromarray(image).save(out, "PNG", dpi=(dpi, dpi), compress_level=1)
    return out.getvalue()


SINGLE = {
    "scan300": Wear(24, "jpg", _scan300),
    "scan200": Wear(20, "png", _scan200),
    "faint": Wear(8, "jpg", _faint),
    "skewed": Wear(12, "jpg", _skewed),
    "photo": Wear(14, "jpg", _photo),
    "dim": Wear(6, "jpg", _dim),
    "upside-down": Wear(5, "jpg", _upside_down),
    "sideways": Wear(5, "jpg", _sideways),
    "fax": Wear(6, "tif", _fax),
}
LOTS = {
    "lot-tiff": Wear(4, "tif", _lot_tiff),
    "lot-pdf": Wear(4, "pdf", _lot_pdf),
    "lot-fax": Wear(1, "tif", _fax),
}
WEARS = SINGLE | LOTS
