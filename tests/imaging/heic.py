"""HEIC files of our own making, exact to the pixel: no free encoder comes as a wheel.

The picture is one HEVC intra frame (ITU-T H.265) of raw samples (I_PCM), 16 by 16 px a block.
Nothing of it is compressed, so of the arithmetic coder only two bytes stand before each block.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL import Image

BLOCK = 16  # px: pages must be multiples of it

# H.265 table 9-52, column qRangeIdx 3: the width of the less probable half, by the state of a
# context; each block moves its one context (part_mode) a state further, up to the last
_LESS_PROBABLE = (
    *(240, 227, 216, 205, 195, 185, 175, 166, 158, 150, 142, 135, 128, 122, 116, 110, 104, 99, 94),
    *(89, 85, 80, 76, 72, 69, 65, 62, 59, 56, 53, 50, 48, 45, 43, 41, 39, 37, 35, 33, 31, 30, 28),
    *(27, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 14, 13, 12, 12, 11, 11, 10, 9),
)
_VPS, _SPS, _PPS, _IDR = 32, 33, 34, 19  # NAL unit types


@dataclass
class _Bits:
    """Bits one after another, most significant first."""

    digits: list[str] = field(default_factory=list)

    def fixed(self, *pairs: tuple[int, int]) -> None:
        """Each value in so many bits."""
        self.digits += [f"{value:0{bits}b}" for value, bits in pairs]

    def golomb(self, *values: int) -> None:
        """Each value as ue(v), which for 0 is se(v) as well."""
        for value in values:
            digits = f"{value + 1:b}"
            self.digits.append("0" * (len(digits) - 1) + digits)

    def ended(self) -> bytes:
        """With the stop bit, up to a whole byte."""
        digits = "".join(self.digits) + "1"
        digits += "0" * (-len(digits) % 8)
        return int(digits, 2).to_bytes(len(digits) // 8, "big")


def heic(page: Image.Image, *, tiles: int = 1, quarter_turns: int = 0) -> bytes:
    """A grey `page` as HEIC: sides in multiples of BLOCK px, its height of BLOCK * `tiles`.

    With `tiles` it is a grid of one column, as phones write it. `quarter_turns` anticlockwise are
    asked of the reader.
    """
    width, height = page.size
    strips = [
        page.crop((0, top, width, top + height // tiles))
        for top in range(0, height, height // tiles)
    ]
    frames = [_nal(_IDR, _slice(np.asarray(strip))) for strip in strips]
    tile_size = strips[0].size
    properties = [
        _box(b"hvcC", _decoder_configuration(tile_size)),
        _full(b"ispe", struct.pack(">II", *tile_size)),
        _full(b"ispe", struct.pack(">II", width, height)),
        _box(b"irot", bytes([quarter_turns])),
        _box(b"colr", b"nclx" + struct.pack(">HHHB", 1, 13, 6, 0x80)),  # the full range of grey
    ]
    whole, part = (1, 3, 4, 5), (1, 2, 5)  # properties, counted from 1
    numbers = [1] if tiles == 1 else list(range(2, tiles + 2))
    kinds = dict.fromkeys(numbers, b"hvc1")
    linked = dict.fromkeys(numbers, part) | {1: whole}
    if tiles > 1:
        kinds[1] = b"grid"
        linked[1] = whole[1:]
    grid = struct.pack(">BBBBHH", 0, 0, tiles - 1, 0, width, height)
    samples = [struct.pack(">I", len(frame)) + frame for frame in frames]
    head = _box(b"ftyp", b"heic\0\0\0\0mif1heic")
    measured = _meta(kinds, linked, properties, numbers, grid, [(0, 0)] * tiles)
    place = len(head) + len(measured) + 8
    extents = []
    for sample in samples:
        extents.append((place, len(sample)))
        place += len(sample)
    meta = _meta(kinds, linked, properties, numbers, grid, extents)
    return head + meta + _box(b"mdat", b"".join(samples))


def _slice(pixels: np.ndarray) -> bytes:
    head = _Bits()
    head.fixed((1, 1), (0, 1))  # the picture's first slice
    head.golomb(0, 2, 0)  # its PPS, intra, no change of quantiser
    data = [head.ended()]
    grey = bytes([128]) * (BLOCK * BLOCK // 2)  # both chroma planes, at half size
    rows, columns = (side // BLOCK for side in pixels.shape)
    for number, (row, column) in enumerate(np.ndindex(rows, columns)):
        # the coder's register after: not the end of the slice (but at the first block), the whole
        # block, raw samples follow. Flushed it is its nine bits, of which the last is set.
        width = 510 - 2 * (number > 0) - _LESS_PROBABLE[min(number, len(_LESS_PROBABLE) - 1)] - 2
        data.append(struct.pack(">H", (width | 1) << 7))
        top, left = row * BLOCK, column * BLOCK
        data.append(pixels[top : top + BLOCK, left : left + BLOCK].tobytes() + grey)
    data.append(struct.pack(">H", 509 << 7))  # the end of the slice
    return b"".join(data)


def _nal(kind: int, payload: bytes) -> bytes:
    """With the bytes that keep a start code from appearing inside."""
    return struct.pack(">BB", kind << 1, 1) + re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", payload)


def _profile(bits: _Bits) -> None:
    """The Main profile, at the highest level."""
    bits.fixed((0, 3), (1, 5), (0x60000000, 32), (0b1001, 4), (0, 44), (186, 8))


def _decoder_configuration(size: tuple[int, int]) -> bytes:
    vps = _Bits()
    vps.fixed((0, 4), (3, 2), (0, 6), (0, 3), (1, 1), (0xFFFF, 16))
    _profile(vps)
    vps.fixed((1, 1))
    vps.golomb(0, 0, 0)
    vps.fixed((0, 6))
    vps.golomb(0)
    vps.fixed((0, 2))
    sps = _Bits()
    sps.fixed((0, 4), (0, 3), (1, 1))
    _profile(sps)
    sps.golomb(0, 1, *size)
    sps.fixed((0, 1))
    sps.golomb(0, 0, 0)
    sps.fixed((1, 1))
    sps.golomb(0, 0, 0, 1, 0, 0, 2, 0, 0)  # blocks of 16 px, neither larger nor smaller
    sps.fixed((0, 3), (1, 1), (7, 4), (7, 4))  # raw samples allowed, of 8 bits
    sps.golomb(1, 0)
    sps.fixed((1, 1))  # and not filtered
    sps.golomb(0)
    sps.fixed((0, 5))
    pps = _Bits()
    pps.golomb(0, 0)
    pps.fixed((0, 7))
    pps.golomb(0, 0, 0)
    pps.fixed((0, 3))
    pps.golomb(0, 0)
    pps.fixed((0, 7), (1, 1), (0, 1), (1, 1), (0, 2))  # no filter across blocks
    pps.golomb(0)
    pps.fixed((0, 2))
    parts = ((_VPS, vps), (_SPS, sps), (_PPS, pps))
    head = struct.pack(">BBIHIBHBBBBHBB", 1, 1, 0x60000000, 0x9000, 0, 186, 0xF000, 0xFC, 0xFD,
                       0xF8, 0xF8, 0, 0x0F, len(parts))  # fmt: skip
    arrays = []
    for kind, bits in parts:
        nal = _nal(kind, bits.ended())
        arrays.append(struct.pack(">BHH", 0x80 | kind, 1, len(nal)) + nal)
    return head + b"".join(arrays)


def _meta(
    kinds: dict[int, bytes],
    linked: dict[int, tuple[int, ...]],
    properties: list[bytes],
    tiles: list[int],
    grid: bytes,
    extents: list[tuple[int, int]],
) -> bytes:
    entries = b"".join(
        _full(b"infe", struct.pack(">HH4s", number, 0, kind) + b"\0", version=2)
        for number, kind in sorted(kinds.items())
    )
    links = b"".join(
        struct.pack(">HB", number, len(of)) + bytes(0x80 | one for one in of)
        for number, of in sorted(linked.items())
    )
    places = b"".join(
        struct.pack(">HHHHII", number, 0, 0, 1, *extent)
        for number, extent in zip(tiles, extents, strict=True)
    )
    boxes = [
        _full(b"hdlr", struct.pack(">I4s12xB", 0, b"pict", 0)),
        _full(b"pitm", struct.pack(">H", 1)),
        _full(b"iinf", struct.pack(">H", len(kinds)) + entries),
        _box(
            b"iprp",
            _box(b"ipco", b"".join(properties))
            + _full(b"ipma", struct.pack(">I", len(linked)) + links),
        ),
    ]
    if len(kinds) > 1:
        ids = struct.pack(f">HH{len(tiles)}H", 1, len(tiles), *tiles)
        boxes += [_full(b"iref", _box(b"dimg", ids)), _box(b"idat", grid)]
        places += struct.pack(">HHHHII", 1, 1, 0, 1, 0, len(grid))  # in idat
    boxes.append(_full(b"iloc", struct.pack(">BBH", 0x44, 0, len(kinds)) + places, version=1))
    return _full(b"meta", b"".join(boxes))


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def _full(kind: bytes, content: bytes, *, version: int = 0) -> bytes:
    return _box(kind, struct.pack(">B3x", version) + content)
