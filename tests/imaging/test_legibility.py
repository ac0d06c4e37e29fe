"""Each flaw of the scheme's list is told by its name, on pages drawn with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from tests.imaging.drawing import draw_page, png, tiff

from scord.demo import wear
from scord.imaging.options import ImagingOptions
from scord.imaging.page import Page, convert_page
from scord_shared.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

SHEET = np.asarray(draw_page())
BY_ITS_SCANNER = {"dpi": (200, 200), "compression": "group4"}


def judged(tmp_path: Path, page: Pixels) -> Page:
    path = tmp_path / "page.png"
    path.write_bytes(png(Image.fromarray(page), dpi=(200, 200)))
    return convert_page(path, 1, ImagingOptions())


def judged_black_and_white(tmp_path: Path, ink: NDArray[np.bool_]) -> Page:
    path = tmp_path / "page.tif"
    path.write_bytes(tiff(Image.fromarray(~ink), **BY_ITS_SCANNER))
    return convert_page(path, 1, ImagingOptions())


@pytest.mark.parametrize(
    "page",
    [
        SHEET,
        wear.noise(wear.fade(SHEET, 0.25), 4, 1),
        wear.noise((SHEET * 0.3).astype(np.uint8), 2, 1),
        wear.noise(wear.blur(SHEET, 1.5), 3, 1),
    ],
    ids=["clean", "faint", "dim", "soft"],
)
def test_a_page_that_eyes_can_read_has_no_flaw(tmp_path: Path, page: Pixels) -> None:
    page = judged(tmp_path, page)
    assert page.flaw is None
    assert page.legible


def test_an_overexposed_page_is_too_white(tmp_path: Path) -> None:
    assert judged(tmp_path, wear.fade(SHEET, 0.08)).flaw is Code.IMAGE_TOO_WHITE


def test_an_underexposed_page_in_grain_is_too_black(tmp_path: Path) -> None:
    dark = wear.noise((wear.fade(SHEET, 0.8) * 0.06).astype(np.uint8), 5, 1)
    assert judged(tmp_path, dark).flaw is Code.IMAGE_TOO_BLACK


def test_a_page_mostly_of_ink_is_too_black(tmp_path: Path) -> None:
    ink = np.ones(SHEET.shape, np.bool_)
    assert judged_black_and_white(tmp_path, ink).flaw is Code.IMAGE_TOO_BLACK


def test_grey_writing_on_grey_paper_has_too_little_contrast(tmp_path: Path) -> None:
    assert judged(tmp_path, 140 + SHEET // 20).flaw is Code.IMAGE_LOW_CONTRAST


def test_crumbs_of_letters_from_the_scanner_itself_are_too_white(tmp_path: Path) -> None:
    kept = np.random.default_rng(1).random(SHEET.shape) > 0.7
    assert judged_black_and_white(tmp_path, (SHEET < 128) & kept).flaw is Code.IMAGE_TOO_WHITE


def test_grain_from_the_scanner_itself_is_too_black(tmp_path: Path) -> None:
    grain = np.random.default_rng(1).random(SHEET.shape) > 0.85
    assert judged_black_and_white(tmp_path, grain).flaw is Code.IMAGE_TOO_BLACK


def test_a_page_out_of_focus_is_blurred(tmp_path: Path) -> None:
    assert judged(tmp_path, wear.noise(wear.blur(SHEET, 5), 3, 1)).flaw is Code.IMAGE_BLURRED


def test_an_empty_page_is_blank_and_has_no_flaw(tmp_path: Path) -> None:
    page = judged(tmp_path, np.full_like(SHEET, 250))
    assert page.blank
    assert page.flaw is None
    assert not page.legible
