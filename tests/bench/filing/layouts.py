"""Every layout by name: those of the figures, and others for tuning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from tests.bench.filing import fonts
from tests.bench.filing.forms import Field, Form, draw_form, draw_overleaf
from tests.bench.filing.letterheads import Letterhead, draw_letter, draw_prescription

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.bench.filing.paper import Paper

    _Draw = Callable[[Canvas, Paper], None]

_HEADINGS = (
    "PERSONNE RECEVANT LES SOINS", "ASSURÉ(E)", "CONDITIONS DE PRISE EN CHARGE DES SOINS",
    "ACTES EFFECTUÉS", "PAIEMENT",
)  # fmt: skip
_TITLES = ("Dates des actes", "Actes et coefficients", "Montants en euros")
_SIGNATURES = ("Signature du professionnel de santé", "Signature de l'assuré(e)")
_NIR, _TOTAL = "N° d'immatriculation", "MONTANT TOTAL"

_LINES = Form(
    "feuille de soins - auxiliaire médical", "à adresser à l'organisme d'assurance maladie",
    "S 3110 essai", "Carlito", "Carlito-Bold", "Carlito", 11,
    (
        (_HEADINGS[0], 28, 34), (_HEADINGS[1], 64, 24), (_HEADINGS[2], 90, 34),
        (_HEADINGS[3], 126, 92), (_HEADINGS[4], 220, 34),
    ),
    (
        Field("Nom et prénom", "name", 15, 40, 170), Field("Né(e) le", "born", 15, 48, 70),
        Field(_NIR, "insured", 15, 56, 110),
        Field("Nom et prénom de l'assuré(e)", "insured_name", 15, 76, 170),
        Field("Adresse", "address", 15, 84, 170), Field("Prescripteur", "doctor", 15, 102, 100),
        Field("Identifiant", "doctor_number", 125, 102, 70),
        Field("Date de la prescription", "day", 15, 110, 80),
        Field("Professionnel de santé", "carer", 15, 118, 100),
        Field("N° de facturation", "carer_number", 125, 118, 70),
        Field(_TOTAL, "total", 15, 232, 80), Field("Facture n°", "invoice", 15, 242, 80),
    ),
    135, (16, 76, 150), _TITLES, _SIGNATURES,
)  # fmt: skip

_COMBS = Form(
    "FEUILLE DE SOINS", "infirmier - masseur-kinésithérapeute - orthophoniste", "n° 99-388*01",
    "Lato", "Lato-Bold", "Mono", 11,
    (
        (_HEADINGS[0], 28, 46), (_HEADINGS[2], 76, 40), (_HEADINGS[3], 118, 98),
        (_HEADINGS[4], 218, 36),
    ),
    (
        Field("Nom de famille", "family", 16, 44, 85, "box"),
        Field("Prénom(s)", "given", 108, 44, 85, "box"),
        Field("N° d'immatriculation de l'assuré(e)", "insured", 16, 56, 75, "comb"),
        Field("Date de naissance", "born", 108, 56, 40, "comb"),
        Field("Adresse", "address", 16, 69, 178, "box"),
        Field("Prescripteur", "doctor", 16, 92, 85, "box"),
        Field("N° du prescripteur", "doctor_number", 108, 92, 55, "comb"),
        Field("Professionnel", "carer", 16, 106, 85, "box"),
        Field("N° AM", "carer_number", 108, 106, 45, "comb"),
        Field(_TOTAL, "total", 16, 234, 40, "box"),
    ),
    128, (16, 90, 160), _TITLES, _SIGNATURES, 0.93,
)  # fmt: skip

_TABLE = Form(
    "Feuille de soins", "soins dispensés par un professionnel de santé conventionné", "n° 99-390",
    "Caladea", "Caladea-Bold", "Caladea", 11.5,
    (
        ("BÉNÉFICIAIRE DES SOINS", 28, 40), ("PROFESSIONNEL DE SANTÉ", 70, 24),
        ("TABLEAU DES ACTES", 96, 110), ("RÈGLEMENT", 208, 30),
    ),
    (
        Field("Nom", "family", 16, 44, 85, "box"), Field("Prénom", "given", 108, 44, 85, "box"),
        Field("Né(e) le", "born", 16, 60, 45, "box"), Field(_NIR, "insured", 70, 60, 123, "box"),
        Field("Identification", "carer", 16, 88, 85, "box"),
        Field("N° de facturation", "carer_number", 108, 88, 85, "box"),
        Field(_TOTAL, "total", 16, 228, 50, "box"),
    ),
    106, (20, 86, 152), ("Date", "Nature de l'acte", "Montant €"), _SIGNATURES, 0.8,
)  # fmt: skip

_SOFTWARE = Form(
    "FEUILLE DE SOINS - MÉDECIN OU AUXILIAIRE", "éditée par le logiciel du cabinet", "FSP 2026",
    "Mono", "Mono", "Mono", 9.5,
    (
        ("PERSONNE RECEVANT LES SOINS ET ASSURÉ(E)", 28, 50), (_HEADINGS[2], 80, 32),
        (_HEADINGS[3], 114, 98), (_HEADINGS[4], 214, 40),
    ),
    (
        Field("Nom, prénom     :", "name", 15, 42, 180),
        Field("Né(e) le        :", "born", 15, 49, 90),
        Field("NIR assuré(e)   :", "insured", 15, 56, 120),
        Field("NIR bénéficiaire:", "nir", 15, 63, 120),
        Field("Adresse         :", "address", 15, 70, 180),
        Field("Prescrit par    :", "doctor", 15, 94, 180),
        Field("le              :", "day", 15, 101, 90),
        Field("Exécutant       :", "carer", 15, 108, 110),
        Field("N° AM :", "carer_number", 130, 108, 60),
        Field("MONTANT TOTAL   :", "total", 15, 228, 90),
        Field("Facture n°      :", "invoice", 15, 236, 90),
    ),
    124, (18, 80, 150), _TITLES, _SIGNATURES, 0.97,
)  # fmt: skip

_HAND_FILLED = replace(
    _TABLE, title="feuille de soins", number="n° 99-391", font="Carlito", bold="Carlito-Bold",
    fill="Dkg", size=13,
)  # fmt: skip

_TUNING_LINES = replace(
    _LINES, title="Feuille de soins auxiliaires", number="n° 99-TA", font="Serif",
    bold="Serif-Bold", fill="OpenSans", size=10.5, band=0.9,
    fields=tuple(replace(one, y=one.y + 1.5, x=one.x + 4) for one in _LINES.fields),
)  # fmt: skip
_TUNING_COMBS = replace(
    _COMBS, title="feuille de soins", number="n° 99-TB", font="OpenSans", bold="OpenSans-Bold",
    fill="OpenSans", size=11,
    fields=tuple(
        replace(one, label="Date de naissance (JJMMAAAA)") if one.key == "born" else one
        for one in _COMBS.fields
    ),
)  # fmt: skip

_LEFT = Letterhead("Carlito", "Carlito-Bold", "Carlito", 11.5)
_CENTRED = Letterhead(
    "Caladea", "Caladea-Bold", "Caladea", 11, centred=True, title="ORDONNANCE",
    name_label="Patient :", born_label="Date de naissance :", codes="bottom",
)  # fmt: skip
_HAND = Letterhead("Lato", "Lato-Bold", "Klee", 14)
_UNTIDY = Letterhead(
    "Caladea", "Caladea-Bold", "SteveHand", 11, codes="none", width=148, height=210
)
_DSI = replace(_LEFT, title="DÉMARCHE DE SOINS INFIRMIERS - Prescription médicale",
               name_label="Nom, prénom :", hand="Mono", size=10.0)  # fmt: skip
_TUNING_LEFT = Letterhead(
    "Serif", "Serif-Bold", "Serif", 12, title="Ordonnance", name_label="Concerne :",
    born_label="Né(e) :", codes="bottom",
)  # fmt: skip
_TUNING_HAND = Letterhead("OpenSans", "OpenSans-Bold", "Yusei", 14)
_TUNING_UNTIDY = Letterhead("Serif", "Serif-Bold", "Delphine", 17, codes="none")
_TUNING_DSI = replace(_TUNING_LEFT, title="Prescription - démarche de soins infirmiers (DSI)",
                      hand="Yusei", size=11.0)  # fmt: skip


def _sheet(form: Form) -> _Draw:
    return lambda canvas, paper: draw_form(canvas, form, paper)


def _ordonnance(head: Letterhead) -> _Draw:
    return lambda canvas, paper: draw_prescription(canvas, head, paper)


def _post(title: str, bold: str, font: str) -> _Draw:
    head = Letterhead(font, bold, font, 11, title=title)
    return lambda canvas, paper: draw_letter(canvas, head, paper)


_A5 = (148 * mm, 210 * mm)
_A4 = (210 * mm, 297 * mm)

_DRAWN: dict[str, _Draw] = {
    "sheet-lines": _sheet(_LINES),
    "sheet-combs": _sheet(_COMBS),
    "sheet-table": _sheet(_TABLE),
    "sheet-software": _sheet(_SOFTWARE),
    "sheet-hand": _sheet(_HAND_FILLED),
    "sheet-overleaf": partial(draw_overleaf, font="Carlito"),
    "letterhead-left": _ordonnance(_LEFT),
    "letterhead-centred": _ordonnance(_CENTRED),
    "letterhead-hand": _ordonnance(_HAND),
    "letterhead-untidy-a5": _ordonnance(_UNTIDY),
    "dsi": _ordonnance(_DSI),
    "report": _post("Clinique des Ternières", "Lato-Bold", "Lato"),
    "results": _post("LABORATOIRE DU PONT - Résultats", "Carlito-Bold", "Mono"),
    "offer": _post("MÉDI-MOBILIER DU VAL", "Lato-Bold", "Carlito"),
    "empty": lambda *_: None,
    "tuning-sheet-lines": _sheet(_TUNING_LINES),
    "tuning-sheet-combs": _sheet(_TUNING_COMBS),
    "tuning-overleaf": partial(draw_overleaf, font="Serif"),
    "tuning-letterhead": _ordonnance(_TUNING_LEFT),
    "tuning-hand": _ordonnance(_TUNING_HAND),
    "tuning-untidy": _ordonnance(_TUNING_UNTIDY),
    "tuning-dsi": _ordonnance(_TUNING_DSI),
    "tuning-report": _post("Hôpital de Montbrun", "Serif-Bold", "Serif"),
    "tuning-results": _post("Biologie du Haut - compte rendu", "OpenSans-Bold", "Serif"),
    "tuning-offer": _post("Bureaux & Cie", "OpenSans-Bold", "OpenSans"),
}
_SMALL = ("letterhead-untidy-a5",)


@dataclass(frozen=True)
class Layouts:
    """The names of one world's layouts by what they are for; with weights where there are several.

    Untidy hands are few: no engine that runs here reads them, and they only go to a person.
    """

    sheets: Mapping[str, int]
    overleaf: str
    ordonnances: Mapping[str, int]
    dsi: str
    report: str
    results: str
    offer: str


FIGURES = Layouts(
    {"sheet-lines": 25, "sheet-combs": 25, "sheet-table": 25, "sheet-software": 20,
     "sheet-hand": 5},
    "sheet-overleaf",
    {"letterhead-left": 35, "letterhead-centred": 33, "letterhead-hand": 24,
     "letterhead-untidy-a5": 8},
    "dsi", "report", "results", "offer",
)  # fmt: skip
TUNING = Layouts(
    {"tuning-sheet-lines": 50, "tuning-sheet-combs": 50}, "tuning-overleaf",
    {"tuning-letterhead": 65, "tuning-hand": 27, "tuning-untidy": 8},
    "tuning-dsi", "tuning-report", "tuning-results",
    "tuning-offer",
)  # fmt: skip
EMPTY = "empty"
NAMES = tuple(_DRAWN)


def draw(paper: Paper) -> bytes:
    """The page as a PDF; the same bytes each time."""
    fonts.register()
    out = BytesIO()
    canvas = Canvas(out, pagesize=_A5 if paper.layout in _SMALL else _A4, invariant=1)
    _DRAWN[paper.layout](canvas, paper)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
