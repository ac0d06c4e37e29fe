"""The look of the papers that Scord prints: A4, one font, tables, TEST across all of a test."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportlab.pdfgen.canvas import Canvas

MARGIN_MM = 18.0
WIDTH_MM = A4[0] / mm - 2 * MARGIN_MM
_REGULAR, _BOLD = "Vera", "VeraBd"  # reportlab ships them, accents and all
_FILES = {_REGULAR: "Vera.ttf", _BOLD: "VeraBd.ttf"}
_LINE = colors.Color(0.75, 0.75, 0.75)
_SHADE = colors.Color(0.94, 0.94, 0.94)
_TEST_GREY = colors.Color(0.9, 0.9, 0.9)

TITLE = ParagraphStyle("title", fontName=_BOLD, fontSize=17, leading=21, spaceAfter=4)
HEAD = ParagraphStyle("head", fontName=_BOLD, fontSize=11, leading=14, spaceBefore=9, spaceAfter=3)
TEXT = ParagraphStyle("text", fontName=_REGULAR, fontSize=9, leading=12, alignment=TA_LEFT)
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=7.5, leading=10)
BOLD = ParagraphStyle("bold", parent=TEXT, fontName=_BOLD)
LOUD = ParagraphStyle("loud", parent=TEXT, fontName=_BOLD, fontSize=10.5, leading=14)
HASH = ParagraphStyle(
    "hash", parent=TEXT, fontName="Courier", fontSize=6, leading=8, splitLongWords=1
)

Cell: TypeAlias = str | Flowable | list[Flowable]


def render(
    story: Callable[[], list[Flowable]], *, title: str, foot: str, page: str, test: str | None
) -> bytes:
    """The papers as PDF bytes, equal for equal content.

    `story` is asked twice, since each page says how many there are; `page`: the words for that,
    with {number} and {total}; `test`: what is printed across every page.
    """
    _, total = _build(story(), title, lambda _canvas, _number: None)

    def draw(canvas: Canvas, number: int) -> None:
        if test:
            _draw_across(canvas, test)
        canvas.setFont(_REGULAR, 7)
        canvas.drawString(MARGIN_MM * mm, 10 * mm, foot)
        said = page.format(number=number, total=total)
        canvas.drawRightString(A4[0] - MARGIN_MM * mm, 10 * mm, said)

    return _build(story(), title, draw)[0]


def _build(
    story: list[Flowable], title: str, draw: Callable[[Canvas, int], None]
) -> tuple[bytes, int]:
    out = BytesIO()
    papers = SimpleDocTemplate(
        out,
        pagesize=A4,
        title=title,
        author="Scord",
        invariant=1,
        leftMargin=MARGIN_MM * mm,
        rightMargin=MARGIN_MM * mm,
        topMargin=15 * mm,
        bottomMargin=17 * mm,
    )
    pages: list[int] = []

    def begin(canvas: Canvas, made: SimpleDocTemplate) -> None:
        pages.append(made.page)
        draw(canvas, made.page)

    papers.build(story, onFirstPage=begin, onLaterPages=begin)
    return out.getvalue(), len(pages)


def _draw_across(canvas: Canvas, words: str) -> None:
    canvas.saveState()
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(55)
    canvas.setFillColor(_TEST_GREY)
    size = min(130.0, 0.85 * A4[1] / pdfmetrics.stringWidth(words, _BOLD, 1))
    canvas.setFont(_BOLD, size)
    canvas.drawCentredString(0, -size / 3, words)
    canvas.restoreState()


def paragraph(text: str, style: ParagraphStyle = TEXT) -> Paragraph:
    return Paragraph(escape(showable(text)), style)


def hashed(sha256: str) -> Paragraph:
    return Paragraph(escape(sha256), HASH)


def head(text: str) -> list[Flowable]:
    """A heading that is never left alone at the foot of a page."""
    return [CondPageBreak(30 * mm), paragraph(text, HEAD)]


def space(height_mm: float) -> Spacer:
    return Spacer(1, height_mm * mm)


def facts(pairs: Sequence[tuple[str, Cell | None]]) -> Table:
    """Name and value, one to a line; what is not known is left out."""
    rows = [(paragraph(name, SMALL), _cell(value)) for name, value in pairs if value]
    return _table(rows, (38.0, WIDTH_MM - 38.0), [])


def grid(heads: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> Table:
    """A table with headings that come again on every page. `widths` in mm."""
    cells = [
        [paragraph(one, SMALL) for one in heads],
        *([_cell(one) for one in row] for row in rows),
    ]
    shade = [("BACKGROUND", (0, 0), (-1, 0), _SHADE), ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE)]
    return _table(cells, widths, shade, repeatRows=1)


def boxed(content: list[Flowable], *, height_mm: float | None = None) -> Table:
    heights = [height_mm * mm] if height_mm else None
    frame = [("BOX", (0, 0), (-1, -1), 0.8, colors.black), ("PADDING", (0, 0), (-1, -1), 6)]
    return Table(
        [[content]], [WIDTH_MM * mm], heights, style=[*frame, ("VALIGN", (0, 0), (0, 0), "TOP")]
    )


def _cell(value: Cell) -> Flowable | list[Flowable]:
    return paragraph(value) if isinstance(value, str) else value


def _table(
    rows: Sequence[Sequence[Flowable | list[Flowable]]],
    widths: Sequence[float],
    look: list[tuple[object, ...]],
    **options: int,
) -> Table:
    tight = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ]
    style = TableStyle([*tight, *look])
    return Table(rows, [one * mm for one in widths], style=style, hAlign="LEFT", **options)


def showable(text: str) -> str:
    """`text` in the letters that the font has: another letter loses its accents, or becomes "?"."""
    known = pdfmetrics.getFont(_REGULAR).face.charToGlyph
    return "".join(one if ord(one) in known else _plain(one, known) for one in text)


def _plain(letter: str, known: dict[int, int]) -> str:
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if ord(base) in known else "?"


for _name, _file in _FILES.items():
    pdfmetrics.registerFont(TTFont(_name, _file))
