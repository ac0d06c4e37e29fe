"""Pages of our own words, drawn for the tests, and the files they may arrive in."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFont, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, RectangleObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from numpy.typing import NDArray

LINES = (
    "Cabinet infirmier des Tilleuls",
    "Pansement simple à domicile, un passage par jour pendant dix jours",
    "Surveillance de la tension deux fois par semaine",
    "Prélèvement veineux le lundi matin à jeun",
    "Renouvelable une fois, à réévaluer avant la fin du mois",
)


@cache
def draw_page(dpi: int = 200, size_in: tuple[float, float] = (8.27, 11.69)) -> Image.Image:
    """A grey A4 page, white with black lines of text all down. One object: copy to change it."""
    width, height = (round(side * dpi) for side in size_in)
    page = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=dpi * 0.16)
    step = round(dpi * 0.3)
    for row, top in enumerate(range(dpi // 2, height - dpi, step)):
        pen.text((dpi // 2, top), LINES[row % len(LINES)], fill=0, font=font)
    return page


PRESCRIPTION = (
    "Faire pratiquer par une infirmière diplômée, à domicile, tous les jours fériés compris",
    "un pansement de la jambe gauche et une surveillance de la plaie à chaque passage",
    "ainsi que le relevé de la tension et du pouls, noté dans le cahier de la patiente",
    "jusqu'à cicatrisation complète, et pendant trente jours au plus, à réévaluer ensuite",
)


@cache
def draw_prescription(dpi: int = 200) -> Image.Image:
    """A grey A4 page of full lines, enough of them to tell which way up they are."""
    page = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=dpi * 0.15)
    for row, top in enumerate(range(dpi, page.height - dpi, round(dpi * 0.27))):
        pen.text((dpi * 0.7, top), PRESCRIPTION[row % len(PRESCRIPTION)], fill=0, font=font)
    return page


def draw_bitonal(dpi: int = 300) -> Image.Image:
    return draw_page(dpi).point(lambda value: 255 * (value > 127)).convert("1")


def with_shadow(page: Image.Image) -> Image.Image:
    """Lit from the left: the right edge has a fifth of the light, and the whole is grainy."""
    pixels = np.asarray(page, dtype=np.float32)
    light = np.linspace(1.0, 0.2, pixels.shape[1], dtype=np.float32)
    grain = np.random.default_rng(3).normal(0, 2, pixels.shape)
    return Image.fromarray(np.clip((40 + pixels * 0.8) * light + grain, 0, 255).astype(np.uint8))


def jpeg(page: Image.Image, **options: object) -> bytes:
    return saved(page, "JPEG", **{"quality": 85, **options})


def png(page: Image.Image, **options: object) -> bytes:
    return saved(page, "PNG", **options)


def tiff(page: Image.Image, *others: Image.Image, **options: object) -> bytes:
    if others:  # copied, since Pillow leaves the settings of an earlier file on an image it wrote
        options |= {"save_all": True, "append_images": [other.copy() for other in others]}
    return saved(page, "TIFF", **options)


def saved(page: Image.Image, fmt: str, **options: object) -> bytes:
    """The file that Pillow writes of `page` in its format `fmt`."""
    data = io.BytesIO()
    page.copy().save(data, fmt, **options)
    return data.getvalue()


def text_pdf(pages: int = 1) -> bytes:
    """A PDF as office software prints it: text, no image."""
    data = io.BytesIO()
    canvas = Canvas(data)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 12)
        for row, line in enumerate(LINES * 6):
            canvas.drawString(60, 780 - 22 * row, f"{number}. {line}")
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def image_pdf(page: Image.Image, dpi: int, *, rotate: int = 0, margin_pt: int = 0) -> bytes:
    """A PDF as a scanner makes it: one image that covers its page, but for `margin_pt`.

    Grey pages are JPEG inside, bitonal ones G4.
    """
    data = io.BytesIO()
    page.save(data, "PDF", resolution=dpi, **({} if page.mode == "1" else {"quality": 85}))
    writer = PdfWriter(clone_from=PdfReader(data))
    sheet = writer.pages[0]
    sheet.mediabox = RectangleObject(
        (
            -margin_pt,
            -margin_pt,
            sheet.mediabox.width + margin_pt,
            sheet.mediabox.height + margin_pt,
        )
    )
    sheet.rotate(rotate)
    turned = io.BytesIO()
    writer.write(turned)
    return turned.getvalue()


def wrapped_pdf(page: Image.Image, data: bytes, coding: str, dpi: int = 100) -> bytes:
    """A PDF of one image whose stream is `data`, in a coding that Pillow does not put in a PDF."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(image_pdf(page, dpi))))
    (image,) = (one.get_object() for one in writer.pages[0]["/Resources"]["/XObject"].values())
    image._data = data  # set_data would code it
    image[NameObject("/Filter")] = NameObject(f"/{coding}")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def masked_pdf(page: Image.Image, dpi: int) -> bytes:
    """A PDF of one transparent image: its colours are black all over, its mask shows the ink."""
    ink = Image.new("RGBA", page.size, "black")
    ink.putalpha(ImageOps.invert(page))
    size = [side * 72 / dpi for side in page.size]
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=size)
    canvas.drawImage(ImageReader(ink), 0, 0, *size, mask="auto")
    canvas.save()
    return data.getvalue()


def locked(pdf: bytes, *, opens_with: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(opens_with, "propriétaire", algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def pdf_pixels(pdf: bytes, number: int = 1) -> NDArray[np.uint8]:
    """The one image of page `number`, in its own pixels, as pdfium reads it."""
    page = pypdfium2.PdfDocument(pdf)[number - 1]
    (image,) = page.get_objects()
    pixels = image.get_bitmap().to_numpy()
    return np.array(pixels[:, :, 0] if pixels.ndim == 3 else pixels)


def ink_agreement(page: NDArray[np.uint8], truth: NDArray[np.uint8]) -> float:
    """F1 of the black pixels of two pages of one size: 1.0 where they are the same."""
    ours, theirs = page == 0, truth == 0
    both = np.count_nonzero(ours & theirs)
    return 2 * both / max(1, np.count_nonzero(ours) + np.count_nonzero(theirs))
