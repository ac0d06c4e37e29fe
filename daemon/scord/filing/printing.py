"""What all pages share that Scord prints to be scanned again: fonts, and the QR of a code."""

from __future__ import annotations

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

QUIET_MODULES = 4  # ISO/IEC 18004


def embed(font: str) -> str:
    """Registers a font that reportlab ships, so that accents show on every printer."""
    pdfmetrics.registerFont(TTFont(font, f"{font}.ttf"))
    return font


def qr_code(text: str, module_mm: float) -> Drawing:
    """Square, with its quiet zone; half a millimetre is the least that worn scans still give."""
    qr = QrCodeWidget(text, barLevel="Q", barBorder=QUIET_MODULES)
    qr.qr.make()
    side = (qr.qr.getModuleCount() + 2 * QUIET_MODULES) * module_mm * mm
    qr.barWidth = qr.barHeight = side
    drawing = Drawing(side, side)
    drawing.add(qr)
    return drawing
