"""Draws the papers that a practice scans, as vector PDFs: our words and layouts, invented people.

Each page looks like its kind (letterhead, pen, boxes, signatures) and copies no official form.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pdfium
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from scord.demo.ink import (
    BLACK,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    box,
    field,
    print_text,
    sign,
    tick,
    write,
)  # fmt: skip
from scord.demo.people import TOWN, Carer, Patient, Prescriber

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from scord.demo.wear import Image

_LINES_A_PAGE = 9
_LETTERHEAD = (0.05, 0.28, 0.36)


@dataclass(frozen=True)
class Act:
    """One line of a care sheet; `amount_cents` in euro cents."""

    day: date
    code: str
    amount_cents: int


def prescription(
    prescriber: Prescriber,
    patient: Patient,
    day: date,
    care: Sequence[str],
    *,
    password: str | None = None,
) -> bytes:
    """An ordonnance on a letterhead; `care` that does not fit one page goes on to the next.

    With a `password` the PDF is encrypted and does not open without it.
    """
    sheets = [care[i : i + _LINES_A_PAGE] for i in range(0, len(care), _LINES_A_PAGE)]

    def draw(canvas: Canvas) -> None:
        for index, lines in enumerate(sheets, start=1):
            _letterhead(canvas, prescriber)
            _addressed(canvas, patient, day)
            top = HEIGHT - 112 * mm
            for line in lines:
                top = print_text(canvas, line, LEFT + 6 * mm, top, size=12) - 4 * mm
            if index == len(sheets):
                _signature(canvas, prescriber.name, RIGHT - 58 * mm, 46 * mm)
            _footer(canvas, f"Page {index}/{len(sheets)}")
            canvas.showPage()

    return _pdf(draw, password)


def note(prescriber: Prescriber, patient: Patient, care: Sequence[str]) -> bytes:
    """An ordonnance in haste: a family name and what is to be done, without a date."""

    def draw(canvas: Canvas) -> None:
        _letterhead(canvas, prescriber)
        write(canvas, f"Mme {patient.family_name.capitalize()}", LEFT, HEIGHT - 80 * mm)
        for index, line in enumerate(care):
            write(canvas, line, LEFT + 6 * mm, HEIGHT - (98 + 12 * index) * mm)
        _signature(canvas, prescriber.name, RIGHT - 58 * mm, 46 * mm)
        canvas.showPage()

    return _pdf(draw)


_ASKED = (
    "Séances de soins infirmiers, 2 par jour, dimanches et jours fériés compris",
    "Aide à la toilette et prévention d'escarres",
    "Surveillance de l'hydratation, du poids et de la tension, 1 fois par semaine",
    "Préparation du pilulier et surveillance de la prise",
)


def dsi(prescriber: Prescriber, patient: Patient, day: date) -> bytes:
    """The prescriber's sheet of a démarche de soins infirmiers."""

    def draw(canvas: Canvas) -> None:
        _heading(canvas, "Démarche de soins infirmiers", "Prescription médicale - volet 2")
        _letterhead(canvas, prescriber, top=HEIGHT - 42 * mm)
        _addressed(canvas, patient, day, top=HEIGHT - 96 * mm)
        top = box(canvas, "SOINS DEMANDÉS", HEIGHT - 140 * mm, 62 * mm)
        for index, line in enumerate(_ASKED):
            tick(canvas, LEFT + 5 * mm, top, ticked=index != 1)
            top = print_text(canvas, line, LEFT + 12 * mm, top, size=11) - 4 * mm
        top = box(canvas, "DURÉE ET OBJECTIFS", HEIGHT - 210 * mm, 26 * mm)
        write(canvas, "3 mois - maintien à domicile, retour de marche", LEFT + 5 * mm, top - 2 * mm)
        _signature(canvas, prescriber.name, RIGHT - 58 * mm, 26 * mm)
        canvas.showPage()

    return _pdf(draw)


def care_sheet(carer: Carer, patient: Patient, acts: Sequence[Act]) -> bytes:
    """A feuille de soins for acts billed in dégradé: printed boxes, filled in by pen."""

    def draw(canvas: Canvas) -> None:
        _heading(canvas, "Feuille de soins", "à joindre à une facture établie en mode dégradé")
        top = box(canvas, "PERSONNE RECEVANT LES SOINS", HEIGHT - 46 * mm, 36 * mm)
        top = field(canvas, "Nom et prénom", patient.name, top)
        top = field(canvas, "Né(e) le", f"{patient.birth_date:%d / %m / %Y}", top)
        field(canvas, "N° d'immatriculation de l'assuré(e)", _spaced(patient.insured_nir), top)

        top = box(canvas, "PROFESSIONNEL DE SANTÉ", HEIGHT - 90 * mm, 27 * mm)
        top = field(canvas, "Nom et prénom", f"{carer.family_name} {carer.given_name}", top)
        field(canvas, "N° de facturation", carer.billing_number, top)

        _acts(canvas, acts, box(canvas, "ACTES EFFECTUÉS", HEIGHT - 125 * mm, 72 * mm))

        top = box(canvas, "PAIEMENT", HEIGHT - 205 * mm, 24 * mm)
        field(canvas, "MONTANT TOTAL", _euros(sum(act.amount_cents for act in acts)), top)
        tick(canvas, LEFT + 114 * mm, top, ticked=True)
        print_text(canvas, "Tiers payant, part obligatoire", LEFT + 121 * mm, top, size=9)

        for x, title, who in (
            (LEFT, "Signature du professionnel de santé", carer.family_name),
            (LEFT + 86 * mm, "Signature de l'assuré(e)", patient.family_name),
        ):
            canvas.rect(x, 22 * mm, 80 * mm, 36 * mm)
            print_text(canvas, title, x + 3 * mm, 53 * mm, size=9)
            sign(canvas, who, x + 14 * mm, 34 * mm)
        canvas.showPage()

    return _pdf(draw)


_OFFER = (
    "Madame, Monsieur,",
    (
        "Votre cabinet mérite un accueil à son image. Jusqu'à la fin du mois, notre gamme de"
        " fauteuils de salle d'attente « Sérénité » vous est proposée avec une remise de 20 %,"
        " livraison et reprise de l'ancien mobilier comprises."
    ),
    (
        "Nos conseillers se déplacent sans engagement. Il vous suffit de renvoyer le coupon"
        " ci-dessous ou de nous appeler au 04 65 71 88 00."
    ),
    (
        "Dans l'attente de votre visite, nous vous prions d'agréer, Madame, Monsieur,"
        " l'expression de nos salutations distinguées."
    ),
    "Le service commercial",
)


def letter(day: date) -> bytes:
    """Post that proves nothing: an offer that fell into the feeder."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.75, 0.33, 0.1)
        canvas.rect(0, HEIGHT - 34 * mm, WIDTH, 34 * mm, stroke=0, fill=1)
        name, white = "MOBILIER DU VAL", (1.0, 1.0, 1.0)
        print_text(
            canvas, name, LEFT, HEIGHT - 21 * mm, size=26, font="Helvetica-Bold", colour=white
        )
        print_text(canvas, f"{TOWN}, le {day:%d/%m/%Y}", LEFT + 78 * mm, HEIGHT - 52 * mm, size=11)
        top = HEIGHT - 80 * mm
        for paragraph in _OFFER:
            top = print_text(canvas, paragraph, LEFT, top, size=12) - 6 * mm
        canvas.setDash(4, 3)
        canvas.rect(LEFT, 30 * mm, RIGHT - LEFT, 40 * mm)
        coupon = f"Coupon à renvoyer - Nom du cabinet : {'.' * 40}"
        print_text(canvas, coupon, LEFT + 6 * mm, 55 * mm, size=11)
        canvas.showPage()

    return _pdf(draw)


def render(pdf: bytes, dpi: int, *, colour: bool) -> list[Image]:
    """The pages as uint8 arrays, height x width x 3 (RGB), or height x width if not `colour`."""
    with pdfium.PdfDocument(pdf) as document:
        bitmaps = [page.render(scale=dpi / 72, grayscale=not colour) for page in document]
        return [np.array(one.to_pil().convert("RGB" if colour else "L")) for one in bitmaps]


def _pdf(draw: Callable[[Canvas], None], password: str | None = None) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, encrypt=password)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def _letterhead(canvas: Canvas, who: Prescriber, top: float = HEIGHT - 26 * mm) -> None:
    print_text(
        canvas, f"Docteur {who.name}", LEFT, top, size=17, font="Times-Bold", colour=_LETTERHEAD
    )
    below = (who.speciality, who.street, TOWN, f"Tél. {who.phone}")
    for index, line in enumerate(below, start=1):
        print_text(canvas, line, LEFT, top - (1 + 5 * index) * mm, size=11, colour=_LETTERHEAD)
    canvas.setFillColorRGB(*BLACK)
    for label, number, y in (("RPPS", who.rpps, 0), ("AM", who.billing_number, 17)):
        bars = Code128(number, barHeight=8 * mm, barWidth=0.33 * mm, quiet=0)
        bars.drawOn(canvas, RIGHT - 46 * mm, top - (4 + y) * mm)
        print_text(canvas, f"{label} {number}", RIGHT - 46 * mm, top - (8 + y) * mm, size=8)
    canvas.setStrokeColorRGB(*_LETTERHEAD)
    canvas.line(LEFT, top - 29 * mm, RIGHT, top - 29 * mm)
    canvas.setStrokeColorRGB(*BLACK)


def _addressed(canvas: Canvas, patient: Patient, day: date, top: float = HEIGHT - 68 * mm) -> None:
    print_text(canvas, f"Le {day:%d/%m/%Y}", RIGHT - 42 * mm, top, size=12)
    print_text(canvas, patient.name, LEFT, top - 12 * mm, size=14, font="Times-Bold")
    born = f"Date de naissance : {patient.birth_date:%d/%m/%Y}"
    print_text(canvas, born, LEFT, top - 18 * mm, size=11)


def _heading(canvas: Canvas, title: str, below: str) -> None:
    print_text(canvas, title, LEFT, HEIGHT - 24 * mm, size=20, font="Helvetica-Bold")
    print_text(canvas, below, LEFT, HEIGHT - 31 * mm, size=11, font="Helvetica")


def _footer(canvas: Canvas, page: str) -> None:
    words = "En cas d'urgence, composez le 15. Membre d'une association agréée, chèques acceptés."
    print_text(canvas, words, LEFT, 14 * mm, size=8, colour=_LETTERHEAD)
    print_text(canvas, page, RIGHT - 14 * mm, 14 * mm, size=8)


def _acts(canvas: Canvas, acts: Sequence[Act], top: float) -> None:
    columns = (LEFT + 4 * mm, LEFT + 56 * mm, LEFT + 106 * mm)
    for x, title in zip(columns, ("Date", "Acte et coefficient", "Montant"), strict=True):
        print_text(canvas, title, x, top + 2 * mm, size=9)
    for act in acts:
        top -= 9 * mm
        values = (f"{act.day:%d / %m / %Y}", act.code, _euros(act.amount_cents))
        for x, value in zip(columns, values, strict=True):
            write(canvas, value, x, top)
        canvas.line(LEFT, top - 2 * mm, RIGHT, top - 2 * mm)


def _signature(canvas: Canvas, who: str, x: float, y: float) -> None:
    print_text(canvas, "Signature", x, y + 16 * mm, size=9)
    sign(canvas, who, x, y)


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d} €"


def _spaced(nir: str) -> str:
    """A NIR as people write it: 1 81 01 63 220 751 40."""
    ends = (0, 1, 3, 5, 7, 10, 13, 15)
    return " ".join(nir[a:b] for a, b in pairwise(ends))
