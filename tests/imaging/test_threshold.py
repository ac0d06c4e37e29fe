"""Ink told from paper, pixel by pixel, on pages whose truth is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from tests.bench.imaging.truth import f_measure
from tests.imaging.old_paper import pale_beside_black, show_through, worn_page

from scord.imaging.steps import binarise, despeckle

if TYPE_CHECKING:
    from tests.imaging.old_paper import WornPage


def kept(page: WornPage) -> float:
    """The share of the writer's ink that is ink in the result."""
    return float(np.mean(binarise(page.grey)[page.ink] == 0))


@pytest.mark.slow
def test_worn_print_and_pen_are_told_from_old_paper() -> None:
    """Seeds that no figure was tuned on. Otsu reaches 74 on such pages, Sauvola 85, Wolf 89."""
    pages = [worn_page(seed) for seed in range(2000, 2040)]
    found = [f_measure(binarise(page.grey) == 0, page.ink) for page in pages]
    assert np.mean(found) > 90
    assert np.percentile(found, 10) > 79


@pytest.mark.parametrize("pen_width", [2, 3, 5])
@pytest.mark.parametrize("darkness", [0.18, 0.25, 0.35])
def test_pale_pen_beside_solid_black_and_a_bold_letterhead_stays_whole(
    darkness: float, pen_width: float
) -> None:
    assert kept(pale_beside_black(darkness, pen_width)) > 0.9


def test_solid_black_boxes_stay_black() -> None:
    result = binarise(pale_beside_black(0.3, 3).grey)
    assert not result[45:85, 45:415].any()
    assert not result[255:315, 525:855].any()


@pytest.mark.parametrize("pen_width", [3, 5])
def test_pen_half_as_dark_as_the_print_stays(pen_width: float) -> None:
    page = show_through(0.5, pen_width, blur=0)
    assert kept(page) > 0.85


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_blurred_writing_from_the_other_side_goes(seed: int) -> None:
    page = show_through(0.22, 5, blur=2.5, seed=seed)
    assert kept(page) < 0.03


def test_white_words_on_a_coloured_band_stay_white_on_black() -> None:
    band = np.full((400, 800), 200, np.uint8)
    band[100:260, 40:760] = 95
    words = ((70, 150), (70, 220))
    for place in words:
        cv2.putText(band, "Telephone 04 00 00 00 00", place, 0, 1.4, 190, 4, cv2.LINE_AA)
    letters = band[105:255, 45:755] > 160
    result = binarise(band)[105:255, 45:755]
    near = cv2.dilate(letters.astype(np.uint8), np.ones((9, 9), np.uint8)) - cv2.dilate(
        letters.astype(np.uint8), np.ones((5, 5), np.uint8)
    )
    assert np.mean(result[letters] == 255) > 0.9
    assert np.mean(result[near > 0] == 0) > 0.9


def test_words_on_both_sides_of_a_shadows_sharp_edge_stay() -> None:
    page = np.full((400, 800), 225, np.uint8)
    for row in range(40, 400, 36):
        cv2.putText(page, "tension 12/8 matin et soir", (20, row), 0, 1, 150, 2, cv2.LINE_AA)
    ink = page < 188
    page[205:] = page[205:] * 0.6
    result = binarise(page)
    assert f_measure(result == 0, ink) > 85


@pytest.mark.parametrize("paper", [40, 120, 250])
def test_empty_grainy_paper_stays_empty(paper: int) -> None:
    grain = np.random.default_rng(5).normal(paper, 4, (600, 800))
    page = binarise(grain.clip(0, 255).astype(np.uint8))
    assert np.mean(despeckle(page) == 0) < 0.001


@pytest.mark.parametrize("grey", [1, 90, 255])
def test_a_page_of_one_grey_has_no_ink(grey: int) -> None:
    assert binarise(np.full((300, 200), grey, np.uint8)).all()


@pytest.mark.parametrize("shape", [(8, 8), (9, 33), (101, 203), (640, 15)])
def test_any_size_comes_back_at_that_size(shape: tuple[int, int]) -> None:
    assert binarise(np.full(shape, 200, np.uint8)).shape == shape


def test_a_decimal_point_and_an_accent_stay() -> None:
    page = np.full((200, 400), 230, np.uint8)
    page[100:103, 200:203] = 60
    cv2.putText(page, "3,50 g", (40, 160), 0, 1.2, 40, 3, cv2.LINE_AA)
    assert not binarise(page)[101, 201]
