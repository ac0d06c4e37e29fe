"""A printed slip is read however it lies in the scanner, says what it must and not who is ill."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pypdf
import pypdfium2 as pdfium
import pytest
import zxingcpp

from scord.filing.slip import draw_slip
from scord.filing.slip_code import decode, encode
from scord.reading.codes import read_codes
from scord.reading.slip_mark import has_slip_mark
from scord.store.refs import InvoiceRef

if TYPE_CHECKING:
    from numpy.typing import NDArray

pytestmark = pytest.mark.slow

DPI = 200
KEY = b"the key of one installation"
DAY = date(2026, 7, 8)
REF = InvoiceRef("991129768", "481", date(2026, 7, 6))
LONG = InvoiceRef("991129768", "2026/FSE:000481-é" * 2, date(2026, 7, 6))


def scan(ref: InvoiceRef, angle: int = 0) -> NDArray[np.uint8]:
    """The slip as a black-and-white scanner at 200 dpi sees it, turned by `angle` degrees."""
    page = pdfium.PdfDocument(draw_slip(ref, KEY, printed_on=DAY))[0]
    grey = np.array(page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L"))
    return np.where(turned(grey, angle) > 128, 255, 0).astype(np.uint8)


def turned(grey: NDArray[np.uint8], angle: int) -> NDArray[np.uint8]:
    grey = np.ascontiguousarray(np.rot90(grey, angle // 90))
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle % 90, 1.0)
    return cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_NEAREST, borderValue=(255,))


@pytest.mark.parametrize("angle", [0, 2, 90, 180])
def test_both_codes_are_read_however_the_sheet_lies(angle: int) -> None:
    codes = zxingcpp.read_barcodes(scan(REF, angle))
    assert [decode(code.text, KEY).ref for code in codes] == [REF, REF]


@pytest.mark.parametrize("angle", [0, 2, 90, 180])
def test_a_slip_with_both_codes_smeared_away_is_still_known_for_a_slip(angle: int) -> None:
    page = scan(REF)
    for corner in (np.s_[:600, 1200:1500], np.s_[1700:, 180:500]):
        page[corner] = np.where(cv2.blur(page[corner], (9, 61)) > 110, 255, 0)
    page = turned(page, angle)
    assert read_codes(page) == ()
    assert has_slip_mark(page, DPI)


def test_nothing_stands_within_five_millimetres_of_the_mark() -> None:
    pdf = draw_slip(LONG, KEY, printed_on=DAY, document_type="DSIP")
    page = np.array(pdfium.PdfDocument(pdf)[0].render(scale=DPI / 72, grayscale=True).to_pil())
    inked = np.flatnonzero((page.reshape(page.shape[0], -1) < 128).any(axis=0)) / DPI * 25.4
    inside = inked[(inked > 16.5) & (inked < 193.5)]
    assert inked.min() == pytest.approx(10, abs=0.3)
    assert inked.max() == pytest.approx(200, abs=0.3)
    assert inside.min() > 21
    assert inside.max() < 189


@pytest.mark.parametrize("lost", [np.s_[:600, 900:], np.s_[1700:, :700]])
def test_one_code_is_enough_when_a_corner_is_torn(lost: tuple[slice, slice]) -> None:
    page = scan(REF)
    page[lost] = 0
    assert [decode(code.text, KEY).ref for code in zxingcpp.read_barcodes(page)] == [REF]


def test_modules_are_wider_than_half_a_millimetre_and_their_quiet_zone_is_white() -> None:
    page = scan(REF)
    for code in zxingcpp.read_barcodes(page):
        corner, opposite = code.position.top_left, code.position.bottom_right
        finder = page[corner.y + 3, corner.x : corner.x + 100]
        module = int(np.argmax(finder > 0)) / 7  # a finder pattern's edge is seven modules long
        assert module / DPI * 25.4 == pytest.approx(0.9, abs=0.05)
        quiet = round(4 * module) - 2
        around = page[
            corner.y - quiet : opposite.y + quiet + 1, corner.x - quiet : opposite.x + quiet + 1
        ].copy()
        around[quiet - 2 : -quiet + 2, quiet - 2 : -quiet + 2] = 255
        assert around.min() == 255


def test_the_page_says_what_to_do_and_for_which_invoice() -> None:
    text = pypdf.PdfReader(BytesIO(draw_slip(REF, KEY, printed_on=DAY))).pages[0].extract_text()
    for words in ("Page de garde SCOR", "Facture n° 481", "06/07/2026", "991129768", "scannez"):
        assert words in text


def test_a_slip_for_one_type_says_it_in_words_and_in_its_code() -> None:
    pdf = draw_slip(REF, KEY, printed_on=DAY, document_type="FSNC")
    assert "Feuille de soins seulement" in pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text()
    page = pdfium.PdfDocument(pdf)[0].render(scale=2).to_pil()
    readings = [decode(code.text, KEY) for code in zxingcpp.read_barcodes(page)]
    assert [reading.document_type for reading in readings] == ["FSNC", "FSNC"]


def test_fonts_are_embedded() -> None:
    page = pypdf.PdfReader(BytesIO(draw_slip(REF, KEY, printed_on=DAY))).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    used = [font for font in fonts if "Vera" in font["/BaseFont"]]
    assert len(used) >= 2
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in used)


def test_the_same_slip_is_the_same_bytes() -> None:
    assert draw_slip(REF, KEY, printed_on=DAY) == draw_slip(REF, KEY, printed_on=DAY)


def test_a_number_as_long_as_software_makes_them_still_fits_and_reads() -> None:
    assert {code.text for code in zxingcpp.read_barcodes(scan(LONG))} == {encode(LONG, KEY)}
