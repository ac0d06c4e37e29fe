"""Ordonnances on letterheads, DSI, and post that proves nothing: designs as data, and their hand.

Lengths in millimetres from the top left corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.filing.pen import Pen

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from tests.bench.filing.paper import Paper
    from tests.bench.filing.people import Doctor


@dataclass(frozen=True)
class Letterhead:
    """`hand` writes the patient, the day and the care; the same as `font` where printed.

    `width` and `height` of the sheet; `scale` of all that stands between letterhead and signature.
    """

    font: str
    bold: str
    hand: str
    size: float
    centred: bool = False
    title: str = ""  # "ORDONNANCE", or what a DSI calls itself
    name_label: str = ""
    born_label: str = "Né(e) le"
    codes: str = "right"  # where the Code 128 stand: "right", "bottom" or "none"
    width: float = 210.0
    height: float = 297.0


def draw_prescription(canvas: Canvas, head: Letterhead, paper: Paper) -> None:
    pen, values = Pen(canvas), paper.values
    y = _head(pen, head, paper.doctor) if paper.doctor else 30.0
    if head.title:
        pen.centred(head.title, head.width / 2, y, head.bold, 14)
        y += 9
    if values.get("day"):
        start = head.width * 0.58
        end = pen.text("Le ", start, y, head.font, 10)
        pen.text(values["day"], end, y, head.hand, head.size)
    y += 11
    if values.get("name"):
        end = pen.text(head.name_label, 20, y, head.font, 10) if head.name_label else 18.0
        pen.text(values["name"], end + 2, y, head.hand, head.size + 1)
        y += 7
    for label, key in ((head.born_label, "born"), ("", "age"), ("N° SS :", "nir")):
        if values.get(key):
            end = pen.text(label, 20, y, head.font, 10) if label else 18.0
            pen.text(values[key], end + 2, y, head.hand, head.size)
            y += 7
    y += 8
    for line in paper.lines:
        pen.text(line, 22, y, head.hand, _fitting(head, line))
        y += head.size * 0.62
    if paper.code:
        pen.qr(paper.code, 20, head.height - 50)
    _foot(pen, head, paper)


def _head(pen: Pen, head: Letterhead, doctor: Doctor) -> float:
    """Gives where the letterhead ends."""
    name = f"Docteur {doctor.given_name} {doctor.family_name}"
    below = (doctor.speciality, *doctor.address, "Tél. 04 65 71 20 30")
    if head.centred:
        pen.centred(name, head.width / 2, 18, head.bold, 15)
        for row, line in enumerate(below):
            pen.centred(line, head.width / 2, 24 + 5 * row, head.font, 9)
    else:
        pen.text(name, 18, 18, head.bold, 14)
        for row, line in enumerate(below):
            pen.text(line, 18, 24 + 5 * row, head.font, 9)
    if head.codes != "none":
        x = head.width - 66
        y = 12.0 if head.codes == "right" and not head.centred else head.height - 28
        _codes(pen, head, doctor, x, y)
    else:
        pen.text(f"RPPS {doctor.rpps}  AM {doctor.billing_number}", 18, 44, head.font, 8)
    pen.rule(18, head.width - 18, 48)
    return 58.0


def _codes(pen: Pen, head: Letterhead, doctor: Doctor, x: float, y: float) -> None:
    pen.bars(doctor.rpps, x, y)
    pen.text(f"RPPS {doctor.rpps}", x, y + 11, head.font, 8)
    pen.bars(doctor.billing_number, x, y + 14)
    pen.text(f"AM {doctor.billing_number}", x, y + 25, head.font, 8)


def _fitting(head: Letterhead, line: str) -> float:
    """The size at which the line stays on the sheet, guessed by its length."""
    return min(head.size, head.size * (head.width - 40) / (len(line) * head.size * 0.175))


def _foot(pen: Pen, head: Letterhead, paper: Paper) -> None:
    y = head.height - 38
    pen.text("Signature", head.width * 0.3, y, head.font, 9)
    pen.scrawl(paper.doctor.family_name if paper.doctor else "x", head.width * 0.3, y + 12)
    if paper.page:
        pen.text(f"Page {paper.page}", head.width - 36, head.height - 8, head.font, 8)
    pen.text("En cas d'urgence, composez le 15.", 18, head.height - 8, head.font, 8)


def draw_letter(canvas: Canvas, head: Letterhead, paper: Paper) -> None:
    """A report, results, an offer: a title, perhaps whom it is about, and sentences."""
    pen, values = Pen(canvas), paper.values
    pen.text(head.title, 18, 24, head.bold, 20)
    pen.text(f"Le {values.get('day', '')}", 130, 44, head.font, 11)
    y = 58.0
    for label, key in (("Patient :", "name"), ("Né(e) le", "born"), ("N° SS :", "nir")):
        if values.get(key):
            pen.text(f"{label} {values[key]}", 18, y, head.font, 11)
            y += 6.5
    y += 8
    for line in paper.lines:
        pen.text(line, 18, y, head.font, 10.5)
        y += 8
    if paper.code:
        pen.qr(paper.code, 150, 220)
