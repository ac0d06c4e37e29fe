from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from tests.bench.imaging.truth import US, f_measure, judged

if TYPE_CHECKING:
    from pathlib import Path

_TRUTH = np.array([[True, True, False], [True, True, False]])


def test_right_pixels_are_a_hundred() -> None:
    assert f_measure(_TRUTH, _TRUTH) == 100


def test_half_of_the_ink_found_is_two_thirds() -> None:
    half = np.array([[True, True, False], [False, False, False]])
    assert f_measure(half, _TRUTH) == pytest.approx(200 / 3)


def test_ink_in_the_wrong_place_only_is_zero() -> None:
    assert f_measure(~_TRUTH, _TRUTH) == 0


def test_empty_page_left_empty_is_a_hundred() -> None:
    nothing = np.zeros((2, 2), bool)
    assert f_measure(nothing, nothing) == 100


def test_clean_page_is_told_by_every_binariser(tmp_path: Path) -> None:
    page = np.full((256, 256), 230, np.uint8)
    page[60:200:20, 40:220] = 30
    Image.fromarray(page).save(tmp_path / "page.png")
    Image.fromarray(page > 128).save(tmp_path / "truth.png")
    found = judged(tmp_path / "page.png", tmp_path / "truth.png")
    assert set(found) == {US, "otsu", "sauvola"}
    assert all(f > 95 for f, _ in found.values())


def test_truth_of_another_size_is_left_out(tmp_path: Path) -> None:
    Image.new("L", (64, 64), 200).save(tmp_path / "page.png")
    Image.new("1", (64, 65), 1).save(tmp_path / "truth.png")
    assert judged(tmp_path / "page.png", tmp_path / "truth.png") == {}
