"""CCITT Group 4: the one coding every reader of the scheme knows, from Pillow's libtiff."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, TiffImagePlugin

from scord.imaging.strip import STRIP_LENGTHS, STRIP_OFFSETS, tiff_of

if TYPE_CHECKING:
    from scord.imaging.raster import Bitonal

_END_OF_BLOCK = "000000000001" * 2  # ITU-T T.6, 2.4.1.1: no row can hold these bits
_STRIP_MAX = 1_000_000  # bytes: what is larger cannot be used as it is


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
        (offset,) = written.tag_v2[STRIP_OFFSETS]
        (length,) = written.tag_v2[STRIP_LENGTHS]
    return data[offset : offset + length]


def decode_whole(strip: bytes, width: int, height: int) -> Bitonal | None:
    """The page in `strip`, coded as by `encode`; None where the strip is not surely whole.

    Decoders say nothing of a bad code and guess on, each in its own way. Whole is a strip with its
    one end mark at its end, and after so many rows: one more, all black, is put before the mark and
    must come out as the last (of 16 px or more: a narrower one is coded by the row before it).
    Of strips with one wrong bit 1 % pass that other decoders read in another way.
    """
    rows, end, rest = _bits(strip[:_STRIP_MAX]).rstrip("0").partition(_END_OF_BLOCK)
    if not end or rest or len(strip) > _STRIP_MAX:
        return None
    black_row, _, _ = _bits(encode(np.zeros((1, width), np.uint8))).partition(_END_OF_BLOCK)
    longer = tiff_of(_bytes(rows + black_row + _END_OF_BLOCK), width, height + 1)
    with TiffImagePlugin.TiffImageFile(io.BytesIO(longer)) as image:
        page = np.asarray(image.convert("L"))
    return None if page[-1].any() else page[:-1]


def _bits(data: bytes) -> str:
    return f"{int.from_bytes(data):0{8 * len(data)}b}"


def _bytes(bits: str) -> bytes:
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8))
