"""A cover slip is known by its two bars whatever befell it, and nothing else is taken for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from tests.imaging.drawing import draw_page

from scord.reading.slip_mark import has_slip_mark
from scord.reading.slip_shape import BAR_INSET_MM, BAR_MM

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Page = NDArray[np.uint8]

pytestmark = pytest.mark.slow

DPI = 200
EDGE, BAR = round(BAR_INSET_MM / 25.4 * DPI), round(BAR_MM / 25.4 * DPI)


def paper(dpi: int = DPI) -> Page:
    """A4 with lines of text, clear of where the bars of a slip stand."""
    page = np.where(np.asarray(draw_page(dpi)) > 127, 255, 0).astype(np.uint8)
    page[:, : round(0.9 * dpi)] = page[:, -round(0.9 * dpi) :] = 255
    return page


def slip(dpi: int = DPI, bar_mm: float = BAR_MM, inset_mm: float = BAR_INSET_MM) -> Page:
    page = paper(dpi)
    edge, bar = round(inset_mm / 25.4 * dpi), round(bar_mm / 25.4 * dpi)
    page[edge:-edge, edge : edge + bar] = 0
    page[edge:-edge, -edge - bar : -edge] = 0
    return page


def skewed(page: Page, degrees: float, scale: float = 1.0) -> Page:
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    worn = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_NEAREST, borderValue=(255,))
    return np.asarray(worn, dtype=np.uint8)


def flipped(page: Page, share: float, block_px: int, seed: int) -> Page:
    """Black and white exchanged in square blocks that cover `share` of the page."""
    height, width = page.shape
    rng = np.random.default_rng(seed)
    hit = rng.random((height // block_px + 1, width // block_px + 1)) < share
    blocks = np.kron(hit, np.ones((block_px, block_px), bool))[:height, :width]
    return np.where(blocks, 255 - page, page).astype(np.uint8)


def holed(page: Page, share: float, blob_px: int, seed: int) -> Page:
    """Toner that did not stick: white blobs that take `share` of the ink."""
    height, width = page.shape
    rough = np.random.default_rng(seed).standard_normal(
        (height // blob_px + 2, width // blob_px + 2), dtype=np.float32
    )
    field = cv2.resize(rough, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.where(field < np.quantile(field[::8, ::8], share), 255, page).astype(np.uint8)


def hollow(page: Page) -> Page:
    """What an adaptive threshold makes of solid black: its rim, and nothing inside."""
    inside = cv2.dilate(page, np.ones((25, 25), np.uint8))
    return np.where(inside == 0, 255, page).astype(np.uint8)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("degrees", [-4, -2, 0, 2, 4])
def test_a_slip_is_known_however_it_lies(turns: int, degrees: float) -> None:
    assert has_slip_mark(np.ascontiguousarray(np.rot90(skewed(slip(), degrees), turns)), DPI)


@pytest.mark.parametrize("dpi", [150, 200, 240, 300, 600])
def test_a_slip_is_known_at_any_resolution(dpi: int) -> None:
    assert has_slip_mark(slip(dpi), dpi)


@pytest.mark.parametrize("scale", [0.88, 0.94, 1.03])
def test_a_slip_printed_or_photographed_at_another_scale_is_known(scale: float) -> None:
    assert has_slip_mark(skewed(slip(), 1, scale), DPI)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("block_px", [2, 8, 30, 60])
@pytest.mark.parametrize("share", [0.10, 0.25])
def test_a_slip_is_known_under_dirt(share: float, block_px: int, seed: int) -> None:
    assert has_slip_mark(flipped(skewed(slip(), 1.7), share, block_px, seed), DPI)


@pytest.mark.parametrize("blob_px", [4, 20, 80])
def test_a_slip_is_known_with_half_its_toner_gone(blob_px: int) -> None:
    assert has_slip_mark(holed(skewed(slip(), -1.7), 0.55, blob_px, seed=1), DPI)


def test_a_slip_is_known_under_dirt_with_holes_and_half_a_bar_missing() -> None:
    page = holed(flipped(slip(), 0.12, 16, seed=2), 0.3, 20, seed=2)
    page[900:2000, : EDGE + 2 * BAR] = 255
    assert has_slip_mark(page, DPI)


def test_a_slip_whose_bars_came_out_hollow_is_known() -> None:
    page = hollow(slip())
    assert (page[600:1700, EDGE + BAR // 2] == 255).all()
    assert has_slip_mark(page, DPI)


def test_a_slip_with_the_black_border_of_a_scanner_is_known() -> None:
    page = slip()
    page[:, :25] = page[-25:] = 0
    assert has_slip_mark(page, DPI)


def with_borders(page: Page) -> Page:
    page[:, : EDGE + BAR] = page[:, -EDGE - BAR :] = 0
    return page


def with_frame(page: Page) -> Page:
    return cv2.rectangle(page, (EDGE, EDGE), (1654 - EDGE, 2339 - EDGE), (0,), 14)


def with_table(page: Page) -> Page:
    for left in range(EDGE, 1654 - EDGE, 50):
        page[EDGE:-EDGE, left : left + 6] = 0
    return page


def with_one_bar(page: Page) -> Page:
    page[EDGE:-EDGE, EDGE : EDGE + BAR] = 0
    return page


def with_wide_bars(page: Page) -> Page:
    page[EDGE:-EDGE, EDGE : EDGE + 3 * BAR] = page[EDGE:-EDGE, -EDGE - 3 * BAR : -EDGE] = 0
    return page


def with_short_bars(page: Page) -> Page:
    page[:260, EDGE : EDGE + BAR] = page[:260, -EDGE - BAR : -EDGE] = 0
    return page


@pytest.mark.parametrize(
    "drawn",
    [with_borders, with_frame, with_table, with_one_bar, with_wide_bars, with_short_bars],
)
@pytest.mark.parametrize("degrees", [0, 1.3])
def test_an_ordinary_page_is_no_slip(drawn: Callable[[Page], Page], degrees: float) -> None:
    page = skewed(drawn(paper()), degrees)
    assert not has_slip_mark(page, DPI)
    assert not has_slip_mark(np.ascontiguousarray(page.T), DPI)


@pytest.mark.parametrize("value", [0, 255])
def test_a_black_and_a_white_page_are_no_slips(value: int) -> None:
    assert not has_slip_mark(np.full((2339, 1654), value, np.uint8), DPI)


def test_dirt_alone_is_no_slip() -> None:
    assert not has_slip_mark(flipped(paper(), 0.25, 30, seed=4), DPI)


@pytest.mark.parametrize("size", [(1, 1), (5, 3000), (900, 700)])
def test_a_scrap_of_paper_is_no_slip(size: tuple[int, int]) -> None:
    assert not has_slip_mark(np.zeros(size, np.uint8), DPI)
    assert not has_slip_mark(np.full(size, 255, np.uint8), DPI)
