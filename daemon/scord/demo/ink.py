"""The strokes that the demo's pages are made of: print, pen, boxes, ticks, signatures.

Everything is in points from the sheet's lower left corner, as reportlab counts.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT, RIGHT = 22 * mm, WIDTH - 22 * mm
BLACK = (0.0, 0.0, 0.0)
_PEN = (0.08, 0.14, 0.42)


def print_text(  # noqa: PLR0913 -- where, what and how letters stand cannot be said with less
    canvas: Canvas, text: str, x: float, y: float, *, size: float, font: str = "Times-Roman",
    colour: tuple[float, float, float] = BLACK,
) -> float:  # fmt: skip
    """Writes `text` in as many lines as it needs before the right margin; gives the next y."""
    canvas.setFillColorRGB(*colour)
    canvas.setFont(font, size)
    for line in simpleSplit(_set(text), font, size, RIGHT - x):
        canvas.drawString(x, y, line)
        y -= size * 1.3
    return y


def write(canvas: Canvas, text: str, x: float, y: float) -> None:
    """Writes by hand: blue, slanting, every letter a little off its line."""
    canvas.setFillColorRGB(*_PEN)
    canvas.setFont("Times-Italic", 14)
    for index, char in enumerate(_set(text)):
        canvas.drawString(x, y + 0.9 * math.sin(index * 2.3 + len(text)), char)
        x += canvas.stringWidth(char) + 0.8 + 0.4 * math.sin(index * 1.7)


def field(canvas: Canvas, label: str, value: str, y: float) -> float:
    """A printed label and what a pen wrote on its dotted line; gives the next field's y."""
    print_text(canvas, label, LEFT + 4 * mm, y, size=9)
    write(canvas, value, LEFT + 56 * mm, y)
    canvas.setDash(1, 2)
    canvas.line(LEFT + 55 * mm, y - 1 * mm, LEFT + 108 * mm, y - 1 * mm)
    canvas.setDash()
    return float(y - 8.5 * mm)


def box(canvas: Canvas, title: str, top: float, height: float) -> float:
    """A frame with its title on a band; gives the y of the first line inside."""
    canvas.setFillGray(0.86)
    canvas.rect(LEFT, top - 6 * mm, RIGHT - LEFT, 6 * mm, fill=1)
    canvas.rect(LEFT, top - height, RIGHT - LEFT, height)
    print_text(canvas, title, LEFT + 3 * mm, top - 4.4 * mm, size=10, font="Helvetica-Bold")
    return float(top - 14 * mm)


def tick(canvas: Canvas, x: float, y: float, *, ticked: bool) -> None:
    canvas.rect(x, y - 0.6 * mm, 3.6 * mm, 3.6 * mm)
    if ticked:
        write(canvas, "x", x + 0.8 * mm, y)


def sign(canvas: Canvas, who: str, x: float, y: float) -> None:
    """A pen stroke whose loops follow the letters of `who`, so that everybody signs otherwise."""
    canvas.setStrokeColorRGB(*_PEN)
    canvas.setLineWidth(1.1)
    stroke = canvas.beginPath()
    stroke.moveTo(x, y)
    for index, char in enumerate(who):
        reach, lift = 9 + ord(char) % 7, 7 + ord(char) * 5 % 23
        right = x + (index + 1) * 150 / len(who)
        stroke.curveTo(right - reach, y + lift, right + reach, y + lift, right, y + lift % 6)
    stroke.curveTo(x + 120, y - 14, x + 60, y - 12, x + 10, y - 6)
    canvas.drawPath(stroke)
    canvas.setLineWidth(1)
    canvas.setStrokeColorRGB(*BLACK)


def _set(text: str) -> str:
    """As a French typesetter would: the apostrophe curled."""
    return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
