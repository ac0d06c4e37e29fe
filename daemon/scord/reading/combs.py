"""The combs of a form: rows of small boxes for one digit each, which OCR takes for rubbish.

The teeth between the digits are found by being alike and evenly spaced; the digits are then put
side by side without them, as on a line of print.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from scord.reading.clue import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scord.imaging.raster import Bitonal, Grey

_MM_PER_IN = 25.4
_TOOTH_MM = (1.6, 9.0)  # high
_TOOTH_WIDE_MM = 0.8
_PITCH_MM = (3.2, 8.0)
_OFF_MM = 0.5  # from where a tooth should stand
_SLOPE_MM = 4.0  # from one end of a row to the other, on a photo
_TEETH_LEAST = 7  # a date of six digits
_DIGIT_MM = 5.0  # the space for a digit, where teeth are lower
_DIGIT_LEAST_MM = 1.2  # high
_INSIDE_MM = 0.45  # from the middle of a tooth
_SPECK_MM2 = 0.35
_GAP_MM = 0.8  # between the digits of a line of print
_MARGIN_MM = 3.0
_SOFT_MM = 0.1


@dataclass(frozen=True)
class Comb:
    """`strip`: its digits as one line of print; `digits`: how many; `box` in mm."""

    strip: Grey
    digits: int
    box: Box


@dataclass(frozen=True)
class _Tooth:
    """All in mm."""

    x: float
    top: float
    bottom: float


def find_combs(page: Bitonal, dpi: float) -> Iterator[Comb]:
    """The filled ones; where boxes are left empty, each part of the row is a comb."""
    mm = _MM_PER_IN / dpi
    for teeth in _rows(_teeth(page, mm)):
        filled: list[tuple[Bitonal, Box]] = []
        for left, right in pairwise(teeth):
            box = _cell(left, right)
            digit = _digit(page, box, mm)
            if digit is not None:
                filled.append((digit, box))
            elif filled:
                yield _comb(filled, mm)
                filled = []
        if filled:
            yield _comb(filled, mm)


def _teeth(page: Bitonal, mm: float) -> list[_Tooth]:
    thick = cv2.dilate(cv2.bitwise_not(page), np.ones((2, 2), np.uint8))
    half, mm = np.ascontiguousarray(thick[::2, ::2]), 2 * mm  # a quarter of the time
    upright = np.ones((round(_TOOTH_MM[0] / mm), 1), np.uint8)
    strokes = cv2.morphologyEx(half, cv2.MORPH_OPEN, upright)
    _count, _marks, places, _centres = cv2.connectedComponentsWithStats(strokes)
    return sorted(
        (
            _Tooth((x + wide / 2) * mm, y * mm, (y + high) * mm)
            for x, y, wide, high, _area in places.tolist()
            if wide * mm <= _TOOTH_WIDE_MM and high * mm <= _TOOTH_MM[1]
        ),
        key=lambda tooth: tooth.x,
    )


def _rows(teeth: list[_Tooth]) -> Iterator[list[_Tooth]]:
    """The longest rows first; a tooth is of one row only."""
    left = teeth
    for first in teeth:
        if first not in left:
            continue
        beside = [
            tooth
            for tooth in left
            if tooth.x > first.x and abs(tooth.bottom - first.bottom) < _SLOPE_MM
        ]
        starts = [
            tooth
            for tooth in beside
            if _PITCH_MM[0] <= tooth.x - first.x <= _PITCH_MM[1] and _alike(first, tooth)
        ]
        row = max((_row(first, second, beside) for second in starts), key=len, default=[])
        if len(row) >= _TEETH_LEAST:
            yield row
            left = [tooth for tooth in left if tooth not in row]


def _row(first: _Tooth, second: _Tooth, beside: Sequence[_Tooth]) -> list[_Tooth]:
    row = [first, second]
    while True:
        due = 2 * row[-1].x - row[-2].x
        nearest = min(beside, key=lambda tooth: abs(tooth.x - due))
        if abs(nearest.x - due) > _OFF_MM or not _alike(row[-1], nearest):
            return row
        row.append(nearest)


def _alike(one: _Tooth, other: _Tooth) -> bool:
    return abs(one.bottom - other.bottom) <= _OFF_MM and abs(one.top - other.top) <= 2 * _OFF_MM


def _cell(left: _Tooth, right: _Tooth) -> Box:
    bottom = min(left.bottom, right.bottom) - _INSIDE_MM
    top = max(left.top, right.top) + _INSIDE_MM
    return Box(left.x + _INSIDE_MM, min(top, bottom - _DIGIT_MM), right.x - _INSIDE_MM, bottom)


def _digit(page: Bitonal, box: Box, mm: float) -> Bitonal | None:
    """What stands in the box, without the white beside it; None where nothing does."""
    top, bottom = max(0, round(box.top / mm)), round(box.bottom / mm)
    inside = page[top:bottom, round(box.left / mm) : round(box.right / mm)]
    digit = _without_lines(inside, mm)
    ink = np.flatnonzero((digit == 0).any(axis=0))
    if np.count_nonzero(digit == 0) * mm * mm < _SPECK_MM2:
        return None
    return digit[:, ink[0] : ink[-1] + 1]


def _without_lines(inside: Bitonal, mm: float) -> Bitonal:
    """The digit without specks and without what is left of the line that it stands on."""
    _count, marks, places, _centres = cv2.connectedComponentsWithStats(cv2.bitwise_not(inside))
    high = places[:, cv2.CC_STAT_HEIGHT] * mm >= _DIGIT_LEAST_MM
    high[0] = False  # the paper
    return np.where(high[marks], 0, 255).astype(np.uint8)


def _comb(filled: Sequence[tuple[Bitonal, Box]], mm: float) -> Comb:
    height = max(digit.shape[0] for digit, _box in filled)
    gap, margin = round(_GAP_MM / mm), round(_MARGIN_MM / mm)
    parts = [np.full((height, gap), 255, np.uint8)]
    for digit, _box in filled:
        above = height - digit.shape[0]
        parts += [cv2.copyMakeBorder(digit, above, 0, 0, gap, cv2.BORDER_CONSTANT, value=255)]
    strip = cv2.copyMakeBorder(
        np.hstack(parts), margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=255
    )
    strip = cv2.GaussianBlur(strip, (0, 0), _SOFT_MM / mm)  # hard edges are read worse
    boxes = [box for _digit, box in filled]
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    return Comb(strip, len(filled), Box(boxes[0].left, top, boxes[-1].right, bottom))
