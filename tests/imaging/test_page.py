"""Pages of every kind of file, through the whole conversion."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps
from tests.imaging.drawing import (
    draw_bitonal,
    draw_page,
    draw_prescription,
    image_pdf,
    ink_agreement,
    jpeg,
    masked_pdf,
    pdf_pixels,
    png,
    text_pdf,
    tiff,
    with_shadow,
)
from tests.imaging.photos import SIZE, photograph

from scord.imaging.assemble import assemble
from scord.imaging.options import ImagingOptions
from scord.imaging.page import Page, convert_page
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

pytestmark = pytest.mark.slow

OPTIONS = ImagingOptions()
CREATED = datetime(2026, 1, 1, tzinfo=UTC)


def convert(folder: Path, data: bytes, number: int = 1, options: ImagingOptions = OPTIONS) -> Page:
    source = folder / "scan"  # no extension: the content tells the format
    source.write_bytes(data)
    return convert_page(source, number, options)


def pixels(page: Page) -> NDArray[np.uint8]:
    """What a PDF reader shows of the page."""
    (part,) = assemble([page], title="", created=CREATED, limit_bytes=10**7)
    return pdf_pixels(part.data)


def truth(page: Image.Image) -> NDArray[np.uint8]:
    return np.where(np.asarray(page.convert("L")) > 127, 255, 0).astype(np.uint8)


FILES = {
    "jpeg": lambda page: jpeg(page, dpi=(200, 200)),
    "jpeg colour": lambda page: jpeg(page.convert("RGB"), dpi=(200, 200)),
    "jpeg cmyk": lambda page: jpeg(page.convert("RGB").convert("CMYK"), dpi=(200, 200)),
    "png": lambda page: png(page, dpi=(200, 200)),
    "png transparent": lambda page: png(transparent(page), dpi=(200, 200)),
    "png 16 bit": lambda page: png(sixteen_bit(page), dpi=(200, 200)),
    "tiff": lambda page: tiff(page, dpi=(200, 200)),
    "tiff lzw": lambda page: tiff(page, dpi=(200, 200), compression="tiff_lzw"),
    "tiff jpeg": lambda page: tiff(page, dpi=(200, 200), compression="jpeg"),
    "tiff 16 bit": lambda page: tiff(sixteen_bit(page), dpi=(200, 200)),
    "tiff white is zero": lambda page: tiff(page, dpi=(200, 200), tiffinfo={262: 0}),
    "tiff g3": lambda page: tiff(page.convert("1"), dpi=(200, 200), compression="group3"),
}


def transparent(page: Image.Image) -> Image.Image:
    """Black ink on nothing at all."""
    ink = Image.new("RGBA", page.size, "black")
    ink.putalpha(ImageOps.invert(page))
    return ink


def sixteen_bit(page: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(page).astype(np.uint16) * 240)


@pytest.mark.parametrize("kind", FILES)
def test_each_kind_of_file_shows_the_words_that_were_drawn(tmp_path: Path, kind: str) -> None:
    drawn = draw_page()
    page = convert(tmp_path, FILES[kind](drawn))
    assert (page.width, page.height, page.dpi) == (*drawn.size, 200)
    assert page.legible
    assert not page.blank
    assert ink_agreement(pixels(page), truth(drawn)) > 0.9


@pytest.mark.parametrize("dpi", [150, 300, 400, 600])
def test_another_resolution_comes_out_at_200_dpi_and_the_same_size_on_paper(
    tmp_path: Path, dpi: int
) -> None:
    page = convert(tmp_path, jpeg(draw_page(dpi), dpi=(dpi, dpi)))
    assert page.dpi == 200
    assert (page.width, page.height) == pytest.approx((1654, 2338), abs=1)


def test_a_resolution_that_no_paper_can_have_is_replaced_by_a4(tmp_path: Path) -> None:
    page = convert(tmp_path, jpeg(draw_page(300), dpi=(72, 72)))
    assert page.height / page.dpi == pytest.approx(11.69, abs=0.01)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("fmt", ["jpeg", "tiff"])
def test_every_exif_orientation_is_turned_upright(
    tmp_path: Path, fmt: str, orientation: int
) -> None:
    drawn = draw_page()
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transposition that stores it so
    stored = drawn.transpose(Image.Transpose(undo[orientation])) if orientation > 1 else drawn
    exif = Image.Exif()
    exif[274] = orientation
    save = jpeg if fmt == "jpeg" else tiff
    page = convert(tmp_path, save(stored, exif=exif, dpi=(200, 200)))
    assert (page.width, page.height) == drawn.size
    assert ink_agreement(pixels(page), truth(drawn)) > 0.9


def test_a_bitonal_g4_tiff_passes_without_a_pixel_changed(tmp_path: Path) -> None:
    drawn = draw_bitonal(300)
    page = convert(tmp_path, tiff(drawn, dpi=(300, 300), compression="group4"))
    assert (page.width, page.height, page.dpi) == (*drawn.size, 300)
    assert np.array_equal(pixels(page), truth(drawn))


def test_a_bitonal_scan_in_a_pdf_passes_without_a_pixel_changed(tmp_path: Path) -> None:
    drawn = draw_bitonal(300)
    page = convert(tmp_path, image_pdf(drawn, 300))
    assert page.dpi == pytest.approx(300, abs=0.5)
    assert np.array_equal(pixels(page), truth(drawn))


def test_a_pdf_that_was_made_here_comes_out_the_same(tmp_path: Path) -> None:
    first = convert(tmp_path, jpeg(with_shadow(draw_page()), dpi=(200, 200)))
    (part,) = assemble([first], title="", created=CREATED, limit_bytes=250_000)
    again = convert(tmp_path, part.data)
    assert (again.strip, again.dpi) == (first.strip, pytest.approx(200, abs=0.01))


def test_a_fax_with_oblong_pixels_becomes_square_at_its_finer_resolution(tmp_path: Path) -> None:
    fax = draw_bitonal(204).resize((1687, 1146))
    page = convert(tmp_path, tiff(fax, dpi=(204, 98), compression="group3"))
    assert page.dpi == pytest.approx(204, abs=0.5)
    assert page.height == pytest.approx(1146 * 204 / 98, abs=2)


def test_a_coarse_bitonal_page_is_brought_to_200_dpi(tmp_path: Path) -> None:
    page = convert(tmp_path, tiff(draw_bitonal(100), dpi=(100, 100)))
    assert (page.dpi, page.width) == (200, 1654)


def test_each_page_of_a_tiff_is_its_own(tmp_path: Path) -> None:
    one, two, three = (draw_page(200, (6, height)) for height in (7, 8, 9))
    data = tiff(one, two, three, dpi=(200, 200))
    pages = [convert(tmp_path, data, number) for number in (1, 2, 3)]
    assert [page.height for page in pages] == [1400, 1600, 1800]
    assert {page.pages_in_file for page in pages} == {3}


def test_a_text_pdf_is_rendered_page_by_page(tmp_path: Path) -> None:
    pages = [convert(tmp_path, text_pdf(2), number) for number in (1, 2)]
    assert [(page.number, page.pages_in_file, page.dpi) for page in pages] == [
        (1, 2, 200),
        (2, 2, 200),
    ]
    assert all(0.01 < page.ink < 0.2 for page in pages)


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("margin_pt", [0, 20])  # the image itself, and the page rendered
def test_a_turned_pdf_page_comes_out_as_a_reader_shows_it(
    tmp_path: Path, turn: int, margin_pt: int
) -> None:
    drawn = draw_page()
    stored = drawn.rotate(turn, expand=True)
    page = convert(tmp_path, image_pdf(stored, 200, rotate=turn, margin_pt=margin_pt))
    if margin_pt:
        drawn = ImageOps.expand(drawn, round(margin_pt * 200 / 72), 255)
    assert (page.width, page.height) == pytest.approx(drawn.size, abs=2)
    assert page.angle == 0
    fitted = cv2.resize(truth(drawn), (page.width, page.height), interpolation=cv2.INTER_NEAREST)
    assert ink_agreement(pixels(page), fitted) > 0.7


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("bitonal", [False, True])
def test_a_page_fed_the_wrong_way_up_is_set_upright(
    tmp_path: Path, turn: int, *, bitonal: bool
) -> None:
    drawn = draw_prescription()
    fed = drawn.rotate(-turn, expand=True)
    if bitonal:
        fed = Image.fromarray(truth(fed)).convert("1")
    page = convert(tmp_path, tiff(fed, dpi=(200, 200)))
    assert page.angle == turn
    assert (page.width, page.height) == drawn.size
    assert ink_agreement(pixels(page), truth(drawn)) > (0.999 if bitonal else 0.9)


@pytest.mark.parametrize("skew", [-1.5, 1.5])
def test_a_page_on_its_side_and_askew_is_set_upright_and_straightened(
    tmp_path: Path, skew: float
) -> None:
    fed = draw_prescription().rotate(90 + skew, expand=True, fillcolor=255)
    page = convert(tmp_path, jpeg(fed, dpi=(200, 200)))
    assert page.angle % 360 == pytest.approx((270 - skew) % 360, abs=0.2)


def test_a_photo_of_a_sheet_becomes_the_sheet_at_its_true_size(tmp_path: Path) -> None:
    photo = photograph(np.asarray(draw_page(130)))
    page = convert(tmp_path, jpeg(Image.fromarray(photo.pixels)))
    assert (page.width, page.height) == (1653, 2338)
    assert page.dpi == 200
    assert page.ink < 0.1


def test_a_scan_with_its_resolution_is_not_searched_for_a_sheet(tmp_path: Path) -> None:
    photo = photograph(np.asarray(draw_page(130)))
    page = convert(tmp_path, jpeg(Image.fromarray(photo.pixels), dpi=(200, 200)))
    assert (page.width, page.height) == SIZE


def test_a_black_scanner_border_is_gone(tmp_path: Path) -> None:
    drawn = draw_page()
    clean = convert(tmp_path, jpeg(drawn, dpi=(200, 200)))
    bordered = ImageOps.expand(drawn.crop((60, 60, *drawn.size)), (60, 60, 0, 0), 0)
    page = convert(tmp_path, jpeg(bordered, dpi=(200, 200)))
    assert page.ink == pytest.approx(clean.ink, rel=0.02)


@pytest.mark.parametrize(("native", "dpi"), [(False, 200), (True, 300)])
def test_a_native_grid_is_kept_where_it_is_asked_for_and_fits(
    tmp_path: Path, dpi: int, *, native: bool
) -> None:
    data = jpeg(draw_page(300), dpi=(300, 300))
    page = convert(tmp_path, data, options=ImagingOptions(native=native))
    assert page.dpi == dpi
    tight = ImagingOptions(native=native, limit_bytes=len(page.strip))
    assert convert(tmp_path, data, options=tight).dpi == 200


def test_a_jpeg_in_a_pdf_is_taken_as_it_is(tmp_path: Path) -> None:
    drawn = draw_page()
    alone = convert(tmp_path, jpeg(drawn, dpi=(200, 200)))
    in_pdf = convert(tmp_path, image_pdf(drawn, 200))
    assert in_pdf.strip == alone.strip


def test_a_masked_image_in_a_pdf_is_rendered_so_that_the_mask_counts(tmp_path: Path) -> None:
    page = convert(tmp_path, masked_pdf(draw_page(), 200))
    assert page.legible
    assert page.ink < 0.2


@pytest.mark.parametrize("skew", [-12.0, -4.0, -1.0, 1.0, 4.0, 12.0])
def test_a_skewed_page_is_straightened_and_loses_nothing(tmp_path: Path, skew: float) -> None:
    drawn = draw_page()
    crooked = drawn.rotate(skew, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    page = convert(tmp_path, jpeg(crooked, dpi=(200, 200)))
    assert page.angle == pytest.approx(-skew, abs=0.2)
    straight = convert(tmp_path, jpeg(drawn, dpi=(200, 200)))
    ink = page.ink * page.width * page.height
    assert 0.95 < ink / (straight.ink * straight.width * straight.height) < 1.3  # blur thickens


def test_a_straight_page_is_not_turned(tmp_path: Path) -> None:
    assert convert(tmp_path, jpeg(draw_page(), dpi=(200, 200))).angle == 0


def test_a_page_on_its_side_is_not_turned_askew(tmp_path: Path) -> None:
    on_its_side = draw_page().rotate(90, expand=True)
    assert convert(tmp_path, jpeg(on_its_side, dpi=(200, 200))).angle % 90 == 0


def test_deskew_can_be_left_off(tmp_path: Path) -> None:
    crooked = draw_page().rotate(4, fillcolor=255)
    page = convert(tmp_path, jpeg(crooked, dpi=(200, 200)), options=ImagingOptions(deskew=False))
    assert page.angle == 0


def test_a_page_in_shadow_is_legible_all_over(tmp_path: Path) -> None:
    drawn = draw_page()
    page = convert(tmp_path, jpeg(with_shadow(drawn), dpi=(200, 200)))
    assert page.legible
    dark_half = slice(drawn.width // 2, None)
    assert ink_agreement(pixels(page)[:, dark_half], truth(drawn)[:, dark_half]) > 0.85


def test_a_faint_page_keeps_its_words(tmp_path: Path) -> None:
    drawn = draw_page()
    faint = drawn.point(lambda value: 175 + value * 60 // 255)
    page = convert(tmp_path, jpeg(faint, dpi=(200, 200)))
    assert page.legible
    assert ink_agreement(pixels(page), truth(drawn)) > 0.85


def test_an_empty_page_is_blank_and_not_legible(tmp_path: Path) -> None:
    grain = np.random.default_rng(5).normal(235, 3, (2339, 1654)).clip(0, 255).astype(np.uint8)
    page = convert(tmp_path, jpeg(Image.fromarray(grain), dpi=(200, 200)))
    assert page.blank
    assert not page.legible


def test_a_page_with_only_a_line_of_writing_is_not_blank(tmp_path: Path) -> None:
    page = draw_page().crop((0, 0, 1654, 160))
    sheet = Image.new("L", (1654, 2339), 255)
    sheet.paste(page)
    assert not convert(tmp_path, jpeg(sheet, dpi=(200, 200))).blank


def test_a_black_page_is_not_legible(tmp_path: Path) -> None:
    page = convert(tmp_path, tiff(Image.new("1", (1654, 2339), 0), dpi=(200, 200)))
    assert not page.legible


def test_a_page_of_grain_alone_is_not_legible(tmp_path: Path) -> None:
    grain = np.random.default_rng(5).normal(200, 12, (2339, 1654)).clip(0, 255).astype(np.uint8)
    assert not convert(tmp_path, png(Image.fromarray(grain), dpi=(200, 200))).legible


@pytest.mark.slow
def test_a_fine_bitonal_page_over_the_limit_is_brought_to_200_dpi_first(tmp_path: Path) -> None:
    data = tiff(draw_bitonal(600), dpi=(600, 600), compression="group4")
    fine = convert(tmp_path, data)
    page = convert(tmp_path, data, options=ImagingOptions(limit_bytes=len(fine.strip)))
    assert (fine.dpi, page.dpi) == (600, 200)
    assert not page.too_heavy


def test_a_page_that_nothing_makes_fit_is_too_heavy(tmp_path: Path) -> None:
    noise = np.random.default_rng(7).random((2339, 1654)) > 0.5
    page = convert(tmp_path, tiff(Image.fromarray(noise), dpi=(200, 200)))
    assert page.too_heavy


def test_the_processor_time_of_each_step_is_told(tmp_path: Path) -> None:
    page = convert(tmp_path, jpeg(draw_page(), dpi=(200, 200)))
    assert {"decode", "threshold", "deskew", "encode"} <= page.steps_ms.keys()
    assert all(spent >= 0 for spent in page.steps_ms.values())


@pytest.mark.slow
def test_a_100_megapixel_photo_is_converted(tmp_path: Path) -> None:
    drawn = draw_page(250).resize((8700, 11600))
    page = convert(tmp_path, jpeg(drawn))
    assert page.dpi == 200
    assert page.legible


def test_a_page_the_file_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScordError) as refusal:
        convert(tmp_path, jpeg(draw_page()), 2)
    assert refusal.value.code is Code.IMAGE_NO_PAGE
