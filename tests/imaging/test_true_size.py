"""Which resolution is believed, and which grid a page is brought to."""

from __future__ import annotations

import pytest

from scord.imaging.true_size import bitonal_grid, grid, is_believed, sheet_inches, true_dpi

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
    [
        ((150, 150), 200),
        ((200, 200), 200),
        ((240, 240), 240),
        ((300, 300), 300),
        ((310, 310), 310),
        ((600, 600), 300),
        ((300, 250), 250),
    ],
)
def test_a_native_grid_is_kept_up_to_300_dpi(dpi: tuple[float, float], expected: float) -> None:
    assert grid(dpi, 200, 300) == expected


@pytest.mark.parametrize(
    ("proportion", "millimetres"),
    [
        (0.707, (210, 297)),
        (1.414, (297, 210)),
        (0.74, (210, 297)),  # nearly: seen from aside, or a little bent
        (0.77, (228.7, 297)),  # US letter keeps its own proportions
        (1.0, (297, 297)),
        (1.586, (210, 132.4)),  # a card, enlarged to A5's long side
        (0.25, (80, 320)),  # a roll
        (0.44, (92.4, 210)),  # a short one
    ],
)
def test_a_sheet_in_a_photo_has_the_size_of_a_usual_one_of_its_proportions(
    proportion: float, millimetres: tuple[float, float]
) -> None:
    expected = [side / 25.4 for side in millimetres]
    assert sheet_inches(proportion) == pytest.approx(expected, rel=0.005)


def test_a_resolution_that_is_not_told_is_not_believed() -> None:
    assert not is_believed(A4_300, None)


@pytest.mark.parametrize(
    ("dpi", "expected"),
    [((600, 600), 600), ((200, 200), 200), ((100, 100), 200), ((204, 98), 204), ((204, 196), 204)],
)
def test_a_bitonal_page_keeps_its_own_grid_where_that_is_fine_enough(
    dpi: tuple[float, float], expected: float
) -> None:
    assert bitonal_grid(dpi, 200) == expected
