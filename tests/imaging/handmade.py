"""Files in codings that Pillow reads but does not write: put together by hand, from its pixels."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from tests.imaging.drawing import jpeg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))  # each byte's bits
_ADAM7 = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2),
          (1, 0, 2, 1))  # fmt: skip


def tiff_of(
    size: tuple[int, int],
    blocks: Sequence[bytes],
    tags: dict[int, Sequence[int]],
    *,
    order: str = "<",
    tiled: bool = False,
) -> bytes:
    """A TIFF whose strips or tiles are `blocks`, as they are."""
    places, lengths = (324, 325) if tiled else (273, 279)
    tags = {256: size[:1], 257: size[1:], **tags, lengths: [len(block) for block in blocks]}
    ifd = 8 + sum(map(len, blocks))
    tags[places] = [8 + sum(map(len, blocks[:number])) for number in range(len(blocks))]
    values_at = ifd + 2 + 12 * len(tags) + 4
    entries, values = b"", b""
    for tag, numbers in sorted(tags.items()):
        packed = struct.pack(f"{order}{len(numbers)}I", *numbers)
        if len(packed) > 4:
            packed, values = struct.pack(f"{order}I", values_at + len(values)), values + packed
        entries += struct.pack(f"{order}HHI", tag, 4, len(numbers)) + packed
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", ifd)
    count = struct.pack(f"{order}H", len(tags))
    return head + b"".join(blocks) + count + entries + bytes(4) + values


def tiles_of(pixels: NDArray[np.uint8], side: int) -> list[bytes]:
    """`pixels` in squares, the last of each row and column filled up with black."""
    rows, columns = (-(-length // side) for length in pixels.shape)
    padded = np.zeros((rows * side, columns * side), np.uint8)
    padded[: pixels.shape[0], : pixels.shape[1]] = pixels
    return [
        padded[row * side : (row + 1) * side, column * side : (column + 1) * side].tobytes()
        for row in range(rows)
        for column in range(columns)
    ]


def interlaced_png(page: Image.Image) -> bytes:
    """A grey PNG in the seven passes of Adam7."""
    pixels = np.asarray(page)
    rows = b"".join(
        b"\0" + row.tobytes()
        for top, left, down, across in _ADAM7
        for row in pixels[top::down, left::across]
    )
    header = struct.pack(">IIBBBBB", *page.size, 8, 0, 0, 0, 1)
    return png_of((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))


def png_of(*chunks: tuple[bytes, bytes]) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def ycck_jpeg(page: Image.Image) -> bytes:
    """The grey `page` as Adobe's software writes print files: YCCK, ink counted backwards."""
    flat, no_ink = Image.new("L", page.size, 127), Image.new("L", page.size, 0)
    # Pillow stores 255 minus each channel: Y, Cb, Cr of the three inks, then black
    stored = Image.merge("CMYK", (page, flat, flat, no_ink))
    data = bytearray(jpeg(stored, quality=95))
    marker = data.index(b"Adobe")
    data[marker + 11] = 2  # the transform: YCCK
    return bytes(data)


def cmyk_jpeg_without_adobe(page: Image.Image) -> bytes:
    """The grey `page` as other software does: CMYK, ink counted forwards, no marker."""
    white = Image.new("L", page.size, 255)
    data = jpeg(Image.merge("CMYK", (white, white, white, page)), quality=95)
    start = data.index(b"\xff\xee")
    return data[:start] + data[start + 2 + int.from_bytes(data[start + 2 : start + 4]) :]


def jbig2(strip: bytes, size: tuple[int, int]) -> bytes:
    """The G4 `strip` as the JBIG2 stream of a PDF: one page, one generic region, MMR coded."""
    page = struct.pack(">IIIIBH", *size, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", *size, 0, 0, 0, 1) + strip
    return b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data
        for number, (kind, data) in enumerate(((48, page), (38, region)))
    )
