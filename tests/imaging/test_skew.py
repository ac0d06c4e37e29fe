"""The angle at which a page's lines lie, against the angle it was laid at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image
from tests.imaging.drawing import draw_page, draw_prescription

from scord.imaging.skew import skew_angle, trimmed, turned
from scord.imaging.threshold import binarise

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


def laid(page: Image.Image, degrees: float) -> NDArray[np.uint8]:
    """The page as it lies after a turn by `degrees` anticlockwise, in black and white."""
    crooked = page.rotate(degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    return np.asarray(binarise(np.asarray(crooked)), np.uint8)


@pytest.mark.parametrize("draw", [draw_page, draw_prescription])
@pytest.mark.parametrize("degrees", [-14.7, -9.3, -3.2, -0.6, 0.4, 1.7, 6.1, 12.4, 14.9])
def test_the_turn_back_is_found_to_a_sixth_of_a_degree(
    draw: Callable[[], Image.Image], degrees: float
) -> None:
    assert skew_angle(laid(draw(), degrees)) == pytest.approx(-degrees, abs=1 / 6)


@pytest.mark.parametrize("degrees", [-20.0, -18.0, -16.0, 16.0, 18.0, 20.0])
def test_beyond_fifteen_degrees_a_page_is_not_made_worse(degrees: float) -> None:
    found = skew_angle(laid(draw_prescription(), degrees))
    assert abs(degrees + found) <= abs(degrees)


def test_a_straight_page_is_left_as_it_is() -> None:
    assert abs(skew_angle(laid(draw_page(), 0))) < 0.3


def test_a_drawing_without_lines_is_not_turned() -> None:
    page = np.full((2338, 1654), 255, np.uint8)
    cv2.circle(page, (800, 1100), 500, 0, 9)
    assert skew_angle(page) == 0


def test_hardly_any_ink_gives_no_angle() -> None:
    page = np.full((2338, 1654), 255, np.uint8)
    page[1000:1040, 800:900] = 0
    assert skew_angle(page) == 0


def test_turning_keeps_all_of_the_page_and_says_where_it_is() -> None:
    page = np.full((400, 300), 100, np.uint8)
    canvas, place = turned(page, 10)
    assert canvas.shape == place.shape
    assert np.count_nonzero(place) == pytest.approx(page.size, rel=0.02)


def test_trimming_cuts_the_empty_rim_but_no_ink() -> None:
    page = np.full((120, 120), 255, np.uint8)
    assert trimmed(page, (100, 100)).shape == (100, 100)
    page[2, 60] = 0
    assert trimmed(page, (100, 100)).shape == (120, 120)
