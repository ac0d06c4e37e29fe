"""The bench's own corpus: the demo's papers with words of our own, worn in many ways.

The words are those that the clean PDF holds; the true pixels of a page that was worn without being
moved are its clean rendering, ink where that is darker than middle grey.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
from PIL import Image as Pillow
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from scord.demo import pages, wear
from scord.demo.people import FAUCHEUR, GRIS, LACOMBRADE, MARTELOT, OSTREVENT, VALMONT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scord.demo.wear import Image

_DAY = date(2026, 3, 12)
_INK_BELOW = 128
_DIM = 0.42  # of the light of a bright room

_HOME_CARE = (
    "Faire pratiquer à domicile par une infirmière diplômée d'État, week-end compris :",
    "- Toilette complète au lit, matin et soir, avec prévention des escarres aux talons ;",
    "- Contrôle de la glycémie capillaire trois fois par jour, avant chaque repas ;",
    "- Injection d'insuline lente, 18 unités, le soir entre 19 heures et 20 heures ;",
    "- Préparation hebdomadaire du semainier et vérification de la prise des comprimés ;",
    "- Mesure de la tension et du poids chaque lundi, à noter dans le cahier de liaison ;",
    "- Bandes de contention posées au lever, retirées au coucher, pendant 90 jours ;",
    "Renouvelable deux fois. Me prévenir si la glycémie dépasse 3,50 g/L à jeun.",
)
_WOUND = (
    "Détersion et pansement d'une plaie du pied droit, à domicile, tous les deux jours :",
    "- Nettoyage au sérum physiologique, sans antiseptique ;",
    "- Hydrofibre puis compresse absorbante 10 x 20 cm, bande de crêpe ;",
    "- Photographie de la plaie chaque semaine, mesure de sa longueur et de sa profondeur ;",
    "- Perfusion de ceftriaxone 2 g en 30 minutes, une fois par jour pendant 14 jours ;",
    "- Retrait de la voie veineuse en fin de traitement, surveillance du point de ponction ;",
    "Semelle de décharge à porter toute la journée. Contrôle en consultation le 27 mars.",
)
_LABORATORY = (
    "Analyses à faire à jeun, au laboratoire ou à domicile :",
    "- Numération formule sanguine, plaquettes, vitesse de sédimentation ;",
    "- Ionogramme, créatinine avec débit de filtration, urée, acide urique ;",
    "- Bilan hépatique : ASAT, ALAT, gamma GT, bilirubine totale et conjuguée ;",
    "- Hémoglobine glyquée, cholestérol total, HDL, LDL et triglycérides ;",
    "- TSH ; vitamine D seulement si elle n'a pas été dosée depuis un an ;",
    "À renouveler tous les trois mois pendant un an. Résultats à adresser au cabinet.",
)
_TILL = (
    "PHARMACIE DU VIEUX PONT",
    "4, quai des Orfèvres",
    "63999 VALMORAY-SUR-SIOULE",
    "Le 12/03/2026 à 17 h 42",
    "Compresses 10x10 x50      6,40",
    "Bande de crêpe 4 m        2,15",
    "Sérum physiologique       3,90",
    "Paracétamol 1 g x8        1,06",
    "Gants d'examen T.7        8,75",
    "Honoraires dispensation   1,02",
    "TOTAL                    23,28",
    "dont TVA 10 %             1,94",
    "Carte bancaire           23,28",
    "Merci de votre visite",
)
_ACTS = tuple(
    pages.Act(date(2026, 3, day), code, cents)
    for day, code, cents in ((2, "AMI 4 + IFA", 1510), (5, "AMI 4 + IFA", 1510), (9, "AMI 2", 630))
)


def _receipt() -> bytes:
    width, height = 80 * mm, (len(_TILL) + 5) * 6 * mm
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    canvas.setFont("Courier-Bold", 9)
    for index, line in enumerate(_TILL):
        canvas.drawString(5 * mm, height - (index + 2) * 6 * mm, line)
    canvas.save()
    return out.getvalue()


PAPERS: dict[str, bytes] = {
    "soins": pages.prescription(VALMONT, FAUCHEUR, _DAY, _HOME_CARE),
    "plaie": pages.prescription(OSTREVENT, MARTELOT, _DAY, _WOUND),
    "analyses": pages.prescription(VALMONT, LACOMBRADE, _DAY, _LABORATORY),
    "courrier": pages.letter(_DAY),
    "form-soins": pages.care_sheet(GRIS, LACOMBRADE, _ACTS),
    "form-dsi": pages.dsi(VALMONT, FAUCHEUR, _DAY),
    "receipt": _receipt(),
}
_LETTERS = ("soins", "plaie", "analyses", "courrier")
_PLAIN = ("soins", "plaie", "analyses", "form-soins")  # without large dark areas, whose truth
# would be a matter of taste


def _scan(sheet: Image, angle: float, grain: float, seed: int) -> Image:
    return wear.noise(wear.skew(sheet, angle), grain, seed)


def _scan300c(sheet: Image, seed: int) -> bytes:
    worn = _scan(wear.tint(sheet), 0.6 * (-1) ** seed, 3, seed)
    return wear.jpeg_file(worn, quality=82, dpi=300)


def _scan150g(sheet: Image, seed: int) -> bytes:
    return wear.jpeg_file(_scan(sheet, 1.3 * (-1) ** seed, 3, seed), quality=75, dpi=150)


def _scan200g(sheet: Image, seed: int) -> bytes:
    return wear.png_file(_scan(sheet, 0.2, 2.5, seed), dpi=200)


def _scan600g(sheet: Image, seed: int) -> bytes:
    return wear.jpeg_file(_scan(sheet, 0.4, 4, seed), quality=80, dpi=600)


def _faint300c(sheet: Image, seed: int) -> bytes:
    worn = wear.tint(wear.fade(wear.blur(sheet, 1.0), 0.28))
    return wear.jpeg_file(_scan(worn, 0.5, 4, seed), quality=80, dpi=300)


def _photo12(sheet: Image, seed: int) -> bytes:
    photo = wear.photograph(wear.tint(sheet), (4032, 3024), seed)
    worn = wear.shade(wear.blur(photo, 0.9), 0.4, seed)
    return wear.jpeg_file(wear.noise(worn, 4, seed), quality=85, turns=seed % 2)


def _dim8(sheet: Image, seed: int) -> bytes:
    photo = wear.photograph(wear.tint(sheet), (3264, 2448), seed)
    dark = (wear.shade(wear.blur(photo, 1.1), 0.65, seed) * _DIM).astype(np.uint8)
    return wear.jpeg_file(wear.noise(dark, 7, seed), quality=80)


def _faint200(sheet: Image, seed: int) -> bytes:
    worn = wear.fade(wear.blur(sheet, 0.8), 0.3)
    return wear.jpeg_file(wear.noise(worn, 5, seed), quality=85, dpi=200)


def _shade200(sheet: Image, seed: int) -> bytes:
    return wear.png_file(wear.noise(wear.shade(sheet, 0.6, seed), 5, seed), dpi=200)


def _grain200(sheet: Image, seed: int) -> bytes:
    return wear.png_file(wear.noise(wear.blur(sheet, 0.7), 22, seed), dpi=200)


@dataclass(frozen=True)
class _Wear:
    """How one sheet of each of `papers`, drawn at `dpi`, becomes a file."""

    name: str
    suffix: str
    kind: str
    dpi: int
    colour: bool
    make: Callable[[Image, int], bytes]
    papers: Sequence[str]
    unmoved: bool = False  # so that the clean page is its truth


_WEARS = (
    _Wear("scan300c", "jpg", "scan", 300, True, _scan300c, (*_LETTERS, "form-dsi")),
    _Wear("scan150g", "jpg", "scan", 150, False, _scan150g, (*_LETTERS, "form-soins")),
    _Wear("scan200g", "png", "scan", 200, False, _scan200g, ("form-soins", "form-dsi", "receipt")),
    _Wear("scan600g", "jpg", "scan", 600, False, _scan600g, ("soins", "analyses")),
    _Wear("faint300c", "jpg", "scan", 300, True, _faint300c, _LETTERS),
    _Wear("photo12", "jpg", "photo", 300, True, _photo12, _LETTERS),
    _Wear("dim8", "jpg", "photo", 250, True, _dim8, _LETTERS),
    _Wear("worn300c", "jpg", "scan", 300, True, _scan300c, ("receipt",)),
    _Wear("faint200", "jpg", "scan", 200, False, _faint200, _PLAIN, unmoved=True),
    _Wear("shade200", "png", "scan", 200, False, _shade200, _PLAIN, unmoved=True),
    _Wear("grain200", "png", "scan", 200, False, _grain200, _PLAIN, unmoved=True),
)


def make(folder: Path) -> None:
    """Writes the corpus into `folder`, which is new; the same bytes each time."""
    for name in ("img", "txt", "gt"):
        (folder / name).mkdir(parents=True)
    rows = [_wear(folder, one, paper) for one in _WEARS for paper in one.papers]
    rows += _lots(folder)
    with (folder / "manifest.tsv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, ["file", "kind", "pages", "txt", "gt"], delimiter="\t")
        table.writeheader()
        table.writerows(rows)


def worn(paper: str, wear_name: str) -> tuple[bytes, str]:
    """One file of the corpus, and the words that stand on it."""
    (one,) = (wear for wear in _WEARS if wear.name == wear_name)
    sheet = pages.render(PAPERS[paper], one.dpi, colour=one.colour)[0]
    return one.make(sheet, _seed(paper)), _words(PAPERS[paper])


def _wear(folder: Path, one: _Wear, paper: str) -> dict[str, str | int]:
    stem = f"{paper}_{one.name}"
    sheet = pages.render(PAPERS[paper], one.dpi, colour=one.colour)[0]
    data = one.make(sheet, _seed(paper))
    truth = ""
    if one.unmoved:
        truth = f"{stem}.png"
        Pillow.fromarray(sheet >= _INK_BELOW).save(folder / "gt" / truth)
    return _write(folder, stem, one.suffix, data, [paper]) | {"kind": one.kind, "gt": truth}


def _lots(folder: Path) -> list[dict[str, str | int]]:
    """What a feeder makes of a small pile: black and white from the scanner, grey, and a PDF."""
    papers = (*_LETTERS, "form-soins", "form-dsi")
    sheets = [pages.render(PAPERS[paper], 200, colour=False)[0] for paper in papers]
    worn = [_scan(sheet, 0.5 * (-1) ** n, 3, n) for n, sheet in enumerate(sheets)]
    files = (
        ("lot-g4_scan200", "tif", wear.tiff_file(worn, dpi=200, bilevel=True)),
        ("lot-lzw_scan200", "tif", wear.tiff_file(worn, dpi=200, bilevel=False)),
        ("lot-jpeg_scan200", "pdf", wear.pdf_file(worn, dpi=200, quality=75, made_on=_DAY)),
    )
    return [
        _write(folder, stem, suffix, data, papers) | {"kind": "scan"}
        for stem, suffix, data in files
    ]


def _write(
    folder: Path, stem: str, suffix: str, data: bytes, papers: Sequence[str]
) -> dict[str, str | int]:
    name, text = f"{stem}.{suffix}", f"{stem}.txt"
    (folder / "img" / name).write_bytes(data)
    words = "\n".join(_words(PAPERS[paper]) for paper in papers)
    (folder / "txt" / text).write_text(words, encoding="utf-8")
    return {"file": name, "pages": len(papers), "txt": text}


def _words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _seed(paper: str) -> int:
    return list(PAPERS).index(paper) + 1
