"""Writing cut off at a side is seen there; what else may touch an edge is not taken for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.imaging.drawing import draw_page, draw_prescription

from scord.imaging.edges import cut_sides
from scord.imaging.verdict import Side, common_flaw, cut_off
from scord_shared.errors import Code

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

DPI = 200
MM = DPI / 25.4


def bitonal(page: Pixels) -> Pixels:
    return np.where(page > 127, 255, 0).astype(np.uint8)


SHEET = bitonal(np.asarray(draw_prescription(DPI)))
SIDES = (Side.TOP, Side.RIGHT, Side.BOTTOM, Side.LEFT)


def cut_at(sheet: Pixels, side: Side, mm: float) -> Pixels:
    """`sheet` without all that is up to so many mm into its writing."""
    quarter = SIDES.index(side)
    turned = np.rot90(sheet, quarter)
    writing = int((turned == 0).any(axis=1).argmax())
    return np.rot90(turned[writing + round(mm * MM) :], -quarter)


@pytest.mark.parametrize("mm", [3, 12, 20, 30])
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_lines_that_run_into_a_side_are_cut_there(side: Side, mm: float) -> None:
    assert cut_sides(cut_at(SHEET, side, mm), DPI, 0) == (side,)


@pytest.mark.parametrize("side", [Side.TOP, Side.BOTTOM])
def test_a_line_cut_through_its_letters_is_cut_there(side: Side) -> None:
    assert cut_sides(cut_at(SHEET, side, 1.5), DPI, 0) == (side,)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_sides_are_those_of_the_page_as_it_is_read(turns: int) -> None:
    lying = np.rot90(cut_at(SHEET, Side.RIGHT, 12), -turns)
    assert cut_sides(lying, DPI, turns) == (Side.RIGHT,)


def test_a_page_cut_at_two_sides_tells_both() -> None:
    page = cut_at(cut_at(SHEET, Side.LEFT, 12), Side.RIGHT, 20)
    assert cut_sides(page, DPI, 0) == (Side.RIGHT, Side.LEFT)


def test_a_finer_page_is_judged_alike() -> None:
    fine = bitonal(np.asarray(draw_prescription(300)))
    left = int((fine == 0).any(axis=0).argmax())
    assert cut_sides(fine[:, left + 150 :], 300, 0) == (Side.LEFT,)


@pytest.mark.parametrize("sheet", [SHEET, bitonal(np.asarray(draw_page(DPI)))])
def test_a_whole_page_is_not_cut(sheet: Pixels) -> None:
    assert cut_sides(sheet, DPI, 0) == ()


@pytest.mark.parametrize("side", SIDES)
def test_a_page_cropped_close_to_its_writing_is_not_cut(side: Side) -> None:
    assert cut_sides(cut_at(SHEET, side, -1), DPI, 0) == ()


def test_rulings_and_frames_may_run_off_the_page() -> None:
    page = SHEET.copy()
    page[100::70, :90] = page[100::70, -90:] = 0
    page[:70, 100::200] = page[-70:, 100::200] = 0
    assert cut_sides(page, DPI, 0) == ()


def test_a_black_border_of_the_scanner_is_not_writing() -> None:
    page = SHEET.copy()
    page[:25] = page[:, -30:] = 0
    assert cut_sides(page, DPI, 0) == ()


def test_specks_along_the_edges_are_not_writing() -> None:
    page = SHEET.copy()
    rng = np.random.default_rng(2)
    for quarter in range(4):
        edge = np.rot90(page, quarter)
        for at in rng.integers(0, edge.shape[1] - 4, 80):
            edge[: rng.integers(1, 5), at : at + rng.integers(1, 4)] = 0
    assert cut_sides(page, DPI, 0) == ()


def test_a_strip_of_the_facing_page_is_not_this_pages_writing() -> None:
    left = int((SHEET == 0).any(axis=0).argmax())
    facing = SHEET[:, -left - 300 : -left - 230]
    gutter = np.full((len(SHEET), 40), 255, np.uint8)
    assert cut_sides(np.hstack([facing, gutter, SHEET]), DPI, 0) == ()


def test_an_empty_page_is_not_cut() -> None:
    assert cut_sides(np.full_like(SHEET, 255), DPI, 0) == ()


# -- its words


@pytest.mark.parametrize(
    ("sides", "code"),
    [
        ((), None),
        ((Side.TOP,), Code.IMAGE_CUT_TOP),
        ((Side.RIGHT,), Code.IMAGE_CUT_RIGHT),
        ((Side.BOTTOM,), Code.IMAGE_CUT_BOTTOM),
        ((Side.LEFT,), Code.IMAGE_CUT_LEFT),
        ((Side.TOP, Side.LEFT), Code.IMAGE_CUT_OFF),
    ],
)
def test_a_cut_is_named_by_its_side(sides: tuple[Side, ...], code: Code | None) -> None:
    assert cut_off(sides) is code


def test_pages_of_one_flaw_give_it_to_the_document_and_others_are_illegible_together() -> None:
    assert common_flaw([]) is None
    assert common_flaw([Code.IMAGE_BLURRED] * 2) is Code.IMAGE_BLURRED
    assert common_flaw([Code.IMAGE_BLURRED, Code.IMAGE_CUT_TOP]) is Code.IMAGE_ILLEGIBLE
