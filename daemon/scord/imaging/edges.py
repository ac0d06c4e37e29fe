"""Writing that the picture's edge cuts through: the sheet lay beside the glass, or was fed askew.

Arrêté du 31 mars 2022, annexe XV, counts an image shifted to the left, the right, the top or the
bottom among the truncated ones. Only writing is looked for: rulings, frames, stamps, dirt and dark
borders may touch an edge. A cut that passes between two lines leaves nothing to be seen.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from scord.imaging.verdict import Side

if TYPE_CHECKING:
    from scord.imaging.raster import Bitonal

_MM_PER_INCH = 25.4
_FINE_ENOUGH_DPI = 150
_SIDES = (Side.TOP, Side.RIGHT, Side.BOTTOM, Side.LEFT)  # after so many quarter turns: on top

# All in mm.
_DEEP = 8.0  # from the edge inward, two lines of print
_AT_EDGE = 0.25
_LETTER = (0.5, 8.0)  # its larger side: less is dirt, more a ruling, a picture or a border
_LETTER_AREA = 0.12  # mm²
_STUMP = 0.6  # what is left of a letter that was cut through, at least
_STROKE_MAX = 4.0  # where the edge cuts it
_LETTER_GAP = 4.0  # with a space between
_ON = 3.0  # within which a line of writing goes on
_LINE_APART = 2.0
_LETTER_HEIGHT = (0.7, 6.0)
_GUTTER, _GUTTER_WITHIN = 2.5, 25.0  # a strip of the facing page, a spiral binding

_ALIKE = (0.4, 2.5)  # heights of letters in one line
_EMPTY = 255 * 0.95  # the mean of a row with a speck in it
_LETTERS_MIN = 6  # cut in a row
_BESIDE_MIN = 3  # letters after the one that is cut: fewer may be stains
_LINES_MIN = 2  # running into the edge

_Lengths = NDArray[np.float64]


class _Blobs(NamedTuple):
    """The ink in a strip along an edge, in mm: `along` the edge and `deep` from it."""

    labels: NDArray[np.int32]
    along: _Lengths
    deep: _Lengths
    width: _Lengths
    height: _Lengths
    is_letter: NDArray[np.bool_]
    at_edge: NDArray[np.bool_]


def cut_sides(page: Bitonal, dpi: float, turns: int) -> tuple[Side, ...]:
    """The sides at which writing is cut off, as they lie after `turns` anticlockwise.

    Lines of writing must lie level after those turns, within a few degrees.
    """
    step = max(1, int(dpi // _FINE_ENOUGH_DPI))
    coarse, px_per_mm = page[::step, ::step], dpi / step / _MM_PER_INCH
    return tuple(
        side
        for quarter, side in enumerate(_SIDES)
        if _is_cut(np.rot90(coarse, turns + quarter), px_per_mm, across=quarter % 2 == 1)
    )


def _is_cut(page: Bitonal, px_per_mm: float, *, across: bool) -> bool:
    """Whether writing is cut at the top of `page`; `across`: its lines run towards that edge."""
    at_edge = max(1, round(_AT_EDGE * px_per_mm))
    strokes = np.count_nonzero(np.diff(page[:at_edge].min(axis=0))) / 2
    if strokes < (_LINES_MIN if across else _LETTERS_MIN):
        return False
    blobs = _blobs(page[: round(_DEEP * px_per_mm)], px_per_mm)
    if not across:
        return _letters_in_a_row(blobs, at_edge, px_per_mm) >= _LETTERS_MIN
    lines = _lines_into(blobs)
    return len(lines) >= _LINES_MIN and not _is_beyond_a_gutter(page, lines, px_per_mm)


def _blobs(strip: Bitonal, px_per_mm: float) -> _Blobs:
    ink = (strip == 0).view(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink))
    along, deep, width, height = stats[:, :4].T.astype(np.float64) / px_per_mm
    larger = np.maximum(width, height)
    area = stats[:, cv2.CC_STAT_AREA] / px_per_mm**2
    is_letter = (larger > _LETTER[0]) & (larger < _LETTER[1]) & (area > _LETTER_AREA)
    is_letter[0] = False  # the paper
    return _Blobs(
        np.asarray(labels, np.int32), along, deep, width, height, is_letter, deep < _AT_EDGE
    )


def _letters_in_a_row(blobs: _Blobs, at_edge: int, px_per_mm: float) -> int:
    """How many strokes of letters, each near the next, the edge cuts through; top or bottom."""
    stumps = blobs.is_letter & (blobs.height > _STUMP) & (blobs.height < _LETTER_HEIGHT[1])
    is_crumb = np.maximum(blobs.width, blobs.height) < _LETTER[1]  # of badly printed letters
    edge = np.concatenate([[0], blobs.labels[:at_edge].max(axis=0), [0]])
    starts = np.flatnonzero(np.diff(edge))
    most = row = 0
    last = -len(edge)
    for start, end in pairwise(starts):
        blob, is_thin = edge[start + 1], end - start < _STROKE_MAX * px_per_mm
        is_stroke = is_thin and stumps[blob]
        if not blob or (is_thin and is_crumb[blob] and not is_stroke):
            continue
        near = start - last < _LETTER_GAP * px_per_mm
        row = (row + 1 if near else 1) if is_stroke else 0
        most, last = max(most, row), int(end)
    return most


def _lines_into(blobs: _Blobs) -> list[tuple[float, float]]:
    """Where along the edge, from and to, lines of writing run into it; left or right."""
    is_tall = (blobs.width > _LETTER_HEIGHT[0]) & (blobs.width < _LETTER_HEIGHT[1])
    inner = blobs.is_letter & ~blobs.at_edge & is_tall
    middle = blobs.along + blobs.width / 2
    lines: list[tuple[float, float]] = []
    for stump in np.flatnonzero(blobs.is_letter & blobs.at_edge & is_tall):
        size, start = blobs.width[stump], blobs.along[stump]
        beside = inner & (middle > start - 0.3 * size) & (middle < start + 1.3 * size)
        beside &= (blobs.width > _ALIKE[0] * size) & (blobs.width < _ALIKE[1] * size)
        if np.count_nonzero(beside) < _BESIDE_MIN:
            continue
        goes_on = blobs.deep[beside].min() - blobs.height[stump] < _ON
        if goes_on and all(abs(middle[stump] - sum(line) / 2) > _LINE_APART for line in lines):
            lines.append((start, start + size))
    return lines


def _is_beyond_a_gutter(page: Bitonal, lines: list[tuple[float, float]], px_per_mm: float) -> bool:
    """Whether a strip of empty paper parts the beginnings of all these lines from the page."""
    strip = page[: round(_GUTTER_WITHIN * px_per_mm)]
    empty = np.ones(len(strip), np.bool_)
    for start, end in lines:
        line = strip[:, int(start * px_per_mm) : int(end * px_per_mm) + 1]
        empty &= line.mean(axis=1) > _EMPTY
    ink = np.flatnonzero(np.append(~empty, True))
    return bool(np.diff(ink).max(initial=0) > _GUTTER * px_per_mm)
