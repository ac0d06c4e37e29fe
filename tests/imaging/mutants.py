"""Small files of every format, and ways to break them that are the same for the same number."""

from __future__ import annotations

import random
import struct
from functools import cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont
from tests.imaging import drawing
from tests.imaging.heic import heic

if TYPE_CHECKING:
    from collections.abc import Callable

# what length and count fields do not expect
_ODD_NUMBERS = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_ODD_WIDTHS = (">B", "<H", ">H", "<I", ">I")


@cache
def seeds() -> dict[str, bytes]:
    """A small page in every format, by a name that says how it is coded."""
    page = _page()
    colour = Image.merge("RGB", (page, page.transpose(Image.Transpose.FLIP_LEFT_RIGHT), page))
    bitonal = page.convert("1")
    cmyk = colour.convert("CMYK")
    made = {
        "jpeg": drawing.jpeg(page, dpi=(100, 100)),
        "jpeg-progressive": drawing.jpeg(colour, progressive=True),
        "jpeg-cmyk": drawing.jpeg(cmyk),
        "png": drawing.png(page, dpi=(100, 100)),
        "png-palette": drawing.png(colour.convert("P")),
        "png-16bit": drawing.png(page.convert("I;16")),
        "png-bitonal": drawing.png(bitonal),
        "tiff-raw": drawing.tiff(page, dpi=(100, 100)),
        "tiff-g3": drawing.tiff(bitonal, compression="group3", dpi=(200, 100)),
        "tiff-g4": drawing.tiff(bitonal, compression="group4", strip_size=1 << 20, dpi=(200, 200)),
        "tiff-pages": drawing.tiff(bitonal, bitonal, compression="group4", dpi=(200, 200)),
        "tiff-lzw": drawing.tiff(colour, compression="tiff_lzw"),
        "tiff-jpeg": drawing.tiff(page, compression="jpeg"),
        "gif": drawing.saved(page, "GIF"),
        "bmp": drawing.saved(page, "BMP"),
        "webp": drawing.saved(colour, "WEBP"),
        "webp-lossless": drawing.saved(page, "WEBP", lossless=True),
        "jpeg2000-pdf": drawing.wrapped_pdf(page, drawing.saved(page, "JPEG2000"), "JPXDecode"),
        "jpeg-pdf": drawing.image_pdf(page, 100),
        "g4-pdf": drawing.image_pdf(bitonal, 200),
        "text-pdf": drawing.text_pdf(2),
        "masked-pdf": drawing.masked_pdf(page, 100),
        "heic": heic(page),
        "heic-tiles": heic(page, tiles=2, quarter_turns=1),
    }
    assert all(made.values())
    return made


def _page() -> Image.Image:
    """Of 3.2 by 4.5 inches at 100 dpi, with its writing well inside."""
    page = Image.new("L", (320, 448), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=18)
    for number in range(13):
        pen.text((40, 50 + 27 * number), f"Passage numéro {number}, fait", fill=0, font=font)
    return page


def mutant(number: int) -> tuple[str, bytes]:
    """Mutant `number`, and what it was made from. One to four things are wrong with it."""
    chance = random.Random(number)  # noqa: S311 -- the same number must give the same file
    name = chance.choice(sorted(seeds()))
    data = seeds()[name]
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        data = chance.choice(_MUTATIONS)(data, chance)
    return name, data


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4, 32)) if changed else 0):
        changed[_place(changed, chance)] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: _place(data, chance)]


def _without_block(data: bytes, chance: random.Random) -> bytes:
    start = _place(data, chance)
    return data[:start] + data[start + _length(chance) :]


def _copied_block(data: bytes, chance: random.Random) -> bytes:
    start, target = _place(data, chance), _place(data, chance)
    return data[:target] + data[start : start + _length(chance)] + data[target:]


def _filled_block(data: bytes, chance: random.Random) -> bytes:
    start, length = _place(data, chance), _length(chance)
    filling = chance.choice((b"\0", b"\xff", chance.randbytes(1)))
    return data[:start] + filling * min(length, len(data) - start) + data[start + length :]


def _odd_number(data: bytes, chance: random.Random) -> bytes:
    kind = chance.choice(_ODD_WIDTHS)
    number = chance.choice(_ODD_NUMBERS) & (256 ** struct.calcsize(kind) - 1)
    start = _place(data, chance)
    return data[:start] + struct.pack(kind, number) + data[start + struct.calcsize(kind) :]


def _odd_digits(data: bytes, chance: random.Random) -> bytes:
    """Another number where a PDF has one written out."""
    digits = [i for i, byte in enumerate(data[:20_000]) if chr(byte).isdecimal()]
    if not digits:
        return data
    start = chance.choice(digits)
    number = chance.choice((b"0", b"-1", b"9", b"99999", b"4294967296", b"1e9"))
    return data[:start] + number + data[start + 1 :]


def _spliced(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice(list(seeds().values()))
    return data[: _place(data, chance)] + other[_place(other, chance) :]


def _place(data: bytes | bytearray, chance: random.Random) -> int:
    """Half of the time near the start, where the headers are."""
    end = len(data) if chance.random() < 0.5 else min(len(data), 600)
    return chance.randrange(max(1, end))


def _length(chance: random.Random) -> int:
    return chance.choice((1, 4, 60, 1000))


_MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _cut,
    _without_block,
    _copied_block,
    _filled_block,
    _odd_number,
    _odd_digits,
    _spliced,
)
