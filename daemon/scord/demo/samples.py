"""Writes the demo's scans: what a scanner, a copier and a phone drop into a practice's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.demo import pages, wear
from scord.demo.invoices import invoice
from scord.demo.pages import Act
from scord.filing.slip import draw_slip

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from scord.demo.people import Patient, Prescriber
    from scord.demo.wear import Image
    from scord.store.refs import InvoiceRef

_DRESSING = (
    "Faire pratiquer par une infirmière, à domicile, dimanches et jours fériés compris :",
    "- Pansement complexe d'ulcère de la jambe gauche, un jour sur deux, pendant 30 jours ;",
    "- Surveillance de la plaie et de la douleur à chaque passage.",
)
_INJECTION = (
    "Faire pratiquer par une infirmière diplômée d'État, à domicile :",
    "- Injection sous-cutanée d'énoxaparine 4 000 UI, une fois par jour, pendant 10 jours ;",
    "- Prélèvement sanguin : plaquettes, deux fois par semaine.",
)
_BLOOD = (
    "Prélèvement sanguin au domicile : NFS, ferritine, CRP.",
    "À renouveler une fois dans trois mois.",
)
_WOUND = (
    "Pansement de la main, chaque jour, 15 jours",
    "Ablation des fils au 10e jour",
)
_AFTER_SURGERY = (
    "Suites d'une prothèse totale du genou droit. Faire pratiquer par une infirmière, à domicile :",
    "- Réfection du pansement, tous les deux jours, jusqu'à cicatrisation ;",
    "- Ablation des agrafes au 21e jour ;",
    "- Injection sous-cutanée d'énoxaparine 4 000 UI, chaque soir, pendant 35 jours ;",
    "- Prélèvement sanguin : plaquettes, deux fois par semaine pendant trois semaines ;",
    "- Pose et retrait des bas de contention, matin et soir ;",
    "- Surveillance de la tension, de la température et du mollet à chaque passage ;",
    "- Administration et surveillance du traitement de la douleur ;",
    "- Aide à la mise en place de l'attelle de nuit pendant 15 jours ;",
    "Rééducation par un masseur-kinésithérapeute, à domicile puis au cabinet :",
    "- 25 séances pour le genou droit, avec travail de la marche et du quadriceps ;",
    "- Apprentissage des béquilles et de l'escalier.",
)


@dataclass(frozen=True)
class Sample:
    """One file of the demo and what must become of it.

    `invoices`: those it proves, also where only a person can tell. `expect`: "filed by slip",
    "filed by name", "filed by text", "armed" (dropped alone, after its invoice was armed), "to
    file", "duplicate", "refused", or "held" (kept with a reason: no conforming PDF can be made).
    """

    name: str
    invoices: tuple[InvoiceRef, ...]
    expect: str


@dataclass(frozen=True)
class _Desk:
    """What the sheets need to know: the installation's slip key, the day, the seed of all wear."""

    slip_key: bytes
    today: date
    seed: int

    def slip(
        self, number: str, dpi: int, *, colour: bool, document_type: str | None = None
    ) -> Image:
        ref = invoice(number).ref(self.today)
        pdf = draw_slip(ref, self.slip_key, printed_on=self.today, document_type=document_type)
        return pages.render(pdf, dpi, colour=colour)[0]

    def prescription(
        self, number: str, care: Sequence[str], dpi: int, *, colour: bool
    ) -> list[Image]:
        return pages.render(self.prescription_pdf(number, care), dpi, colour=colour)

    def prescription_pdf(
        self, number: str, care: Sequence[str], password: str | None = None
    ) -> bytes:
        return pages.prescription(*self.prescribed(number), care, password=password)

    def prescribed(self, number: str) -> tuple[Prescriber, Patient, date]:
        one = invoice(number)
        assert one.prescriber is not None  # noqa: S101 -- only nurses' invoices are asked for
        return one.prescriber, one.patient, one.prescribed(self.today)

    def care_sheet(self, number: str, dpi: int) -> Image:
        one = invoice(number)
        acts = [Act(one.day(self.today), code, cents) for code, cents in one.acts]
        pdf = pages.care_sheet(one.lot.carer, one.patient, acts)
        return pages.render(pdf, dpi, colour=False)[0]

    def fed(self, sheets: Sequence[Image], angle: float = 0.4) -> list[Image]:
        """Sheets as a feeder pulls them: a little askew, each another way, and grainy."""
        return [
            wear.noise(wear.skew(sheet, angle * (-1) ** index), 2.5, self.seed + index)
            for index, sheet in enumerate(sheets)
        ]


def _clean(desk: _Desk) -> bytes:
    sheets = [desk.slip("481", 300, colour=True)]
    sheets += [wear.tint(s) for s in desk.prescription("481", _DRESSING, 300, colour=True)]
    worn = desk.fed(sheets, angle=0.2)
    return wear.pdf_file(worn, dpi=300, quality=82, made_on=desk.today)


def _batch(desk: _Desk) -> bytes:
    sheets: list[Image] = []
    for number, care in (("482", _INJECTION), ("483", _BLOOD)):
        sheets += [desk.slip(number, 200, colour=False)]
        sheets += desk.prescription(number, care, 200, colour=False)
    return wear.pdf_file(desk.fed(sheets), dpi=200, quality=75, made_on=desk.today)


def _skewed(desk: _Desk) -> bytes:
    sheet = desk.prescription("484", _DRESSING, 200, colour=False)[0]
    worn = wear.noise(wear.skew(wear.shade(sheet, 0.15, desk.seed), -3.2), 4, desk.seed)
    return wear.jpeg_file(worn, quality=70, dpi=200)


def _photo(desk: _Desk) -> bytes:
    sheet = wear.tint(desk.prescription("485", _INJECTION, 250, colour=True)[0])
    photo = wear.shade(wear.photograph(sheet, (2720, 2040), desk.seed), 0.45, desk.seed + 2)
    return wear.jpeg_file(wear.noise(wear.blur(photo, 0.6), 4, desk.seed), quality=85, turns=1)


def _tiff(desk: _Desk) -> bytes:
    sheets = desk.prescription("486", _AFTER_SURGERY, 200, colour=False)
    worn = desk.fed([desk.slip("486", 200, colour=False), *sheets], angle=1.1)
    return wear.tiff_file(worn, dpi=200, bilevel=True)


def _series(desk: _Desk) -> bytes:
    sheets = desk.prescription("487", _INJECTION, 200, colour=False)
    worn = desk.fed([desk.slip("487", 200, colour=False), *sheets])
    return wear.tiff_file(worn, dpi=200, bilevel=False)


def _degraded(desk: _Desk) -> bytes:
    """A degraded invoice wants two pieces: each lies behind the slip of its type."""
    sheets = [
        desk.slip("490", 200, colour=False, document_type="ORDN"),
        *desk.prescription("490", _AFTER_SURGERY[:4], 200, colour=False),
        desk.slip("490", 200, colour=False, document_type="FSNC"),
        desk.care_sheet("490", 200),
    ]
    return wear.pdf_file(desk.fed(sheets), dpi=200, quality=75, made_on=desk.today)


def _faint(desk: _Desk) -> bytes:
    faded = wear.fade(wear.blur(desk.care_sheet("101", 200), 0.8), 0.3)
    return wear.jpeg_file(wear.noise(faded, 5, desk.seed), quality=80, dpi=200)


def _dsi(desk: _Desk) -> bytes:
    sheet = pages.render(pages.dsi(*desk.prescribed("491")), 150, colour=False)[0]
    return wear.png_file(wear.skew(wear.shade(sheet, 0.1, desk.seed), 1.5), dpi=150)


def _note(desk: _Desk) -> bytes:
    prescriber, patient, _ = desk.prescribed("492")
    sheet = pages.render(pages.note(prescriber, patient, _WOUND), 200, colour=False)[0]
    return wear.jpeg_file(wear.noise(sheet, 3, desk.seed), quality=75, dpi=200)


def _letter(desk: _Desk) -> bytes:
    sheet = pages.render(pages.letter(desk.today), 150, colour=True)[0]
    return wear.jpeg_file(wear.noise(sheet, 3, desk.seed), quality=60, dpi=150)


def _security_paper(desk: _Desk) -> bytes:
    sheet = desk.prescription("485", _INJECTION, 200, colour=False)[0]
    return wear.jpeg_file(wear.security_lines(sheet), quality=80, dpi=200)


def _truncated(desk: _Desk) -> bytes:
    whole = wear.jpeg_file(desk.prescription("482", _INJECTION, 200, colour=False)[0], quality=80)
    return whole[: len(whole) * 2 // 5]


def _encrypted(desk: _Desk) -> bytes:
    return desk.prescription_pdf("481", _DRESSING, password="mot de passe")  # noqa: S106 -- the demo's


def _text_named_pdf(_desk: _Desk) -> bytes:
    return "Penser à rappeler le cabinet de Mme Valmont.\n".encode()


def _nothing(_desk: _Desk) -> bytes:
    return b""


_Recipe = Callable[[_Desk], bytes]

# name, what becomes of it, the invoices it proves, how it is made. In the order of dropping: a
# duplicate comes after its original.
_RECIPES: tuple[tuple[str, str, tuple[str, ...], _Recipe], ...] = (
    ("scan_0001.pdf", "filed by slip", ("481",), _clean),
    ("scan_0002_chargeur.pdf", "filed by slip", ("482", "483"), _batch),
    ("SCORD_484_MARTELOT.jpg", "filed by name", ("484",), _skewed),
    ("scan_0003.tif", "filed by slip", ("486",), _tiff),
    ("scan_0004_série.tif", "filed by slip", ("487", "488", "489"), _series),
    ("scan_0005.pdf", "filed by slip", ("490",), _degraded),
    ("scan_0006_pâle.jpg", "armed", ("101",), _faint),
    ("IMG_1832.JPG", "filed by text", ("485",), _photo),
    ("scan_0007_dsi.png", "filed by text", ("491",), _dsi),
    ("scan_0013_note.jpg", "to file", ("492",), _note),
    ("courrier.jpg", "to file", (), _letter),
    ("scan_0008_photocopie.jpg", "held", ("485",), _security_paper),
    ("scan_0009.jpg", "refused", (), _truncated),
    ("scan_0010.pdf", "refused", (), _nothing),
    ("scan_0011.pdf", "refused", (), _text_named_pdf),
    ("scan_0012_protégé.pdf", "refused", (), _encrypted),
    ("scan_0001 (copie).pdf", "duplicate", ("481",), _clean),
)


def write_samples(folder: Path, slip_key: bytes, today: date, seed: int = 1) -> tuple[Sample, ...]:
    """Writes every sample into `folder`, which exists; the same bytes for the same arguments.

    `slip_key` is the installation's, else its slips would be taken for forged ones.
    """
    return tuple(make_samples(folder, slip_key, today, seed))


def make_samples(folder: Path, slip_key: bytes, today: date, seed: int = 1) -> Iterator[Sample]:
    """As `write_samples`, but gives each sample as soon as its file is there."""
    desk = _Desk(slip_key, today, seed)
    made: dict[_Recipe, bytes] = {}
    for name, expect, numbers, recipe in _RECIPES:
        if recipe not in made:
            made[recipe] = recipe(desk)
        (folder / name).write_bytes(made[recipe])
        refs = tuple(invoice(number).ref(today) for number in numbers)
        yield Sample(name, refs, expect)
