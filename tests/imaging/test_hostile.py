"""Files made to exhaust a machine: each ends in a refusal within the limits, or in its page."""

from __future__ import annotations

import struct
import time
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from tests.imaging.drawing import draw_page, image_pdf, jpeg, saved, tiff
from tests.imaging.handmade import jbig2, png_of, tiff_of
from tests.imaging.heic import heic
from tests.imaging.test_source_pdf import FLATE, GREY, WHOLE, flate, pdf

from scord.imaging import g4
from scord.imaging.options import ImagingOptions
from scord.imaging.page import Page, convert_page
from scord.imaging.workers import WorkerPool
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

PAGE = draw_page(200, (4.0, 5.5))
SECONDS = 6.0
OPTIONS = ImagingOptions()


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(1, memory_mb=400, seconds=SECONDS)
    yield pool
    pool.close()


def outcome(pool: WorkerPool, path: Path) -> Code | None:
    pool.submit(0, convert_page, path, 1, OPTIONS)
    (ended,) = pool.wait(3 * SECONDS)
    assert isinstance(ended.value, Page) or ended.error is not None
    return ended.error.code if ended.error else None


def of_many_scans(page: Image.Image, count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    data = jpeg(page, progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * count + data[-2:]


def bmp_claiming(side: int) -> bytes:
    data = bytearray(saved(PAGE, "BMP"))
    data[18:26] = struct.pack("<II", side, side)
    return bytes(data)


def webp_claiming_all() -> bytes:
    """The largest size that its header can state."""
    data = bytearray(saved(PAGE, "WEBP", lossless=True))
    start = data.index(b"VP8L") + 9
    data[start : start + 4] = b"\xff\xff\xff\x0f"
    return bytes(data)


def looping_tiff() -> bytes:
    """Its second directory says that the first comes next."""
    data = bytearray(tiff(Image.new("L", (64, 64)), Image.new("L", (64, 64))))
    first = int.from_bytes(data[4:8], "little")
    after_first = first + 2 + 12 * int.from_bytes(data[first : first + 2], "little")
    second = int.from_bytes(data[after_first : after_first + 4], "little")
    after_second = second + 2 + 12 * int.from_bytes(data[second : second + 2], "little")
    data[after_second : after_second + 4] = struct.pack("<I", first)
    return bytes(data)


def png_with(*extra: tuple[bytes, bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", 300, 300, 8, 0, 0, 0, 0)
    return png_of(
        (b"IHDR", header), *extra, (b"IDAT", zlib.compress(bytes(301 * 300))), (b"IEND", b"")
    )


def heic_claiming(side: int) -> bytes:
    page = Image.new("L", (64, 64), 255)
    size = struct.pack(">II", 64, 64)
    return heic(page).replace(size, struct.pack(">II", side, side))


def deep_pdf(depth: int) -> bytes:
    return pdf(WHOLE, "/Deep " + "[" * depth + "]" * depth, A=(f"{GREY} {FLATE}", flate(PAGE)))


def zeros(megabytes: int) -> bytes:
    squeezed = zlib.compressobj(9)
    million = bytes(1_000_000)
    return b"".join(squeezed.compress(million) for _ in range(megabytes)) + squeezed.flush()


FORM = "/Subtype /Form /BBox [0 0 288 396] /Resources << /XObject << /F 4 0 R /G 5 0 R >> >>"
ENDLESS = jbig2(g4.encode(np.zeros((16, 16), np.uint8)), (0xFFFF, 0xFFFFFFFF))
EXHAUSTED = {Code.IMAGE_TOO_MANY_PIXELS, Code.IMAGE_TOO_SLOW, Code.IMAGE_WORKER_DIED}
BROKEN = {Code.IMAGE_DAMAGED, Code.IMAGE_TRUNCATED}
NOTHING_TO_SEE = {Code.IMAGE_ILLEGIBLE, Code.IMAGE_NO_PAGE, None}

HOSTILE: dict[str, tuple[Callable[[], bytes], set[Code | None]]] = {
    "a bmp of 60,000 by 60,000": (lambda: bmp_claiming(60_000), {Code.IMAGE_TOO_MANY_PIXELS}),
    "a gif of 65,000 by 65,000": (
        lambda: b"GIF89a" + struct.pack("<HH", 65_000, 65_000) + saved(PAGE, "GIF")[10:],
        {Code.IMAGE_TOO_MANY_PIXELS},
    ),
    "a webp of 16,383 by 16,383": (
        webp_claiming_all,
        {Code.IMAGE_TOO_MANY_PIXELS, *BROKEN},  # Pillow reserves it at once
    ),
    "a heic that claims 30,000 by 30,000": (
        lambda: heic_claiming(30_000),
        {Code.IMAGE_TOO_MANY_PIXELS, *BROKEN},
    ),
    "a jpeg of 65,500 by 65,500": (
        lambda: jpeg(PAGE).replace(struct.pack(">HH", 1100, 800), struct.pack(">HH", 65500, 65500)),
        {Code.IMAGE_TOO_MANY_PIXELS},
    ),
    "a jpeg of 1,000 scans": (lambda: of_many_scans(draw_page(300), 1000), BROKEN),
    "a gif of 20,000 frames": (
        lambda: saved(PAGE, "GIF")[:-1] + saved(PAGE.resize((9, 9)), "GIF")[13 + 768 : -1] * 20_000,
        {None, *BROKEN},
    ),
    "a png with 200 MB of text": (
        lambda: png_with(*[(b"zTXt", b"a\0\0" + zeros(100))] * 2),
        NOTHING_TO_SEE | BROKEN,
    ),
    "a png with a colour profile of 500 MB": (
        lambda: png_with((b"iCCP", b"a\0\0" + zeros(500))),
        NOTHING_TO_SEE | BROKEN | EXHAUSTED,
    ),
    "a tiff that goes round in a circle": (looping_tiff, NOTHING_TO_SEE | BROKEN),
    "a tiff strip that inflates to 600 MB": (
        lambda: tiff_of((8000, 8000), [zeros(600)], {258: [8], 259: [8], 262: [1]}),
        NOTHING_TO_SEE | BROKEN | EXHAUSTED,
    ),
    "a pdf of 10,000 images": (
        lambda: pdf(
            f"q {WHOLE} Q " + "q 5 0 0 5 9 9 cm /A Do Q " * 10_000,
            A=(f"{GREY} {FLATE}", flate(PAGE)),
        ),
        {None, Code.IMAGE_TOO_SLOW},
    ),
    "a pdf of arrays 100,000 deep": (lambda: deep_pdf(100_000), {None, *BROKEN}),
    "a pdf of pages in a circle": (
        lambda: image_pdf(PAGE, 200).replace(b"/Type /Page\n", b"/Type /Pages /Kids [1 0 R]\n"),
        {None, Code.IMAGE_NO_PAGE, *BROKEN},
    ),
    "a pdf whose form draws itself": (
        lambda: pdf("/F Do", F=(FORM, b"/F Do"), G=(FORM, b"/F Do")),
        NOTHING_TO_SEE | BROKEN,
    ),
    "a pdf whose forms double 40 times": (
        lambda: pdf("/F Do", F=(FORM, b"/G Do " * 500), G=(FORM, b"/F Do " * 500)),
        NOTHING_TO_SEE | BROKEN | EXHAUSTED,
    ),
    "a pdf whose drawing inflates to 600 MB": (
        lambda: pdf("/F Do", F=(f"{FORM} {FLATE}", zeros(600))),
        NOTHING_TO_SEE | BROKEN | EXHAUSTED,
    ),
    "a pdf whose image is 60,000 by 60,000": (
        lambda: pdf(
            WHOLE,
            A=(
                f"/Width 60000 /Height 60000 /BitsPerComponent 1 /ColorSpace /DeviceGray {FLATE}",
                zeros(450),
            ),
        ),
        {Code.IMAGE_TOO_MANY_PIXELS},
    ),
    "a pdf with endless jbig2": (
        lambda: pdf(WHOLE, A=(f"{GREY.replace(' 8', ' 1')} /Filter /JBIG2Decode", ENDLESS)),
        NOTHING_TO_SEE | BROKEN | EXHAUSTED,
    ),
    "a pdf with a jpeg 2000 larger than it says": (
        lambda: pdf(
            WHOLE,
            A=(
                f"{GREY.replace('/Width 800', '/Width 80')} /Filter /JPXDecode",
                saved(Image.new("L", (9000, 9000), 255), "JPEG2000"),
            ),
        ),
        NOTHING_TO_SEE | BROKEN | EXHAUSTED,
    ),
    "a pdf page of 14,000,000 points": (
        lambda: pdf(WHOLE, "/MediaBox [0 0 14000000 14000000]", A=(f"{GREY} {FLATE}", flate(PAGE))),
        NOTHING_TO_SEE | BROKEN,
    ),
    "a pdf page one point wide": (
        lambda: pdf(WHOLE, "/MediaBox [0 0 1 396]", A=(f"{GREY} {FLATE}", flate(PAGE))),
        {Code.IMAGE_NO_PAGE},
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_ends_within_the_limits(pool: WorkerPool, tmp_path: Path, kind: str) -> None:
    make, expected = HOSTILE[kind]
    (tmp_path / "bad").write_bytes(make())
    (tmp_path / "good").write_bytes(jpeg(PAGE))
    started = time.monotonic()
    code = outcome(pool, tmp_path / "bad")
    assert code in expected
    assert time.monotonic() - started < 2 * SECONDS + 5  # a death is tried twice
    assert outcome(pool, tmp_path / "good") is None
