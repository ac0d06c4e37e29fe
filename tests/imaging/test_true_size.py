"""Which resolution is believed, and which grid a page is brought to."""

from __future__ import annotations

import pytest

from scord.imaging.true_size import bitonal_grid, grid, true_dpi

A4_300 = (2480, 3508)


@pytest.mark.parametrize(
    ("size", "claimed", "believed"),
    [
        (A4_300, (300, 300), True),
        ((3508, 4961), (300, 300), True),  # A3
        ((1200, 9000), (300, 300), True),  # a long receipt
        ((620, 877), (75, 75), True),
        ((1012, 638), (300, 300), True),  # a card
        (A4_300, (72, 72), False),  # would be a poster
        ((850, 1200), (72, 72), False),  # 72 by default: A3 would be a coincidence
        (A4_300, (3000, 3000), False),  # would be a stamp
        (A4_300, (1, 1), False),
        (A4_300, None, False),
    ],
)
def test_a_resolution_is_believed_where_the_paper_could_be_true(
    size: tuple[int, int], claimed: tuple[float, float] | None, believed: bool
) -> None:
    expected = claimed if believed else pytest.approx((max(size) / 11.69,) * 2)
    assert true_dpi(size, claimed) == expected


@pytest.mark.parametrize(
    ("dpi", "expected"),
    [
        ((300, 300), 200),
        ((150, 150), 200),
        ((199, 199), 200),  # never below
        ((200, 200), 200),
        ((203.2, 203.2), 203.2),  # 8 px a mm: kept, since resampling costs sharpness
        ((204, 196), 200),
    ],
)
def test_a_grey_page_comes_to_200_dpi_or_keeps_a_grid_just_above(
    dpi: tuple[float, float], expected: float
) -> None:
    assert grid(dpi, 200) == expected


@pytest.mark.parametrize(
    ("dpi", "expected"),
    [((600, 600), 600), ((200, 200), 200), ((100, 100), 200), ((204, 98), 204), ((204, 196), 204)],
)
def test_a_bitonal_page_keeps_its_own_grid_where_that_is_fine_enough(
    dpi: tuple[float, float], expected: float
) -> None:
    assert bitonal_grid(dpi, 200) == expected
