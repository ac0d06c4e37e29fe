"""Draws the papers that a practice scans, as vector PDFs: our own words and layouts, invented people.

Each page looks like its kind (letterhead, pen, boxes, signature) without copying any official form.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from scord.demo.people import TOWN, Carer, Patient, Prescriber

Image = NDArray[np.uint8]

_WIDTH, _HEIGHT = A4
_LEFT, _RIGHT = 22 * mm, _WIDTH - 22 * mm
_LINES_A_PAGE = 9
_PEN = (0.08, 0.14, 0.42)
_BLACK = (0.0, 0.0, 0.0)
_LETTERHEAD = (0.05, 0.28, 0.36)


@dataclass(frozen=True)
class Act:
    """One line of a care sheet; `amount_cents` in euro cents."""

    day: date
    code: str
    amount_cents: int


def prescription(prescriber: Prescriber, patient: Patient, day: date, care: Sequence[str]) -> bytes:
    """An ordonnance on a letterhead; `care` that does not fit one page goes on to the next."""
    sheets = [care[i : i + _LINES_A_PAGE] for i in range(0, len(care), _LINES_A_PAGE)]

    def draw(canvas: Canvas) -> None:
        for index, lines in enumerate(sheets, start=1):
            _letterhead(canvas, prescriber)
            _addressed(canvas, patient, day)
            top = _HEIGHT - 112 * mm
            for line in lines:
                top = _text(canvas, line, _LEFT + 6 * mm, top, size=12) - 4 * mm
            if index == len(sheets):
                _signature(canvas, prescriber.name, _RIGHT - 58 * mm, 46 * mm)
            _footer(canvas, f"Page {index}/{len(sheets)}")
            canvas.showPage()

    return _pdf(draw)


def dsi(prescriber: Prescriber, patient: Patient, day: date) -> bytes:
    """The prescriber's sheet of a démarche de soins infirmiers."""
    asked = (
        "Séances de soins infirmiers, 2 par jour, dimanches et jours fériés compris",
        "Aide à la toilette et prévention d’escarres",
        "Surveillance de l’hydratation, du poids et de la tension, 1 fois par semaine",
        "Préparation du pilulier et surveillance de la prise",
    )

    def draw(canvas: Canvas) -> None:
        _heading(canvas, "Démarche de soins infirmiers", "Prescription médicale - volet 2")
        _letterhead(canvas, prescriber, top=_HEIGHT - 42 * mm)
        _addressed(canvas, patient, day, top=_HEIGHT - 96 * mm)
        top = _box(canvas, "SOINS DEMANDÉS", _HEIGHT - 140 * mm, 62 * mm)
        for index, line in enumerate(asked):
            _tick(canvas, _LEFT + 5 * mm, top, ticked=index != 1)
            top = _text(canvas, line, _LEFT + 12 * mm, top, size=11) - 4 * mm
        top = _box(canvas, "DURÉE ET OBJECTIFS", _HEIGHT - 210 * mm, 26 * mm)
        _pen(canvas, "3 mois - maintien à domicile, retour de marche", _LEFT + 5 * mm, top - 2 * mm)
        _signature(canvas, prescriber.name, _RIGHT - 58 * mm, 26 * mm)
        canvas.showPage()

    return _pdf(draw)


def care_sheet(carer: Carer, patient: Patient, acts: Sequence[Act]) -> bytes:
    """A feuille de soins for acts billed in dégradé: printed boxes, filled in by pen."""

    def draw(canvas: Canvas) -> None:
        _heading(canvas, "Feuille de soins", "à joindre à une facture établie en mode dégradé")
        top = _box(canvas, "PERSONNE RECEVANT LES SOINS", _HEIGHT - 46 * mm, 36 * mm)
        top = _filled(canvas, "Nom et prénom", patient.name, top)
        top = _filled(canvas, "Né(e) le", f"{patient.birth_date:%d / %m / %Y}", top)
        _filled(canvas, "N° d’immatriculation de l’assuré(e)", _spaced(patient.insured_nir), top)

        top = _box(canvas, "PROFESSIONNEL DE SANTÉ", _HEIGHT - 90 * mm, 27 * mm)
        top = _filled(canvas, "Nom et prénom", f"{carer.family_name} {carer.given_name}", top)
        _filled(canvas, "N° de facturation", carer.billing_number, top)

        _acts(canvas, acts, _box(canvas, "ACTES EFFECTUÉS", _HEIGHT - 125 * mm, 72 * mm))

        top = _box(canvas, "PAIEMENT", _HEIGHT - 205 * mm, 24 * mm)
        _filled(canvas, "MONTANT TOTAL", _euros(sum(act.amount_cents for act in acts)), top)
        _tick(canvas, _LEFT + 114 * mm, top, ticked=True)
        _text(canvas, "Tiers payant, part obligatoire", _LEFT + 121 * mm, top, size=9)

        for x, title, who in (
            (_LEFT, "Signature du professionnel de santé", carer.family_name),
            (_LEFT + 86 * mm, "Signature de l’assuré(e)", patient.family_name),
        ):
            canvas.rect(x, 22 * mm, 80 * mm, 36 * mm)
            _text(canvas, title, x + 3 * mm, 53 * mm, size=9)
            _squiggle(canvas, who, x + 14 * mm, 34 * mm)
        canvas.showPage()

    return _pdf(draw)


def letter(day: date) -> bytes:
    """Post that proves nothing: an offer that fell into the feeder."""
    paragraphs = (
        "Madame, Monsieur,",
        "Votre cabinet mérite un accueil à son image. Jusqu’à la fin du mois, notre gamme de"
        " fauteuils de salle d’attente « Sérénité » vous est proposée avec une remise de 20 %,"
        " livraison et reprise de l’ancien mobilier comprises.",
        "Nos conseillers se déplacent sans engagement. Il vous suffit de renvoyer le coupon"
        " ci-dessous ou de nous appeler au 04 65 71 88 00.",
        "Dans l’attente de votre visite, nous vous prions d’agréer, Madame, Monsieur,"
        " l’expression de nos salutations distinguées.",
        "Le service commercial",
    )

    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.75, 0.33, 0.1)
        canvas.rect(0, _HEIGHT - 34 * mm, _WIDTH, 34 * mm, stroke=0, fill=1)
        _text(canvas, "MOBILIER DU VAL", _LEFT, _HEIGHT - 21 * mm, size=26, font="Helvetica-Bold",
              colour=(1, 1, 1))  # fmt: skip
        _text(canvas, f"{TOWN}, le {day:%d/%m/%Y}", _LEFT + 78 * mm, _HEIGHT - 52 * mm, size=11)
        top = _HEIGHT - 80 * mm
        for paragraph in paragraphs:
            top = _text(canvas, paragraph, _LEFT, top, size=12) - 6 * mm
        canvas.setDash(4, 3)
        canvas.rect(_LEFT, 30 * mm, _RIGHT - _LEFT, 40 * mm)
        _text(canvas, "Coupon à renvoyer - Nom du cabinet : ..........................................",
              _LEFT + 6 * mm, 55 * mm, size=11)  # fmt: skip
        canvas.showPage()

    return _pdf(draw)


def render(pdf: bytes, dpi: int, *, colour: bool) -> list[Image]:
    """The pages as uint8 arrays, height x width x 3 (RGB), or height x width if not `colour`."""
    with pdfium.PdfDocument(pdf) as document:
        pages = [page.render(scale=dpi / 72, grayscale=not colour, rev_byteorder=True)
                 for page in document]  # fmt: skip
        return [np.array(page.to_pil().convert("RGB" if colour else "L")) for page in pages]


def _pdf(draw: Callable[[Canvas], None]) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def _letterhead(canvas: Canvas, who: Prescriber, top: float = _HEIGHT - 26 * mm) -> None:
    _text(canvas, f"Docteur {who.name}", _LEFT, top, size=17, font="Times-Bold", colour=_LETTERHEAD)
    below = (who.speciality, who.street, TOWN, f"Tél. {who.phone}")
    for index, line in enumerate(below, start=1):
        _text(canvas, line, _LEFT, top - (1 + 5 * index) * mm, size=11, colour=_LETTERHEAD)
    canvas.setFillColorRGB(*_BLACK)
    for label, number, y in (("RPPS", who.rpps, 0), ("AM", who.billing_number, 17)):
        bars = Code128(number, barHeight=8 * mm, barWidth=0.33 * mm, quiet=0)
        bars.drawOn(canvas, _RIGHT - 46 * mm, top - (4 + y) * mm)
        _text(canvas, f"{label} {number}", _RIGHT - 46 * mm, top - (8 + y) * mm, size=8)
    canvas.setStrokeColorRGB(*_LETTERHEAD)
    canvas.line(_LEFT, top - 29 * mm, _RIGHT, top - 29 * mm)
    canvas.setStrokeColorRGB(*_BLACK)


def _addressed(
    canvas: Canvas, patient: Patient, day: date, top: float = _HEIGHT - 68 * mm
) -> None:
    _text(canvas, f"Le {day:%d/%m/%Y}", _RIGHT - 42 * mm, top, size=12)
    _text(canvas, patient.name, _LEFT, top - 12 * mm, size=14, font="Times-Bold")
    born = f"Date de naissance : {patient.birth_date:%d/%m/%Y}"
    _text(canvas, born, _LEFT, top - 18 * mm, size=11)


def _heading(canvas: Canvas, title: str, below: str) -> None:
    _text(canvas, title, _LEFT, _HEIGHT - 24 * mm, size=20, font="Helvetica-Bold")
    _text(canvas, below, _LEFT, _HEIGHT - 31 * mm, size=11, font="Helvetica")


def _footer(canvas: Canvas, page: str) -> None:
    words = "En cas d’urgence, composez le 15. Membre d’une association agréée, chèques acceptés."
    _text(canvas, words, _LEFT, 14 * mm, size=8, colour=_LETTERHEAD)
    _text(canvas, page, _RIGHT - 14 * mm, 14 * mm, size=8)


def _text(  # noqa: PLR0913 -- where, what and how letters stand cannot be said with less
    canvas: Canvas, text: str, x: float, y: float, *, size: float, font: str = "Times-Roman",
    colour: tuple[float, float, float] = _BLACK,
) -> float:  # fmt: skip
    """Writes `text` in as many lines as it needs before the right margin; gives the next line's y."""
    canvas.setFillColorRGB(*colour)
    canvas.setFont(font, size)
    for line in simpleSplit(text, font, size, _RIGHT - x):
        canvas.drawString(x, y, line)
        y -= size * 1.3
    return y


def _pen(canvas: Canvas, text: str, x: float, y: float) -> None:
    """Writes by hand: blue, slanting, every letter a little off its line."""
    canvas.setFillColorRGB(*_PEN)
    canvas.setFont("Times-Italic", 14)
    for index, letter_ in enumerate(text):
        canvas.drawString(x, y + 0.9 * math.sin(index * 2.3 + len(text)), letter_)
        x += canvas.stringWidth(letter_) + 0.8 + 0.4 * math.sin(index * 1.7)


def _filled(canvas: Canvas, label: str, value: str, y: float) -> float:
    _text(canvas, label, _LEFT + 4 * mm, y, size=9)
    _pen(canvas, value, _LEFT + 56 * mm, y)
    canvas.setDash(1, 2)
    canvas.line(_LEFT + 55 * mm, y - 1 * mm, _LEFT + 108 * mm, y - 1 * mm)
    canvas.setDash()
    return y - 8.5 * mm


def _box(canvas: Canvas, title: str, top: float, height: float) -> float:
    """A frame with its title on a band; gives the y of the first line inside."""
    canvas.setFillGray(0.86)
    canvas.rect(_LEFT, top - 6 * mm, _RIGHT - _LEFT, 6 * mm, fill=1)
    canvas.rect(_LEFT, top - height, _RIGHT - _LEFT, height)
    _text(canvas, title, _LEFT + 3 * mm, top - 4.4 * mm, size=10, font="Helvetica-Bold")
    return top - 14 * mm


def _acts(canvas: Canvas, acts: Sequence[Act], top: float) -> None:
    columns = (_LEFT + 4 * mm, _LEFT + 56 * mm, _LEFT + 106 * mm)
    for x, title in zip(columns, ("Date", "Acte et coefficient", "Montant"), strict=True):
        _text(canvas, title, x, top + 2 * mm, size=9)
    for act in acts:
        top -= 9 * mm
        values = (f"{act.day:%d / %m / %Y}", act.code, _euros(act.amount_cents))
        for x, value in zip(columns, values, strict=True):
            _pen(canvas, value, x, top)
        canvas.line(_LEFT, top - 2 * mm, _RIGHT, top - 2 * mm)


def _tick(canvas: Canvas, x: float, y: float, *, ticked: bool) -> None:
    canvas.rect(x, y - 0.6 * mm, 3.6 * mm, 3.6 * mm)
    if ticked:
        _pen(canvas, "x", x + 0.8 * mm, y)


def _signature(canvas: Canvas, who: str, x: float, y: float) -> None:
    _text(canvas, "Signature", x, y + 16 * mm, size=9)
    _squiggle(canvas, who, x, y)


def _squiggle(canvas: Canvas, who: str, x: float, y: float) -> None:
    """A pen stroke whose loops follow the letters of `who`, so that everybody signs otherwise."""
    canvas.setStrokeColorRGB(*_PEN)
    canvas.setLineWidth(1.1)
    stroke = canvas.beginPath()
    stroke.moveTo(x, y)
    for index, letter_ in enumerate(who):
        reach, lift = 9 + ord(letter_) % 7, 7 + ord(letter_) * 5 % 23
        right = x + (index + 1) * 150 / len(who)
        stroke.curveTo(right - reach, y + lift, right + reach, y + lift, right, y + lift % 6)
    stroke.curveTo(x + 120, y - 14, x + 60, y - 12, x + 10, y - 6)
    canvas.drawPath(stroke)
    canvas.setLineWidth(1)
    canvas.setStrokeColorRGB(*_BLACK)


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d} €"


def _spaced(nir: str) -> str:
    """A NIR as people write it: 1 81 01 63 220 751 40."""
    ends = (0, 1, 3, 5, 7, 10, 13, 15)
    return " ".join(nir[a:b] for a, b in zip(ends, ends[1:], strict=False))
