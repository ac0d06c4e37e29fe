"""Dark borders go; writing, stamps, frames and shadows stay."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from tests.imaging.drawing import draw_page

from scord.imaging.borders import without_borders
from scord.imaging.steps import binarise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]


@cache
def _drawn() -> Grey:
    return (40 + 0.7 * np.asarray(draw_page())).astype(np.uint8)


def page() -> Grey:
    return _drawn().copy()


def ink(grey: Grey) -> int:
    return int(np.count_nonzero(binarise(grey) == 0))


def inside(grey: Grey) -> Grey:
    """What is more than 20 mm from the edge, where only writing is."""
    return grey[160:-160, 160:-160]


@pytest.mark.parametrize("level", [10, 60, 120])
@pytest.mark.parametrize("width", [8, 40, 90])
def test_a_frame_round_the_page_is_gone_and_the_writing_is_not(width: int, level: int) -> None:
    clean, framed = page(), page()
    framed[:width] = framed[-width:] = level
    framed[:, :width] = framed[:, -width:] = level
    cleaned = without_borders(framed, 200)
    assert np.array_equal(inside(cleaned), inside(clean))
    assert ink(cleaned) == pytest.approx(ink(clean), rel=0.01)


def test_a_wedge_beside_a_crooked_sheet_is_gone() -> None:
    wedged = page()
    corner = np.array([(0, 0), (110, 0), (10, 2338), (0, 2338)])
    cv2.fillPoly(wedged, [corner], (15,))
    assert ink(without_borders(wedged, 200)) == pytest.approx(ink(page()), rel=0.01)


def test_writing_that_touches_a_border_stays() -> None:
    bordered = page()
    bordered[:, :40] = 10
    bordered[1000:1006, 30:140] = 20  # a stroke that runs into it
    cleaned = without_borders(bordered, 200)
    assert (cleaned[1000:1006, 46:140] == bordered[1000:1006, 46:140]).all()
    assert (cleaned[500, :30] > 150).all()


@pytest.mark.parametrize("dpi", [200, 300])
def test_a_page_without_borders_is_handed_back_as_it_is(dpi: int) -> None:
    clean = page()
    assert without_borders(clean, dpi) is clean


def _under_an_open_lid(small: Grey, top: int, left: int) -> Grey:
    """A small sheet on a scanner that sees black beside it."""
    black = np.random.default_rng(0).normal(12, 3, (2338, 1654)).clip(0, 255).astype(np.uint8)
    black[top : top + small.shape[0], left : left + small.shape[1]] = small
    return black


@pytest.mark.parametrize(("top", "left"), [(0, 0), (300, 250), (684, 487)])
def test_the_black_beside_a_small_sheet_is_cut_off_and_no_writing_is(top: int, left: int) -> None:
    small = (40 + 0.7 * np.asarray(draw_page(200, (5.83, 8.27)))).astype(np.uint8)
    cleaned = without_borders(_under_an_open_lid(small, top, left), 200)
    assert all(0 <= a - b <= 40 for a, b in zip(cleaned.shape, small.shape, strict=True))
    assert ink(cleaned) == pytest.approx(ink(small), rel=0.05)


def test_a_black_band_with_light_words_on_it_is_kept_whole() -> None:
    banner = page()
    banner[:320] = 10
    cv2.putText(banner, "Imagerie du Parc", (100, 60), 0, 2, (220,), 4, cv2.LINE_AA)
    cleaned = without_borders(banner, 200)
    assert cleaned.shape == banner.shape
    assert np.array_equal(cleaned[40:80, 100:600], banner[40:80, 100:600])


def _stamp() -> Grey:
    stamped = page()
    cv2.rectangle(stamped, (1200, 0), (1653, 110), (20,), -1)
    return stamped


def _table_frame() -> Grey:
    framed = page()
    cv2.rectangle(framed, (2, 2), (1651, 2335), (20,), 4)
    return framed


def _letterhead() -> Grey:
    banner = page()
    banner[:320] = 50
    return banner


def _shadow() -> Grey:
    light = np.minimum(1, 0.35 + np.arange(1654) / 500)
    return (page() * light).astype(np.uint8)


def _written_on() -> Grey:
    edge = page()
    edge[-100:] = 110
    for left in range(40, 1600, 150):
        cv2.putText(edge, "page 1", (left, 2300), 0, 1.2, (10,), 3, cv2.LINE_AA)
    return edge


@pytest.mark.parametrize("drawn", [_stamp, _letterhead, _shadow, _written_on])
def test_what_is_no_border_stays(drawn: object) -> None:
    kept = drawn()  # type: ignore[operator]
    assert without_borders(kept, 200) is kept


def test_a_table_that_fills_the_page_keeps_its_frame() -> None:
    framed = _table_frame()
    assert np.array_equal(without_borders(framed, 200), framed)


def test_a_tiny_and_a_black_page_are_handed_back() -> None:
    for grey in (np.full((3, 5), 200, np.uint8), np.zeros((2338, 1654), np.uint8)):
        assert without_borders(grey, 200) is grey
