"""Draws the cover slip (page de garde) that a practice lays before an invoice's papers.

Two black bars mark it as a slip, so that one whose QR is worn away is still not taken for a paper
of the invoice before it.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.graphics import renderPDF
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from scord.filing.printing import QUIET_MODULES, embed, qr_code
from scord.filing.slip_code import encode
from scord.reading.slip_shape import BAR_INSET_MM, BAR_MM

if TYPE_CHECKING:
    from datetime import date

    from scord.store.refs import InvoiceRef

MODULE_MM = 0.9  # 7 pixels at 200 dpi; half a millimetre is the least that worn scans still give
_CAPITAL = 0.73  # a capital's height in Vera, of the font's size
_MARGIN_MM = 24.0  # of all but the bars of the mark: white beside them tells them from a frame
_TOP_MM = 281.0
_BOTTOM_MM = 16.0
_TEXT_WIDTH = A4[0] - 2 * _MARGIN_MM * mm  # points
_TITLE = "Page de garde SCOR"
_STEPS = (
    "1.  Posez cette page devant les documents de la facture, puis scannez le tout ensemble.",
    "2.  Les documents se classent seuls ; cette page, elle, n'est jamais envoyée à la caisse.",
)
_SEVERAL = "Pour plusieurs factures à la suite : une page de garde devant les documents de chacune."

_TYPE_WORDS = {
    "ORDN": "Ordonnance",
    "DSIP": "Prescription de la démarche de soins infirmiers",
    "AUTP": "Autre pièce justificative",
    "FSNC": "Feuille de soins",
    "FSDE": "Feuille de soins d'une facture dégradée",
}


def draw_slip(
    ref: InvoiceRef, key: bytes, *, printed_on: date, document_type: str | None = None
) -> bytes:
    """One A4 page as PDF bytes, the same for the same arguments.

    It names the invoice but no patient: a slip may lie around. The QR stands in two corners, so
    that a torn or smeared one does no harm. `key` is the installation's (see `slip_code`). With a
    `document_type` the slip says that only papers of this type lie behind it.
    """
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, lang="fr-FR")
    canvas.setTitle(f"{_TITLE} - {ref.number}")
    regular, bold = embed("Vera"), embed("VeraBd")

    _draw_mark(canvas)
    _draw_codes(canvas, encode(ref, key, document_type))
    _draw_line(canvas, _TITLE, bold, 24, _TOP_MM * mm - _CAPITAL * 24)
    _draw_invoice(canvas, ref, regular, bold)
    if document_type:
        words = _TYPE_WORDS.get(document_type, document_type)
        _draw_line(canvas, f"{words} seulement", bold, 16, 168 * mm)
    top = 154 * mm
    for step in _STEPS:
        top = _draw_text(canvas, step, regular, 14, top) - 5 * mm
    _draw_text(canvas, _SEVERAL, regular, 11, top - 3 * mm)
    canvas.setFont(regular, 9)
    canvas.drawRightString(
        A4[0] - _MARGIN_MM * mm, _BOTTOM_MM * mm, f"Imprimée le {printed_on:%d/%m/%Y} par Scord"
    )
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_mark(canvas: Canvas) -> None:
    """The two bars by which the page is known for a slip where no code can be read."""
    bar, inset = BAR_MM * mm, BAR_INSET_MM * mm
    for left in (inset, A4[0] - inset - bar):
        canvas.rect(left, inset, bar, A4[1] - 2 * inset, stroke=0, fill=1)


def _draw_codes(canvas: Canvas, text: str) -> None:
    """The same QR at the top right and at the bottom left, each inside its own quiet zone."""
    drawing = qr_code(text, MODULE_MM)
    side, quiet = drawing.width, QUIET_MODULES * MODULE_MM
    outer = (_MARGIN_MM - quiet) * mm  # so that the modules, not their quiet zone, are aligned
    renderPDF.draw(drawing, canvas, A4[0] - outer - side, (_TOP_MM + quiet) * mm - side)
    renderPDF.draw(drawing, canvas, outer, (_BOTTOM_MM - quiet) * mm)


def _draw_invoice(canvas: Canvas, ref: InvoiceRef, regular: str, bold: str) -> None:
    _draw_line(canvas, f"Facture n° {ref.number}", bold, 40, 208 * mm)
    _draw_line(canvas, f"du {ref.invoice_date:%d/%m/%Y}", bold, 28, 193 * mm)
    _draw_line(canvas, f"N° de facturation {ref.billing_number}", regular, 14, 180 * mm)


def _draw_line(canvas: Canvas, text: str, font: str, size: float, bottom: float) -> None:
    """Writes `text` on one line at `bottom` (points), smaller than `size` where that is too wide.

    Nothing may touch the bars: the white beside them is part of the mark.
    """
    fitting = _TEXT_WIDTH / pdfmetrics.stringWidth(text, font, 1)
    canvas.setFont(font, min(size, fitting))
    canvas.drawString(_MARGIN_MM * mm, bottom, text)


def _draw_text(canvas: Canvas, text: str, font: str, size: float, top: float) -> float:
    """Writes `text` in lines within the margins from `top` (points) down; gives where it ended."""
    canvas.setFont(font, size)
    for line in simpleSplit(text, font, size, _TEXT_WIDTH):
        canvas.drawString(_MARGIN_MM * mm, top, line)
        top -= size * 1.4
    return top
