"""From a file to what its page says: drawn papers, worn as scanners and phones do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
import zxingcpp
from PIL import Image
from tests.imaging.drawing import draw_page, jpeg
from tests.reading.writing import TODAY, values

from scord.demo import pages, wear
from scord.demo.pages import Act
from scord.demo.people import ADRDEUX, GRIS, VALMONT
from scord.imaging.options import ImagingOptions
from scord.reading.clue import ClueKind, FormKind, Label, Reading
from scord.reading.ocr import find_tessdata
from scord.reading.reading import pages_in, read_text_page
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scord.demo.wear import Image as Pixels

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 12)
ACTS = [Act(DAY, "AMI 4", 1260), Act(date(2026, 11, 13), "AMI 4", 1260)]


def scanned(sheet: Pixels) -> bytes:
    worn = wear.noise(wear.blur(wear.skew(wear.tint(sheet), 1.2), 0.8), 5, seed=1)
    return wear.jpeg_file(worn, quality=82, dpi=300)


def photographed(sheet: Pixels) -> bytes:
    photo = wear.shade(wear.photograph(sheet, (4032, 3024), seed=2), 0.4, seed=2)
    return wear.jpeg_file(wear.noise(photo, 4, seed=2), quality=85)


def screen(sheet: Pixels) -> bytes:
    """A photo of a screen: every third line and column of the grid is darker, and it is tinted."""
    lit = sheet.astype(np.float32) * np.array((0.85, 0.9, 1.0), np.float32)
    lit[::3] *= 0.55
    lit[:, ::3] *= 0.65
    worn = wear.blur(lit.astype(np.uint8), 1.2)
    return wear.jpeg_file(wear.skew(worn, 2.0), quality=75)


def read(folder: Path, data: bytes) -> Reading:
    path = folder / "scan.jpg"
    path.write_bytes(data)
    tessdata = find_tessdata(None)
    assert tessdata is not None
    return read_text_page(path, 1, ImagingOptions(), tessdata, TODAY)


def drawn(pdf: bytes) -> Pixels:
    return pages.render(pdf, 300, colour=True)[0]


@pytest.mark.parametrize("worn", [scanned, photographed])
def test_a_care_sheet_filled_in_by_pen_is_read(
    tmp_path: Path, worn: Callable[[Pixels], bytes]
) -> None:
    reading = read(tmp_path, worn(drawn(pages.care_sheet(GRIS, ADRDEUX, ACTS))))
    assert reading.kind is FormKind.CARE_SHEET
    assert values(reading, ClueKind.BIRTH_DATE) == ["1981-01-01"]
    assert "2026-11-12" in values(reading, ClueKind.DATE)
    assert set(values(reading, ClueKind.DATE)) <= {"2026-11-12", "2026-11-13"}
    (nir,) = reading.of(ClueKind.NIR, ClueKind.UNREAD_NIR)
    assert 60 < nir.box.top < 90
    if worn is scanned:  # on the photo it depends on a stroke of the pen
        assert (nir.value, nir.label) == (ADRDEUX.insured_nir, Label.INSURED)


@pytest.mark.parametrize("worn", [scanned, photographed])
def test_a_prescription_tells_its_prescriber_patient_and_day(
    tmp_path: Path, worn: Callable[[Pixels], bytes]
) -> None:
    reading = read(
        tmp_path, worn(drawn(pages.prescription(VALMONT, ADRDEUX, DAY, ["Pansement simple"])))
    )
    assert reading.kind is FormKind.PRESCRIPTION
    assert VALMONT.rpps in values(reading, ClueKind.RPPS)
    assert values(reading, ClueKind.BIRTH_DATE) == ["1981-01-01"]
    (day,) = reading.of(ClueKind.DATE)
    assert (day.value, day.label) == ("2026-11-12", Label.DOCUMENT)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_sheet_fed_the_wrong_way_is_read_all_the_same(tmp_path: Path, turns: int) -> None:
    sheet = drawn(pages.note(VALMONT, ADRDEUX, ["Pansement, chaque jour, 15 jours"]))
    turned = np.ascontiguousarray(np.rot90(sheet, turns))
    reading = read(tmp_path, wear.jpeg_file(turned, quality=85, dpi=300))
    assert reading.kind is FormKind.PRESCRIPTION
    words = {word.text for line in reading.text.lines for word in line}
    assert {"VALMONT", "Signature"} <= words


def test_a_dsi_is_known_by_its_heading(tmp_path: Path) -> None:
    reading = read(tmp_path, scanned(drawn(pages.dsi(VALMONT, ADRDEUX, DAY))))
    assert reading.kind is FormKind.NURSING_PRESCRIPTION


def test_an_advertisement_is_something_else_and_names_no_patient(tmp_path: Path) -> None:
    reading = read(tmp_path, scanned(drawn(pages.letter(DAY))))
    assert reading.kind is FormKind.OTHER
    assert reading.of(ClueKind.NIR, ClueKind.BIRTH_DATE, ClueKind.RPPS) == ()


def test_an_empty_page_says_nothing(tmp_path: Path) -> None:
    reading = read(tmp_path, jpeg(Image.new("L", (2480, 3508), 255), dpi=(300, 300)))
    assert (reading.kind, reading.clues, reading.text.lines) == (FormKind.UNKNOWN, (), ())


def test_a_photo_of_a_screen_never_tells_a_nir_that_is_not_there(tmp_path: Path) -> None:
    reading = read(tmp_path, screen(drawn(pages.care_sheet(GRIS, ADRDEUX, ACTS))))
    assert set(values(reading, ClueKind.NIR)) <= {ADRDEUX.insured_nir}
    assert set(values(reading, ClueKind.BIRTH_DATE)) <= {"1981-01-01"}


def test_the_address_in_a_qr_is_no_clue(tmp_path: Path) -> None:
    code = zxingcpp.create_barcode("https://exemple.fr/rdv", zxingcpp.BarcodeFormat.QRCode)
    page = draw_page(300).copy()
    square = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(code)))
    page.paste(square.resize((300, 300), Image.Resampling.BOX), (300, 2900))
    reading = read(tmp_path, jpeg(page, dpi=(300, 300)))
    assert reading.of(ClueKind.ELECTRONIC_PRESCRIPTION) == ()


def test_a_reading_crosses_to_the_store_and_back(tmp_path: Path) -> None:
    reading = read(tmp_path, scanned(drawn(pages.dsi(VALMONT, ADRDEUX, DAY))))
    assert msgspec.json.decode(msgspec.json.encode(reading), type=Reading) == reading


def test_a_page_that_the_file_does_not_have_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    path.write_bytes(jpeg(draw_page(100)))
    assert pages_in(path, ImagingOptions()) == 1
    with pytest.raises(ScordError) as fault:
        read_text_page(path, 2, ImagingOptions(), tmp_path, TODAY)
    assert fault.value.code is Code.IMAGE_NO_PAGE
