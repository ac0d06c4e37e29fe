"""Care sheets of our own design: where each box stands, as data, and one hand that draws them.

They have what a feuille de soins has (headings, digit combs, tables of acts, two signatures) and
copy no official form. Lengths in millimetres from the top left corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.filing.pen import Pen

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from tests.bench.filing.paper import Paper

_CELL = 5.0  # of a comb
_ROW = 7.5  # of the acts
_MOST_ACTS = 9
_SIGNED = 8  # letters that a signature shows


@dataclass(frozen=True)
class Field:
    """`style`: "line" (dotted, label before), "box" (framed, label above) or "comb" (of cells)."""

    label: str
    key: str
    x: float
    y: float
    width: float = 60.0
    style: str = "line"


@dataclass(frozen=True)
class Form:
    """`sections` are title, top and height; `acts` the left edges of date, code and amount."""

    title: str
    below: str
    number: str
    font: str
    bold: str
    fill: str  # what it is filled in with
    size: float
    sections: tuple[tuple[str, float, float], ...]
    fields: tuple[Field, ...]
    acts_top: float
    acts: tuple[float, float, float]
    titles: tuple[str, str, str]
    signatures: tuple[str, str]
    band: float = 0.86  # grey of a section's title


def draw_form(canvas: Canvas, form: Form, paper: Paper) -> None:
    pen = Pen(canvas)
    pen.text(form.title, 14, 16, form.bold, 17)
    pen.text(form.below, 14, 22, form.font, 9)
    pen.text(form.number, 165, 14, form.font, 8)
    for title, top, height in form.sections:
        pen.band(title, 12, top, 186, height, font=form.bold, grey=form.band)
    for field in form.fields:
        _fill(pen, form, field, paper.values.get(field.key, ""))
    for x, title in zip(form.acts, form.titles, strict=True):
        pen.text(title, x, form.acts_top, form.font, 8)
    for row, act in enumerate(paper.acts[:_MOST_ACTS], start=1):
        y = form.acts_top + row * _ROW
        for x, value in zip(form.acts, act, strict=True):
            pen.text(value, x, y, form.fill, form.size)
        pen.rule(12, 198, y + 1.8)
    who = (paper.values.get("carer", ""), paper.values.get("family", ""))
    for x, title, name in zip((14, 108), form.signatures, who, strict=True):
        pen.frame(x, 258, 86, 26)
        pen.text(title, x + 2, 262, form.font, 8)
        if name:
            pen.scrawl(name[:_SIGNED], x + 14, 276)


def _fill(pen: Pen, form: Form, field: Field, value: str) -> None:
    if field.style == "comb":
        pen.text(field.label, field.x, field.y - 4.6, form.font, 8)
        cells = int(field.width / _CELL)
        pen.comb(value.replace(" ", "").replace("/", ""), field.x, field.y, cells, _CELL, form.fill)
    elif field.style == "box":
        pen.text(field.label, field.x, field.y - 4.6, form.font, 8)
        pen.frame(field.x, field.y - 3.8, field.width, 6.2)
        pen.text(value, field.x + 1.5, field.y + 0.8, form.fill, form.size)
    else:
        end = pen.text(field.label, field.x, field.y, form.font, 9)
        pen.dots(end + 1, field.x + field.width, field.y + 1.3)
        pen.text(value, end + 2.5, field.y, form.fill, form.size)


def draw_overleaf(canvas: Canvas, paper: Paper, font: str) -> None:
    """The back of a care sheet: a notice, and no word of the patient."""
    pen = Pen(canvas)
    for row, line in enumerate(paper.lines * 3):
        pen.text(line, 16, 24 + 7 * row, font, 10)
