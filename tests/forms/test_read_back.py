"""What OCR reads of a form is what its boxes say, for each profession; no rule is misled by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.forms.forms import drawn
from tests.forms.invoices import DOCTOR, MIDWIFE, NURSE, degraded

from scord.filing.by_text import contradicts, look
from scord.imaging.options import ImagingOptions
from scord.reading.clue import FormKind, Reading
from scord.reading.ocr import find_tessdata
from scord.reading.reading import read_text_page
from scord.store.tables import Document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lots.practice import Practice

    from scord.store.tables import Invoice

pytestmark = pytest.mark.slow

EVERYWHERE = (
    *("Facture n° 481 du 09/03/2026", "établie le 09/03/2026 à 11:00"),
    *("ADRDEUX LAURENT", "01/01/1981", "1 81 01 63 220 751 40"),
    *("515 AV. DES TILLEULS", "63999 VALMORAY", "01 349 9881"),
    *("GRIS ANNE", "ALD", "21,00 €", "09/03/2026"),
)
PRESCRIBED = ("VALMONT CLAIRE", "991100017", "99900100019", "03/03/2026")
FIELDS = {
    DOCTOR: ("Feuille de soins - médecin", "991200015", "médecin traitant", "30,00 €"),
    NURSE: (
        *("auxiliaire médical (infirmier)", "991129768", "AMI", "IFD", "08/03/2026"),
        *("12,60 €", "25,20 €", "2,75 €", "40,55 €", *PRESCRIBED),
    ),
    MIDWIFE: ("Feuille de soins - sage-femme", "991500018", "1 234,50 €", *PRESCRIBED),
}


def read(practice: Practice, invoice: Invoice, folder: Path) -> Reading:
    tessdata = find_tessdata(None)
    assert tessdata is not None
    path = folder / "form.pdf"
    path.write_bytes(drawn(invoice))
    return read_text_page(path, 1, ImagingOptions(), tessdata, practice.now.date())


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("profession", FIELDS)
def test_every_field_is_read_back(practice: Practice, tmp_path: Path, profession: str) -> None:
    reading = read(practice, degraded(practice, profession), tmp_path)
    text = plain(" ".join(word.text for line in reading.text.lines for word in line))
    fields = (*EVERYWHERE, *FIELDS[profession])
    assert [field for field in fields if plain(field) not in text] == [], text


@pytest.mark.parametrize("profession", FIELDS)
def test_a_form_without_its_code_is_a_care_sheet_proposed_for_its_invoice(
    practice: Practice, tmp_path: Path, profession: str
) -> None:
    invoice = degraded(practice, profession)
    reading = read(practice, invoice, tmp_path)
    assert (reading.kind, reading.kind_sure > 0.8) == (FormKind.CARE_SHEET, True)
    assert not contradicts(invoice, [reading])
    assert [one.invoice for one in look(Document(type=None), [reading]).suggestions] == [invoice]
