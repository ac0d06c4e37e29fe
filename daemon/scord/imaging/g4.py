"""CCITT Group 4: the one coding every reader of the scheme knows, from Pillow's libtiff."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import cv2
from PIL import Image, TiffImagePlugin

if TYPE_CHECKING:
    from scord.imaging.raster import Bitonal

_STRIP_OFFSETS = 273
_STRIP_LENGTHS = 279


def encode(page: Bitonal) -> bytes:
    """The page as one G4 strip, ink as black runs (PDF's BlackIs1 false).

    Pillow writes mode "1" as black-is-zero, so the negative is handed to it: asking for the other
    photometric by tag instead costs 60 times as much. `strip_size` forces a single strip.
    """
    height, width = page.shape
    negative = Image.fromarray(cv2.bitwise_not(page)).convert("1", dither=Image.Dither.NONE)
    tiff = io.BytesIO()
    negative.save(tiff, "TIFF", compression="group4", strip_size=(width + 7) // 8 * height)
    data = tiff.getvalue()
    tiff.seek(0)
    with TiffImagePlugin.TiffImageFile(tiff) as written:
        (offset,) = written.tag_v2[_STRIP_OFFSETS]
        (length,) = written.tag_v2[_STRIP_LENGTHS]
    return data[offset : offset + length]
