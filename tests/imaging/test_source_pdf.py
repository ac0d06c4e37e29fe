"""PDF pages put together in every way an office meets, next to what was drawn."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageOps
from tests.imaging.drawing import draw_page, jpeg, saved
from tests.imaging.handmade import cmyk_jpeg_without_adobe, jbig2
from tests.imaging.reading import decoded, off_by

from scord.imaging import g4

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = draw_page(200, (4.0, 5.5))
WIDTH, HEIGHT = PAGE.size
BITONAL = PAGE.point(lambda value: 255 * (value > 127))
STRIP = g4.encode(np.asarray(BITONAL))
WHOLE = "288 0 0 396 0 0 cm /A Do"
GREY = f"/Width {WIDTH} /Height {HEIGHT} /BitsPerComponent 8 /ColorSpace /DeviceGray"
TWO_TONE = f"/Width {WIDTH} /Height {HEIGHT} /BitsPerComponent 1 /ColorSpace /DeviceGray"
G4 = f"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns {WIDTH} /Rows {HEIGHT} >>"
BLACK_INK = (
    "[/Separation /Black /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>]"
)
FLATE = "/Filter /FlateDecode"


def pdf(content: str, page: str = "", **streams: tuple[str, bytes]) -> bytes:
    """One page that draws `content`. Each stream is its dictionary and data, named as in /XObject.

    `page` are entries of the page that replace or join the usual ones.
    """
    names = " ".join(f"/{name} {number} 0 R" for number, name in enumerate(streams, 4))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /Contents {4 + len(streams)} 0 R {page} "
        f"{'' if '/MediaBox' in page else '/MediaBox [0 0 288 396]'} "
        f"/Resources << /XObject << {names} >> >> >>".encode(),
    ]
    for entries, data in [*streams.values(), ("", content.encode())]:
        head = entries if "/Subtype" in entries or not entries else f"/Subtype /Image {entries}"
        bodies.append(
            f"<< {head} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"
        )
    written = io.BytesIO(b"%PDF-1.7\n")
    written.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(written.tell())
        written.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    table = written.tell()
    written.write(f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode())
    written.write(b"".join(f"{place:010} 00000 n \n".encode() for place in places))
    written.write(f"trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\n".encode())
    written.write(f"startxref\n{table}\n%%EOF\n".encode())
    return written.getvalue()


def flate(page: Image.Image) -> bytes:
    return zlib.compress(page.tobytes())


def part(top: int, bottom: int) -> tuple[str, bytes]:
    strip = PAGE.crop((0, top, WIDTH, bottom))
    entries = f"/Width {WIDTH} /Height {bottom - top} /BitsPerComponent 8 /ColorSpace /DeviceGray"
    return f"{entries} {FLATE}", flate(strip)


def ink() -> bytes:
    """One bit a pixel, 0 where there is ink."""
    return zlib.compress(BITONAL.convert("1").tobytes())


NEGATIVE = ImageOps.invert(PAGE)
CMYK = Image.merge("CMYK", (*[Image.new("L", PAGE.size)] * 3, NEGATIVE))
THIRD = HEIGHT // 3 + 1

AS_STORED: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: pdf(WHOLE, A=(f"{GREY} /Filter /DCTDecode", jpeg(PAGE, quality=95))),
    "flate": lambda: pdf(WHOLE, A=(f"{GREY} {FLATE}", flate(PAGE))),
    "jpeg within flate": lambda: pdf(
        WHOLE,
        A=(f"{GREY} /Filter [/FlateDecode /DCTDecode]", zlib.compress(jpeg(PAGE, quality=95))),
    ),
    "jpeg 2000": lambda: pdf(WHOLE, A=(f"{GREY} /Filter /JPXDecode", saved(PAGE, "JPEG2000"))),
    "g4": lambda: pdf(WHOLE, A=(f"{TWO_TONE} {G4}", STRIP)),
    "g4, black is 1": lambda: pdf(
        WHOLE,
        A=(
            f"{TWO_TONE} {G4.replace('/K', '/BlackIs1 true /K')}",
            g4.encode(np.asarray(ImageOps.invert(BITONAL))),
        ),
    ),
    "jbig2": lambda: pdf(WHOLE, A=(f"{TWO_TONE} /Filter /JBIG2Decode", jbig2(STRIP, PAGE.size))),
    "cmyk jpeg of adobe, inverted": lambda: pdf(
        WHOLE,
        A=(
            f"{GREY.replace('Gray', 'CMYK')} /Filter /DCTDecode /Decode [1 0 1 0 1 0 1 0]",
            jpeg(CMYK, quality=95),
        ),
    ),
    "cmyk jpeg": lambda: pdf(
        WHOLE,
        A=(f"{GREY.replace('Gray', 'CMYK')} /Filter /DCTDecode", cmyk_jpeg_without_adobe(PAGE)),
    ),
    "cmyk jpeg of adobe, as it is": lambda: pdf(
        WHOLE,
        A=(
            f"{GREY.replace('Gray', 'CMYK')} /Filter /DCTDecode",
            jpeg(ImageChops.invert(CMYK), quality=95),
        ),
    ),
    "a single ink": lambda: pdf(
        WHOLE, A=(f"{GREY.replace('/DeviceGray', BLACK_INK)} {FLATE}", flate(NEGATIVE))
    ),
    "a single ink in jpeg": lambda: pdf(
        WHOLE,
        A=(
            f"{GREY.replace('/DeviceGray', BLACK_INK)} /Filter /DCTDecode",
            jpeg(NEGATIVE, quality=95),
        ),
    ),
    "palette of black and white": lambda: pdf(
        WHOLE,
        A=(
            f"{TWO_TONE.replace('/DeviceGray', '[/Indexed /DeviceRGB 1 <FFFFFF000000>]')} {G4}",
            g4.encode(np.asarray(ImageOps.invert(BITONAL))),
        ),
    ),
    "inverted decode": lambda: pdf(WHOLE, A=(f"{GREY} {FLATE} /Decode [1 0]", flate(NEGATIVE))),
    "inverted decode of g4": lambda: pdf(
        WHOLE,
        A=(f"{TWO_TONE} {G4} /Decode [1 0]", g4.encode(np.asarray(ImageOps.invert(BITONAL)))),
    ),
    "stencil mask": lambda: pdf(
        f"0 g {WHOLE}",
        A=(f"/Width {WIDTH} /Height {HEIGHT} /ImageMask true {FLATE}", ink()),
    ),
    "strips": lambda: pdf(
        f"q 288 0 0 {THIRD * 0.36} 0 {396 - THIRD * 0.36} cm /A Do Q "
        f"q 288 0 0 {THIRD * 0.36} 0 {396 - 2 * THIRD * 0.36} cm /B Do Q "
        f"q 288 0 0 {396 - 2 * THIRD * 0.36} 0 0 cm /C Do Q",
        A=part(0, THIRD),
        B=part(THIRD, 2 * THIRD),
        C=part(2 * THIRD, HEIGHT),
    ),
    "layers": lambda: pdf(
        f"q {WHOLE} Q 0 g 288 0 0 396 0 0 cm /B Do",
        A=("/Width 20 /Height 28 /BitsPerComponent 8 /ColorSpace /DeviceGray", b"\xff" * 560),
        B=(f"/Width {WIDTH} /Height {HEIGHT} /ImageMask true {FLATE}", ink()),
    ),
    "image in a form": lambda: pdf(
        "/F Do",
        A=(f"{GREY} {FLATE}", flate(PAGE)),
        F=(
            "/Subtype /Form /BBox [0 0 288 396] /Resources << /XObject << /A 4 0 R >> >>",
            WHOLE.encode(),
        ),
    ),
    "crop box": lambda: pdf(
        "288 0 0 396 100 50 cm /A Do",
        "/MediaBox [0 0 500 500] /CropBox [100 50 388 446]",
        A=(f"{GREY} {FLATE}", flate(PAGE)),
    ),
    "upside-down matrix": lambda: pdf(
        "-288 0 0 -396 288 396 cm /A Do", A=(f"{GREY} {FLATE}", flate(PAGE.rotate(180)))
    ),
    "mirrored matrix": lambda: pdf(
        "288 0 0 -396 0 396 cm /A Do",
        A=(f"{GREY} {FLATE}", flate(PAGE.transpose(Image.Transpose.FLIP_TOP_BOTTOM))),
    ),
    "page turned": lambda: pdf(
        "396 0 0 288 0 0 cm /A Do",
        "/MediaBox [0 0 396 288] /Rotate 90",
        A=(
            f"/Width {HEIGHT} /Height {WIDTH} /BitsPerComponent 8 /ColorSpace /DeviceGray {FLATE}",
            flate(PAGE.rotate(90, expand=True)),
        ),
    ),
}


@pytest.mark.parametrize("kind", AS_STORED)
def test_a_page_of_images_is_close_to_what_was_drawn(tmp_path: Path, kind: str) -> None:
    raster = decoded(tmp_path, AS_STORED[kind]())
    assert off_by(raster, PAGE) < 3
    assert raster.dpi == pytest.approx((200, 200), rel=0.01)


DRAWN: dict[str, Callable[[], bytes]] = {
    "inline image": lambda: pdf(
        f"288 0 0 396 0 0 cm BI /W {WIDTH} /H {HEIGHT} /BPC 1 /CS /G /F /AHx ID\n"
        + BITONAL.convert("1").tobytes().hex()
        + ">\nEI"
    ),
    "a stamp as annotation": lambda: pdf(
        "",
        "/Annots [<< /Type /Annot /Subtype /Stamp /F 4 /Rect [0 0 288 396] /AP << /N 5 0 R >> >>]",
        A=(f"{GREY} {FLATE}", flate(PAGE)),
        F=(
            "/Subtype /Form /BBox [0 0 288 396] /Resources << /XObject << /A 4 0 R >> >>",
            WHOLE.encode(),
        ),
    ),
}


@pytest.mark.parametrize("kind", DRAWN)
def test_what_is_no_image_object_is_rendered(tmp_path: Path, kind: str) -> None:
    assert off_by(decoded(tmp_path, DRAWN[kind]()), PAGE) < 3


def test_lines_over_a_scan_are_seen(tmp_path: Path) -> None:
    data = pdf(f"q {WHOLE} Q 100 100 50 50 re f", A=(f"{GREY} {FLATE}", flate(PAGE)))
    raster = decoded(tmp_path, data)
    square = raster.pixels[(396 - 145) * 200 // 72 : (396 - 105) * 200 // 72, 285:410]
    assert not square.any()


def test_only_what_the_crop_box_shows_is_taken(tmp_path: Path) -> None:
    data = pdf(WHOLE, "/MediaBox [0 0 288 396] /CropBox [0 198 288 396]",
               A=(f"{GREY} {FLATE}", flate(PAGE)))  # fmt: skip
    assert off_by(decoded(tmp_path, data), PAGE.crop((0, 0, WIDTH, HEIGHT // 2))) < 3
