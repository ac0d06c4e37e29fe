"""The page as a printer gives it: nothing beyond the margins, each thing in its box."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageDraw
from tests.forms.forms import SIGNED, drawn, png, printed
from tests.forms.invoices import DOCTOR, MIDWIFE, NURSE, PROFESSIONS, degraded

from scord.forms.contents import Patient, form_of
from scord.forms.layout import ACTS_A_PAGE, lay_out
from scord.reading.codes import read_codes
from scord.reading.slip_mark import has_slip_mark

if TYPE_CHECKING:
    from tests.lots.practice import Practice

MM = 200 / 25.4  # px
LINE = {"code": "AMI", "date": "2026-03-09", "quantity": 1, "amount_cents": 1260}
LONG = {"family_name": "MONTMORENCY-LAVAL DE LA TOUR D'AUVERGNE " * 3, "given_name": "ANNE " * 30}


def text_of(pdf: bytes) -> str:
    with pdfium.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def where_they_differ(one: bytes, other: bytes) -> tuple[float, ...]:
    """Left, top, right and bottom in mm."""
    box = ImageChops.difference(printed(one)[0], printed(other)[0]).getbbox()
    assert box
    return tuple(side / MM for side in box)


@pytest.mark.parametrize(
    ("profession", "title", "signature"),
    [
        (DOCTOR, "Feuille de soins - médecin", "Signature du médecin"),
        (NURSE, "Feuille de soins - auxiliaire médical (infirmier)", "de l'auxiliaire médical"),
        (MIDWIFE, "Feuille de soins - sage-femme", "Signature de la sage-femme"),
        ("kiné", "auxiliaire médical (masseur-kinésithérapeute)", "de l'auxiliaire médical"),
        ("podologue", "Feuille de soins - professionnel de santé", "Signature du professionnel"),
    ],
)
def test_each_profession_has_its_headings(
    practice: Practice, profession: str, title: str, signature: str
) -> None:
    carer = practice.practitioner("991999999", profession)
    text = text_of(drawn(degraded(practice, practitioner=carer)))
    assert title in text
    assert signature in text


@pytest.mark.parametrize("changes", [{}, LONG, {"payload": {"exemption": "X" * 200}}])
def test_nothing_stands_in_the_margins(practice: Practice, changes: dict[str, Any]) -> None:
    page = printed(drawn(degraded(practice, **changes)))[0]
    left, top, right, bottom = ImageChops.invert(page).getbbox() or (0, 0, 0, 0)
    assert left >= 11.5 * MM
    assert top >= 11.5 * MM
    assert right <= page.width - 11.5 * MM
    assert bottom <= page.height - 11.5 * MM


def test_more_acts_than_a_page_holds_go_on_to_the_next(practice: Practice) -> None:
    invoice = degraded(practice, lines=[LINE] * (2 * ACTS_A_PAGE + 1))
    sheets = lay_out(form_of(invoice, made_at=practice.now))
    assert [len(sheet.acts) for sheet in sheets] == [ACTS_A_PAGE, ACTS_A_PAGE, 1]
    assert [sheet.signatures is not None for sheet in sheets] == [False, False, True]
    assert "page 2/3" in text_of(drawn(invoice))


@pytest.mark.parametrize("profession", PROFESSIONS)
def test_its_code_is_read_and_it_does_not_look_like_a_slip(
    practice: Practice, profession: str
) -> None:
    page = np.asarray(
        printed(drawn(degraded(practice, profession)))[0].point(lambda v: 255 * (v > 128))
    )
    assert [code.text[:8] for code in read_codes(page)] == ["SCORDF1:"]
    assert not has_slip_mark(page, 200)


def test_the_patients_strokes_stand_in_the_patients_box(practice: Practice) -> None:
    invoice = degraded(practice)
    left, top, right, bottom = where_they_differ(
        drawn(invoice), drawn(invoice, patient=Patient.SIGNED, strokes=SIGNED)
    )
    assert 12 < left < right < 104
    assert 243 < top < bottom < 278


def test_the_practitioners_signature_stands_in_theirs(practice: Practice) -> None:
    picture = Image.new("RGBA", (400, 100))
    ImageDraw.Draw(picture).line((5, 90, 395, 10), fill="black", width=6)
    invoice = degraded(practice)
    left, top, right, bottom = where_they_differ(
        drawn(invoice), drawn(invoice, signature=png(picture))
    )
    assert 106 < left < right < 198
    assert 243 < top < bottom < 278


@pytest.mark.parametrize(
    ("patient", "words"),
    [(Patient.REFUSED, "Refus de signer"), (Patient.ABSENT, "Patient absent")],
)
def test_who_did_not_sign_is_said_to_have_refused_or_been_absent(
    practice: Practice, patient: Patient, words: str
) -> None:
    invoice = degraded(practice)
    assert words in text_of(drawn(invoice, patient=patient))
    assert words not in text_of(drawn(invoice))


def test_no_two_forms_have_the_same_bytes(practice: Practice) -> None:
    invoice = degraded(practice)
    assert drawn(invoice, unique="a") != drawn(invoice, unique="b")
    assert drawn(invoice, unique="a") == drawn(invoice, unique="a")
