"""Sheets found in photos; above all, that no crop loses writing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from tests.imaging.drawing import draw_page
from tests.imaging.photos import (
    FROM_ASIDE,
    SIZE,
    STRAIGHT,
    TILTED,
    Photo,
    bent,
    photograph,
    seen,
    shaded,
)

from scord.imaging.paper import find_sheet, laid_flat, longest_side, proportion
from scord.imaging.steps import binarise, without_borders

if TYPE_CHECKING:
    from tests.imaging.photos import Image


@cache
def page() -> Image:
    return np.asarray(draw_page(130))


def _off(photo: Photo) -> float:
    """How far the sheet was found from where it lies, in px, at its worst corner."""
    found = find_sheet(photo.pixels)
    assert found is not None
    return float(np.linalg.norm(found - photo.corners, axis=1).max())


@pytest.mark.parametrize("desk", [20, 60, 110, 160])
@pytest.mark.parametrize("corners", [STRAIGHT, TILTED, FROM_ASIDE])
def test_a_sheet_on_a_darker_desk_is_found_and_hardly_more(
    corners: tuple[tuple[float, float], ...], desk: int
) -> None:
    photo = photograph(page(), corners, desk=desk)
    assert _off(photo) < 25


_A5, _ROLL, _LONG_ROLL = (5.83, 8.27), (3.15, 9.5), (3.15, 14.0)


@pytest.mark.parametrize("desk", [20, 150])
@pytest.mark.parametrize("tilt", [0, 20])
@pytest.mark.parametrize(("inches", "high"), [(_A5, 620), (_ROLL, 1200), (_LONG_ROLL, 1300)])
def test_a_small_sheet_and_a_roll_are_found(
    inches: tuple[float, float], high: float, tilt: float, desk: int
) -> None:
    sheet = np.asarray(draw_page(130, inches))
    photo = photograph(sheet, seen(inches[0] / inches[1], high, turn=-4, tilt=tilt), desk=desk)
    assert _off(photo) < 30


@pytest.mark.parametrize("tilt", [0, 15])
@pytest.mark.parametrize("turn", [-25, -15, 20, 25])
def test_a_sheet_turned_by_up_to_25_degrees_is_found(turn: float, tilt: float) -> None:
    assert _off(photograph(page(), seen(0.707, 1000, turn=turn, tilt=tilt))) < 30


@pytest.mark.parametrize("corner", range(4))
def test_a_hand_over_a_corner_costs_no_writing(corner: int) -> None:
    photo = photograph(page(), seen(0.707, 1100, turn=3))
    x, y = photo.corners[corner].astype(int).tolist()
    cv2.ellipse(photo.pixels, (x, y), (110, 150), 30, 0, 360, (140,), -1)
    found = find_sheet(photo.pixels)
    assert found is None or photo.lost(found) == 0


@pytest.mark.parametrize("turn", [-4, 3])
@pytest.mark.parametrize("across", [300, 450, 600, 750])
def test_a_sharp_shadow_across_the_sheet_is_no_side_of_it(across: int, turn: float) -> None:
    photo = photograph(page(), seen(0.707, 1100, turn=turn), desk=40)
    light = np.where(np.arange(SIZE[0]) + np.arange(SIZE[1])[:, None] // 4 < across + 200, 1, 0.45)
    dark = Photo((photo.pixels * light).astype(np.uint8), photo.ink, photo.corners)
    found = find_sheet(dark.pixels)
    assert found is None or dark.lost(found) == 0


def test_of_two_sheets_with_writing_neither_is_cut_off() -> None:
    one, other = (
        photograph(page(), tuple((x / 2 + aside, y / 2 + 300) for x, y in TILTED))
        for aside in (20, 560)
    )
    place = np.zeros(one.pixels.shape, np.uint8)
    cv2.fillConvexPoly(place, other.corners.round().astype(np.int32), 1)
    assert find_sheet(np.where(place > 0, other.pixels, one.pixels)) is None


def test_a_sheet_in_a_dim_photo_half_in_shadow_is_found() -> None:
    photo = photograph(page())
    light = 0.4 - 0.1 * np.tanh((np.arange(SIZE[0]) - 600) / 80)
    dim = Photo((photo.pixels * light).astype(np.uint8), photo.ink, photo.corners)
    assert _off(dim) < 25


def test_a_finger_over_an_edge_does_not_hide_the_sheet() -> None:
    photo = photograph(page())
    cv2.line(photo.pixels, (960, 800), (1200, 900), 150, 80)
    found = find_sheet(photo.pixels)
    assert found is not None
    assert photo.lost(found) == 0


def test_a_sheet_as_bright_as_its_desk_is_left_whole() -> None:
    assert find_sheet(photograph(page(), desk=214).pixels) is None


def test_a_photo_that_the_sheet_fills_is_left_whole() -> None:
    assert find_sheet(page()) is None


def test_a_desk_with_no_sheet_is_left_whole() -> None:
    assert find_sheet(photograph(np.full((400, 300), 70, np.uint8)).pixels) is None


@pytest.mark.parametrize("light", [0.65, 0.8, 0.9])
def test_a_folded_sheet_is_never_cut_at_its_fold(light: float) -> None:
    photo = photograph(shaded(page(), slice(700, None), light))
    found = find_sheet(photo.pixels)
    assert found is None or photo.lost(found) == 0


@pytest.mark.parametrize("light", [0.7, 0.85, 1.0])
def test_of_an_open_notebook_no_page_is_cut_off(light: float) -> None:
    both = shaded(np.hstack([page(), page()]), slice(page().shape[1], None), light, columns=True)
    both = shaded(both, slice(page().shape[1] - 12, page().shape[1] + 12), 0.4, columns=True)
    photo = photograph(both, ((80, 420), (1120, 400), (1130, 1150), (70, 1160)))
    found = find_sheet(photo.pixels)
    assert found is None or photo.lost(found) == 0


def test_writing_on_paper_beside_the_sheet_forbids_the_crop() -> None:
    photo = photograph(page(), STRAIGHT)
    cv2.rectangle(photo.pixels, (1020, 300), (1200, 900), 190, -1)
    for line in range(340, 880, 40):
        cv2.putText(photo.pixels, "deux fois", (1030, line), 0, 0.9, 30, 2, cv2.LINE_AA)
    assert find_sheet(photo.pixels) is None


@pytest.mark.parametrize("depth", [15, 40, 70])
def test_a_bent_sheet_loses_no_writing(depth: int) -> None:
    photo = photograph(bent(page(), depth), STRAIGHT)
    found = find_sheet(photo.pixels)
    assert found is None or photo.lost(found) == 0


@pytest.mark.parametrize("aside", [-300, -150, 150, 300])
@pytest.mark.parametrize("down", [0, 350])
def test_a_sheet_partly_outside_the_photo_loses_nothing_that_is_in_it(
    aside: int, down: int
) -> None:
    corners = tuple((x + aside, y + down) for x, y in TILTED)
    photo = photograph(page(), corners)
    found = find_sheet(photo.pixels)
    assert found is None or photo.lost(found) == 0


def test_the_sheet_laid_flat_shows_what_was_drawn() -> None:
    photo = photograph(page())
    found = find_sheet(photo.pixels)
    assert found is not None
    size = (page().shape[1], page().shape[0])
    flat = binarise(without_borders(laid_flat(photo.pixels, found, size), 130))
    assert _like(flat, np.where(page() > 127, 255, 0)) > 0.7


def _like(one: Image, other: Image) -> float:
    """How alike the two are where lines of writing run, -1 to 1."""
    lines = [cv2.blur(image.astype(np.float32), (61, 25)).ravel() for image in (one, other)]
    return float(np.corrcoef(lines)[0, 1])


def test_a_photo_finer_than_its_sheet_comes_out_is_averaged_not_sampled() -> None:
    noisy = np.random.default_rng(2).integers(0, 255, (1600, 1600)).astype(np.uint8)
    whole = np.array([(0, 0), (1600, 0), (1600, 1600), (0, 1600)], np.float64)
    assert laid_flat(noisy, whole, (400, 400)).std() < noisy.std() / 3


@pytest.mark.parametrize("tilt", [0.0, 15.0, 30.0])
@pytest.mark.parametrize("ratio", [0.4, 0.707, 1.414])
def test_the_proportions_of_a_sheet_seen_from_aside_are_known(ratio: float, tilt: float) -> None:
    """A camera 2.5 sheets away, tilted about the horizontal, as phones are held."""
    half = np.array([(-ratio, -1), (ratio, -1), (ratio, 1), (-ratio, 1)]) / 2
    angle = np.deg2rad(tilt)
    x, y, depth = half[:, 0], half[:, 1] * np.cos(angle), 2.5 + half[:, 1] * np.sin(angle)
    focal = 0.8 * max(SIZE)
    seen = np.column_stack([focal * x / depth, focal * y / depth]) + np.array(SIZE) / 2
    assert proportion(seen, (SIZE[1], SIZE[0])) == pytest.approx(ratio, rel=0.01)


def test_the_longest_side_tells_how_finely_a_sheet_is_shown() -> None:
    assert longest_side(np.array(STRAIGHT, np.float64)) == 1130
