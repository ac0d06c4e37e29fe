"""Forms as the tests draw them, and as a printer and a scanner give them back."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from scord.filing.slip_code import encode_form
from scord.forms.contents import form_of
from scord.forms.draw import draw_form

if TYPE_CHECKING:
    from scord.store.tables import Invoice

KEY = b"key"
MADE_AT = datetime(2026, 3, 9, 10, tzinfo=UTC)
SIGNED = (((0.1, 0.6), (0.2, 0.2), (0.3, 0.8), (0.5, 0.3), (0.9, 0.5)), ((0.5, 0.9),))


def drawn(invoice: Invoice, *, unique: str = "", **how: Any) -> bytes:
    """The PDF, with the code of the key of the tests."""
    form = form_of(invoice, **{"made_at": MADE_AT, **how})
    return draw_form(form, encode_form(invoice.ref, KEY, "FSDE"), unique=unique)


def printed(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    """Its pages in grey."""
    with pdfium.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]


def signed(size: tuple[int, int] = (600, 200), *, paper: int = 255, ink: int = 20) -> Image.Image:
    """A sheet with a signature across its middle, in grey levels."""
    picture = Image.new("L", size, paper)
    width, height = size
    points = [(width * x, height * y) for x, y in ((0.1, 0.6), (0.3, 0.3), (0.5, 0.7), (0.9, 0.4))]
    ImageDraw.Draw(picture).line(points, fill=ink, width=max(3, height // 40))
    return picture


def png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
