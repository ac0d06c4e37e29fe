"""Dotted lines of forms are taken away, print is not."""

from __future__ import annotations

import cv2
import numpy as np

from scord.reading.leaders import without_leaders

DPI = 300
PAPER, INK = 255, 0


def sheet() -> np.ndarray:
    return np.full((600, 1800), PAPER, np.uint8)


def dot(page: np.ndarray, x: int, y: int) -> None:
    page[y : y + 4, x : x + 4] = INK


def dotted(page: np.ndarray, y: int) -> np.ndarray:
    for x in range(300, 1500, 14):
        dot(page, x, y + x // 300)  # fed at a slant
    return page


def test_a_dotted_line_is_taken_away_and_the_name_on_it_stays() -> None:
    with_name = cv2.putText(
        sheet(), "MARTINEAU Jean", (400, 300), cv2.FONT_HERSHEY_SIMPLEX, 1.6, INK, 4
    )
    cleaned = without_leaders(dotted(with_name.copy(), 330), DPI)
    assert np.array_equal(cleaned, with_name)


def test_the_letters_of_a_matrix_printer_stay() -> None:
    page = sheet()
    for row in range(0, 63, 9):  # seven rows of dots a letter
        for x in range(300, 900, 14):
            dot(page, x, 200 + row)
    assert np.array_equal(without_leaders(page, DPI), page)


def test_commas_and_specks_stay() -> None:
    page = sheet()
    for x, y in ((300, 300), (420, 302), (600, 298), (900, 100), (1200, 500)):
        dot(page, x, y)
    assert np.array_equal(without_leaders(page, DPI), page)


def test_a_page_without_ink_stays_as_it_is() -> None:
    assert np.array_equal(without_leaders(sheet(), DPI), sheet())
