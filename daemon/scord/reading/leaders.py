"""Takes away the dotted lines of forms, for which OCR passes over whole fields.

A line of dots is told from print by a matrix printer, whose letters are dots too: over and under it
there are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scord.imaging.raster import Bitonal

    _Array = NDArray[Any]

_MM_PER_IN = 25.4
_DOT_MM = 0.75  # wide and high at most
_CELL_MM = 0.25
_BESIDE = (33, 3)  # cells, so 8 mm wide and 0.75 mm high
_AROUND = (33, 17)
_DOTS_LEAST = 5  # in 8 mm
_AT_ITS_END = 2
_OTHERS_MOST = 1.5  # times as many around as in the line


def without_leaders(page: Bitonal, dpi: float) -> Bitonal:
    mm = _MM_PER_IN / dpi
    _components, marks, places, centres = cv2.connectedComponentsWithStats(cv2.bitwise_not(page))
    wide, high = places[:, cv2.CC_STAT_WIDTH], places[:, cv2.CC_STAT_HEIGHT]
    dots = np.maximum(wide, high) * mm <= _DOT_MM
    place = tuple((centres * (mm / _CELL_MM)).astype(int).T[::-1])
    beside, around = _count(dots, place, _BESIDE), _count(dots, place, _AROUND)
    leaders = dots & (beside >= _DOTS_LEAST) & (around <= _OTHERS_MOST * beside)
    leaders |= dots & (_count(leaders, place, _BESIDE) >= _AT_ITS_END)
    if not leaders.any():
        return page
    return np.where(leaders[marks], 255, page).astype(np.uint8)


def _count(dots: _Array, place: tuple[_Array, ...], size: tuple[int, int]) -> _Array:
    """How many of `dots` lie in a window of `size` cells around each component."""
    rows, columns = place
    cells = np.zeros((rows.max() + 1, columns.max() + 1), np.float32)
    np.add.at(cells, (rows[dots], columns[dots]), 1)
    return cv2.boxFilter(cells, -1, size, normalize=False, borderType=cv2.BORDER_CONSTANT)[place]
