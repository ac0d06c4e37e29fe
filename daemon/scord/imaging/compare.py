"""Contact sheets: what was scanned beside what the caisse would get, for a person to look at.

Both sides are drawn by other code than the conversion's, so that its mistakes can be seen.
"""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import TYPE_CHECKING

import pi_heif
import pypdfium2
import reportlab
from PIL import Image, ImageDraw, ImageFont, ImageOps

from scord.imaging.formats import HEAD_BYTES, Format, detect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scord.imaging.convert import ConvertReport
    from scord.imaging.page import Page

_BOX = (560, 792)  # px for one picture: A4 at 68 dpi, where print can just be read
_GAP, _CAPTION = 16, 30
_PAIRS_ACROSS, _PAIRS_DOWN = 2, 3
_DESK, _INK = "#d8d8d8", "#202020"
_FONT = Path(reportlab.__file__).with_name("fonts") / "Vera.ttf"  # Pillow's own has no accents


def contact_sheets(report: ConvertReport) -> list[bytes]:
    """PNG pictures, each of at most six pages of the converted file; blank ones stand there too."""
    sent = _sent(report)
    pairs = [_pair(report, page, sent.get(page.number)) for page in report.pages]
    a_sheet = _PAIRS_ACROSS * _PAIRS_DOWN
    return [_sheet(pairs[start : start + a_sheet]) for start in range(0, len(pairs), a_sheet)]


def _pair(report: ConvertReport, page: Page, after: Image.Image | None) -> Image.Image:
    """Before, after, and below what was made of it."""
    pair = Image.new("RGB", (2 * _BOX[0] + _GAP, _BOX[1] + _CAPTION), _DESK)
    for left, picture in ((0, _scanned(report.source, page.number)), (_BOX[0] + _GAP, after)):
        if picture is not None:
            fitted = ImageOps.contain(picture, _BOX)
            pair.paste(fitted, (left, 0))
    ImageDraw.Draw(pair).text(
        (0, _BOX[1] + 6), _told(page), fill=_INK, font=ImageFont.truetype(str(_FONT), 16)
    )
    return pair


def _told(page: Page) -> str:
    facts = f"p. {page.number} · {page.dpi:.0f} dpi · {len(page.strip):,} B · {page.angle:+.1f}°"
    return facts.replace(",", " ")


def _sheet(pairs: Sequence[Image.Image]) -> bytes:
    width, height = (side + 2 * _GAP for side in pairs[0].size)
    across = min(_PAIRS_ACROSS, len(pairs))
    sheet = Image.new("RGB", (across * width, math.ceil(len(pairs) / across) * height), _DESK)
    for number, pair in enumerate(pairs):
        down, right = divmod(number, across)
        sheet.paste(pair, (right * width + _GAP, down * height + _GAP))
    written = io.BytesIO()
    sheet.save(written, "PNG")
    return written.getvalue()


def _scanned(path: Path, number: int) -> Image.Image:
    """Page `number` of the file in its colours, upright as its own viewer shows it."""
    with path.open("rb") as stream:
        fmt = detect(stream.read(HEAD_BYTES))
    if fmt is Format.PDF:
        with pypdfium2.PdfDocument(path) as document:
            return _drawn(document[number - 1])
    if fmt is Format.HEIF:
        return _fitting(pi_heif.open_heif(path).to_pillow())
    with Image.open(path) as image:
        image.seek(number - 1)
        image.draft("RGB", _BOX)  # a JPEG's decoder leaves out what is not shown
        return ImageOps.exif_transpose(_fitting(image))


def _fitting(image: Image.Image) -> Image.Image:
    image.thumbnail((2 * max(_BOX), 2 * max(_BOX)))
    return image.convert("RGB")


def _sent(report: ConvertReport) -> dict[int, Image.Image]:
    """By number, the pages as they are in the PDFs."""
    return {
        number: picture
        for path, part in zip(report.outputs, report.parts, strict=True)
        for number, picture in zip(part.pages, _all_drawn(path), strict=True)
    }


def _all_drawn(path: Path) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(path) as document:
        yield from (_drawn(page) for page in document)


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    bitmap = page.render(scale=max(_BOX) / max(page.get_size()))
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    return picture
