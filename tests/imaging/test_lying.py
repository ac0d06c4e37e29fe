"""Pages on their side and upside down; above all, that what cannot be told is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.imaging.drawing import PRESCRIPTION, draw_page, draw_prescription

from scord.imaging.lying import quarter_turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Bitonal = NDArray[np.uint8]


def text(dpi: int = 200) -> Bitonal:
    return bitonal(draw_prescription(dpi))


def bitonal(page: Image.Image) -> Bitonal:
    return np.where(np.asarray(page) > 127, 255, 0).astype(np.uint8)


def lies(page: Bitonal, turns: int) -> Bitonal:
    """The page as it lies so many quarter turns clockwise from upright."""
    return np.ascontiguousarray(np.rot90(page, -turns))


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("dpi", [200, 300])
def test_a_page_of_print_is_set_upright(dpi: int, turns: int) -> None:
    assert quarter_turns(lies(text(dpi), turns), dpi) == turns


@pytest.mark.parametrize("points", [8.5, 10, 11.5, 13])
@pytest.mark.parametrize("shift", range(2))
def test_an_upright_page_is_never_turned_however_its_letters_fall_on_the_grid(
    shift: int, points: float
) -> None:
    """All lines fall alike where their distance is whole pixels: then they all vote alike."""
    page = Image.new("L", (1654, 2338), 255)
    font = ImageFont.load_default(size=points / 72 * 200)
    for row, top in enumerate(range(200, 2100, 54)):
        line = PRESCRIPTION[row % len(PRESCRIPTION)]
        ImageDraw.Draw(page).text((140, top + shift), line, fill=0, font=font)
    assert quarter_turns(bitonal(page), 200) == 0
    assert quarter_turns(lies(bitonal(page), 2), 200) in {0, 2}


@pytest.mark.parametrize("skew", [-2.0, 2.0])
@pytest.mark.parametrize("turns", [0, 2])
def test_a_page_two_degrees_askew_is_set_upright_all_the_same(turns: int, skew: float) -> None:
    page = lies(text(), turns)
    about = (page.shape[1] / 2, page.shape[0] / 2)
    view = cv2.getRotationMatrix2D(about, skew, 1)
    askew = cv2.warpAffine(page, view, page.shape[::-1], borderValue=(255,))
    assert quarter_turns(askew, 200) == turns


def _empty() -> Bitonal:
    return np.full((2338, 1654), 255, np.uint8)


def _grid() -> Bitonal:
    page = _empty()
    page[::60] = page[:, ::60] = 0
    return page


def _scribbles() -> Bitonal:
    """Loops along lines, as heavy above as below: a hand that nobody can read."""
    page = _empty()
    x = np.arange(200, 1450)
    for row in range(300, 2000, 120):
        y = row + 22 * np.sin(x / 9) + 10 * np.sin(x / 31)
        cv2.polylines(page, [np.column_stack([x, y]).round().astype(np.int32)], False, (0,), 4)
    return page


def _capitals() -> Bitonal:
    return _lettered("ORDONNANCE DU DOCTEUR VALMONT", 2000)


def _one_line() -> Bitonal:
    return _lettered(PRESCRIPTION[0], 400)


def _lettered(line: str, bottom: int) -> Bitonal:
    page = Image.new("L", (1654, 2338), 255)
    for top in range(300, bottom, 70):
        ImageDraw.Draw(page).text((150, top), line, fill=0, font=ImageFont.load_default(size=30))
    return bitonal(page)


def _noise() -> Bitonal:
    return np.where(np.random.default_rng(0).random((2338, 1654)) > 0.1, 255, 0).astype(np.uint8)


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize(
    "drawn",
    [_empty, _grid, _scribbles, _capitals, _one_line, _noise, lambda: np.zeros((50, 40), np.uint8)],
)
def test_what_does_not_tell_which_way_up_it_is_stays_as_it_lies(
    drawn: Callable[[], Bitonal], turns: int
) -> None:
    assert quarter_turns(lies(drawn(), turns), 200) == 0


def test_the_pages_of_the_other_tests_are_upright_as_drawn() -> None:
    assert quarter_turns(bitonal(draw_page()), 200) == 0
