"""The demo's pages carry what such papers carry."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import numpy as np
import pypdf
import pytest
import zxingcpp

from scord.demo import pages, people
from scord.demo.pages import Act

pytestmark = pytest.mark.slow

DAY = date(2026, 7, 2)


def words(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def test_a_prescription_names_both_people_and_the_care() -> None:
    text = words(pages.prescription(people.VALMONT, people.FAUCHEUR, DAY, ["Pansement d'ulcère"]))
    for expected in ("Docteur Claire VALMONT", "FAUCHEUR HÉLÈNE", "18/03/1954", "d'ulcère"):
        assert expected in text


def test_a_prescription_s_bar_codes_say_who_prescribes() -> None:
    pdf = pages.prescription(people.VALMONT, people.FAUCHEUR, DAY, ["Pansement"])
    codes = zxingcpp.read_barcodes(pages.render(pdf, 200, colour=False)[0])
    assert {code.text for code in codes} == {
        people.VALMONT.rpps,
        people.VALMONT.billing_number,
    }


def test_more_care_than_a_page_holds_goes_on_to_a_second_one_that_alone_is_signed() -> None:
    pdf = pages.prescription(
        people.OSTREVENT, people.THEVENOD, DAY, ["Réfection du pansement"] * 11
    )
    first, second = (page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    assert "Page 1/2" in first
    assert "Page 2/2" in second
    assert "Signature" not in first
    assert "Signature" in second


def test_a_prescription_under_a_password_does_not_open_without_it() -> None:
    pdf = pages.prescription(people.VALMONT, people.ADRDEUX, DAY, ["Pansement"], password="x")  # noqa: S106 -- a test's
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert reader.is_encrypted
    assert not reader.decrypt("")


def test_a_care_sheet_adds_up_its_acts() -> None:
    acts = [Act(DAY, "AMI 4", 1260), Act(DAY, "IFD", 275)]
    pdf = pages.care_sheet(people.GRIS, people.PETITJEAN, acts)
    text = words(pdf)
    for heading in ("PERSONNE RECEVANT LES SOINS", "ACTES EFFECTUÉS", "PAIEMENT", "MONTANT TOTAL"):
        assert heading in text
    assert "15,35" in text.replace("\n", "")  # the pen sets every letter by itself


@pytest.mark.parametrize(
    "pdf",
    [pages.dsi(people.VALMONT, people.VERNEYRE, DAY), pages.letter(DAY)],
    ids=["dsi", "letter"],
)
def test_a_page_is_a4_and_neither_white_nor_black(pdf: bytes) -> None:
    (page,) = pages.render(pdf, 100, colour=False)
    assert page.shape == (1170, 827)
    assert 0.005 < np.mean(page < 128) < 0.3


def test_colour_is_rendered_as_rgb() -> None:
    (page,) = pages.render(pages.letter(DAY), 50, colour=True)
    red, _, blue = page[5, 5]
    assert page.ndim == 3
    assert red > 150 > blue  # the letterhead is orange
