"""Every layout by name: those of the figures, and others for tuning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from tests.bench.filing import fonts, sheets
from tests.bench.filing.forms import draw_form, draw_overleaf
from tests.bench.filing.letterheads import Letterhead, draw_letter, draw_prescription

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.bench.filing.forms import Form
    from tests.bench.filing.paper import Paper

    _Draw = Callable[[Canvas, Paper], None]

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
    "sheet-lines": _sheet(sheets.LINES),
    "sheet-combs": _sheet(sheets.COMBS),
    "sheet-table": _sheet(sheets.TABLE),
    "sheet-software": _sheet(sheets.SOFTWARE),
    "sheet-hand": _sheet(sheets.HAND_FILLED),
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
    "tuning-sheet-lines": _sheet(sheets.TUNING_LINES),
    "tuning-sheet-combs": _sheet(sheets.TUNING_COMBS),
    "tuning-sheet-listing": _sheet(sheets.TUNING_LISTING),
    "tuning-sheet-boxes": _sheet(sheets.TUNING_BOXES),
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
    {"tuning-sheet-lines": 25, "tuning-sheet-combs": 25, "tuning-sheet-listing": 25,
     "tuning-sheet-boxes": 25},
    "tuning-overleaf",
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
