"""The strokes of the made pages: print, pen, combs, frames, codes. Millimetres from the top left.

A letter that the font does not have (a curled apostrophe) is never asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm

from scord.demo.ink import sign

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_QR_MM = 24.0
_PALE = 0.55  # grey of what is printed for the pen to stand on


class Pen:
    """Draws on one canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._height = canvas._pagesize[1]

    def text(self, text: str, x: float, y: float, font: str, size: float) -> float:
        """Gives where it ends, in mm."""
        self._canvas.setFont(font, size)
        self._canvas.drawString(x * mm, self._y(y), text)
        return x + float(self._canvas.stringWidth(text, font, size)) / mm

    def centred(self, text: str, x: float, y: float, font: str, size: float) -> None:
        self._canvas.setFont(font, size)
        self._canvas.drawCentredString(x * mm, self._y(y), text)

    def rule(self, x: float, end: float, y: float) -> None:
        self._canvas.line(x * mm, self._y(y), end * mm, self._y(y))

    def dots(self, x: float, end: float, y: float) -> None:
        self._canvas.setStrokeGray(_PALE)
        self._canvas.setDash(1, 2)
        self.rule(x, end, y)
        self._canvas.setDash()
        self._canvas.setStrokeGray(0)

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        self._canvas.rect(x * mm, self._y(y + height), width * mm, height * mm)

    def band(
        self, title: str, x: float, y: float, width: float, height: float, *, font: str, grey: float
    ) -> None:
        """A frame with its title on a grey band."""
        self._canvas.setFillGray(grey)
        self._canvas.rect(x * mm, self._y(y + 5.5), width * mm, 5.5 * mm, fill=1)
        self._canvas.setFillGray(0)
        self.frame(x, y, width, height)
        self.text(title, x + 2, y + 4, font, 9)

    def comb(self, text: str, x: float, y: float, cells: int, cell: float, font: str) -> None:
        """Each character above a line of its own, between low ticks of a pale ink."""
        self._canvas.setStrokeGray(_PALE)
        self.rule(x, x + cells * cell, y + 1.4)
        for index in range(cells + 1):
            left = (x + index * cell) * mm
            self._canvas.line(left, self._y(y + 1.4), left, self._y(y - 0.8))
        self._canvas.setStrokeGray(0)
        for index, character in enumerate(text[:cells]):
            self.centred(character, x + (index + 0.5) * cell, y + 0.3, font, 12)

    def bars(self, text: str, x: float, y: float) -> None:
        """A Code 128 with its digits below."""
        code = Code128(text, barHeight=8 * mm, barWidth=0.33 * mm, quiet=0)
        code.drawOn(self._canvas, x * mm, self._y(y + 8))

    def qr(self, text: str, x: float, y: float) -> None:
        widget = QrCodeWidget(text, barWidth=_QR_MM * mm, barHeight=_QR_MM * mm)
        drawing = Drawing(_QR_MM * mm, _QR_MM * mm)
        drawing.add(widget)
        renderPDF.draw(drawing, self._canvas, x * mm, self._y(y + _QR_MM))

    def scrawl(self, who: str, x: float, y: float) -> None:
        sign(self._canvas, who, x * mm, self._y(y))

    def _y(self, y: float) -> float:
        return float(self._height - y * mm)
