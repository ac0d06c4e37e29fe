"""Draws a feuille de soins: black on white, for people and, once scanned, for Scord.

Values are bold: of 155 random numbers and amounts at 200 dpi Tesseract then misread 1, else 8.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.graphics import renderPDF
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from scord.filing.printing import QUIET_MODULES, embed, qr_code
from scord.forms import layout
from scord.forms.layout import LEFT_MM, LINE_MM, RIGHT_MM, TITLE_MM, lay_out

if TYPE_CHECKING:
    from scord.forms.contents import Form, Stroke
    from scord.forms.layout import Box, Sheet, Signatures

_TITLE_SIZE, _TEXT_SIZE, _LABEL_SIZE, _SMALL_SIZE = 15.0, 10.0, 7.5, 7.0  # points
_INDENT_MM = 1.6
_LABEL_MM = 38.0  # where a box's values begin
_PAYMENT_MM = 46.0  # from one amount to the next
_FRAME, _PEN = 0.9, 1.4  # widths of lines, points
_FOOT_MM = 283.0
_FOOT = "Établie par Scord. Imprimée, signée et numérisée, cette page retrouve sa facture."


def draw_form(form: Form, code: str, *, unique: str) -> bytes:
    """The form as a PDF, a page for each 15 acts. `code`: the text of its QR, on each page.

    `unique` goes into the file's data, so that no other form has the same bytes.
    """
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, lang="fr-FR")
    canvas.setTitle(_title(form))
    canvas.setKeywords(unique)
    embed("Vera")
    embed("VeraBd")
    for sheet in lay_out(form):
        _draw_sheet(canvas, form, sheet, code)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _title(form: Form) -> str:
    return f"Feuille de soins - {form.wording.kind}"


def _draw_sheet(canvas: Canvas, form: Form, sheet: Sheet, code: str) -> None:
    canvas.setLineWidth(_FRAME)
    _draw_heading(canvas, form, sheet)
    _draw_code(canvas, code)
    for box in sheet.boxes:
        _draw_box(canvas, box)
    _draw_acts(canvas, sheet)
    if sheet.signatures:
        _draw_signatures(canvas, form, sheet.signatures)
    _text(canvas, _FOOT, LEFT_MM, _FOOT_MM, size=_SMALL_SIZE)


def _draw_heading(canvas: Canvas, form: Form, sheet: Sheet) -> None:
    width = RIGHT_MM - layout.CODE_MM - LEFT_MM
    _text(canvas, _title(form), LEFT_MM, 19, size=_TITLE_SIZE, bold=True, width=width)
    _text(canvas, f"Facture n° {form.number} du {form.day}", LEFT_MM, 26, bold=True, width=width)
    made = f"Mode dégradé, établie le {form.made}"
    pages = f", page {sheet.number}/{sheet.of}" if sheet.of > 1 else ""
    _text(canvas, made + pages, LEFT_MM, 32, size=_LABEL_SIZE, width=width)


def _draw_code(canvas: Canvas, code: str) -> None:
    """At the upper right, its modules aligned with the margins."""
    drawing = qr_code(code, layout.MODULE_MM)
    quiet = QUIET_MODULES * layout.MODULE_MM
    left = (RIGHT_MM + quiet) * mm - drawing.width
    renderPDF.draw(drawing, canvas, left, _up(layout.TOP_MM - quiet) - drawing.height)


def _draw_box(canvas: Canvas, box: Box) -> None:
    _frame(canvas, box)
    for place, (label, value) in enumerate(box.fields):
        if box.width > _LABEL_MM * 3:  # over the whole page: one beside the other
            left, down = box.left + _INDENT_MM + place * _PAYMENT_MM, box.top + TITLE_MM
            _text(canvas, label, left, down + 4, size=_LABEL_SIZE)
            _text(canvas, value, left, down + 9.4, bold=True, width=_PAYMENT_MM - 3)
        else:
            down = box.top + TITLE_MM + (place + 1) * LINE_MM - 1.8
            _text(canvas, label, box.left + _INDENT_MM, down, size=_LABEL_SIZE)
            width = box.width - _LABEL_MM - _INDENT_MM
            _text(canvas, value, box.left + _LABEL_MM, down, bold=True, width=width)


def _frame(canvas: Canvas, box: Box) -> None:
    left, width = box.left * mm, box.width * mm
    canvas.rect(left, _up(box.top + box.height), width, box.height * mm)
    line = _up(box.top + TITLE_MM)
    canvas.line(left, line, left + width, line)
    _text(canvas, box.title, box.left + _INDENT_MM, box.top + 4.1, size=8.5, bold=True)


def _draw_acts(canvas: Canvas, sheet: Sheet) -> None:
    height = TITLE_MM * 2 + layout.ACTS_A_PAGE * layout.ACT_MM
    _frame(
        canvas,
        layout.Box("Actes effectués", LEFT_MM, layout.ACTS_TOP, RIGHT_MM - LEFT_MM, height),
    )
    top = layout.ACTS_TOP + TITLE_MM
    for left, heading in layout.COLUMNS:
        _text(canvas, heading, left + _INDENT_MM, top + 4, size=_LABEL_SIZE)
    for place, act in enumerate(sheet.acts, start=1):
        down = top + TITLE_MM + place * layout.ACT_MM - 1.4
        words = (act.day, act.code, act.quantity, act.amount)
        for (left, _), said in zip(layout.COLUMNS, words, strict=True):
            _text(canvas, said, left + _INDENT_MM, down, bold=True)


def _draw_signatures(canvas: Canvas, form: Form, signatures: Signatures) -> None:
    for box in (signatures.insured, signatures.carer):
        _frame(canvas, box)
    insured = signatures.insured
    if signatures.patient:
        middle = insured.top + insured.height / 2 + 3
        _text(canvas, signatures.patient, insured.left + 20, middle, size=13, bold=True)
    _draw_strokes(canvas, insured, form.strokes)
    if form.signature is not None:
        left, bottom, width, height = _inside(signatures.carer)
        picture = ImageReader(BytesIO(form.signature))
        canvas.drawImage(
            picture,
            left,
            bottom,
            width,
            height,
            preserveAspectRatio=True,
            anchor="c",
            mask="auto",
        )


def _draw_strokes(canvas: Canvas, box: Box, strokes: tuple[Stroke, ...]) -> None:
    left, bottom, width, height = _inside(box)
    canvas.setLineWidth(_PEN)
    canvas.setLineCap(1)
    for stroke in strokes:
        path = canvas.beginPath()
        first, *rest = ((left + x * width, bottom + (1 - y) * height) for x, y in stroke)
        path.moveTo(*first)
        for point in rest or [first]:  # a dot is a line to itself
            path.lineTo(*point)
        canvas.drawPath(path)


def _inside(box: Box) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of what lies below the title, in points."""
    edge = 2 * _INDENT_MM
    return (
        (box.left + _INDENT_MM) * mm,
        _up(box.top + box.height - _INDENT_MM),
        (box.width - edge) * mm,
        (box.height - TITLE_MM - edge) * mm,
    )


def _up(down_mm: float) -> float:
    """Points from the lower edge, as reportlab counts."""
    return float((layout.HEIGHT_MM - down_mm) * mm)


def _text(  # noqa: PLR0913 -- where, what and how letters stand cannot be said with less
    canvas: Canvas,
    text: str,
    left: float,
    down: float,
    *,
    size: float = _TEXT_SIZE,
    bold: bool = False,
    width: float = RIGHT_MM - LEFT_MM,
) -> None:
    """On one line whose foot is at `down`, smaller where it would be wider than `width` (mm)."""
    font = "VeraBd" if bold else "Vera"
    fitting = width * mm / max(pdfmetrics.stringWidth(text, font, 1), 1)
    canvas.setFont(font, min(size, fitting))
    canvas.drawString(left * mm, _up(down), text)
