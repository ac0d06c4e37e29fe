"""Straightening: the angle at which lines of text are sharpest, and turning by it without loss."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from scord.imaging.shrinking import shrunk

if TYPE_CHECKING:
    from scord.imaging.raster import Bitonal, Grey

LEAST_TURN = 0.3  # degrees: less is not seen, and turning costs sharpness

_SHRINK = 4
_INK_UNDER = 160  # of a 4 by 4 px mean: more than a third of it ink
_RANGE = 15.0  # degrees either way
_COARSE, _FINE = 0.5, 0.1
_POINTS = 6000  # drawn at random: evenly spaced ones would follow the rows and hide the lines
_POINTS_MIN = 200
_SHARPER = 1.05  # how much better than straight an angle must be
_NEAR = 2.0  # degrees: text is sharp at its own angle and nowhere else, so
_DISTINCT = 1.25  # how much better it must be than every angle farther off than that

_Numbers = NDArray[np.float64]


def skew_angle(page: Bitonal) -> float:
    """Degrees to turn `page` anticlockwise so that its lines lie level.

    0.0 where no angle stands out: a drawing, a page lying on its side, hardly any ink.
    """
    rows, columns = np.nonzero(shrunk(page, _SHRINK) < _INK_UNDER)
    if len(rows) < _POINTS_MIN:
        return 0.0
    if len(rows) > _POINTS:
        drawn = np.random.default_rng(0).integers(0, len(rows), _POINTS)
        rows, columns = rows[drawn], columns[drawn]
    coarse = np.arange(-_RANGE, _RANGE + _COARSE, _COARSE)
    sharpness = _sharpness(rows, columns, coarse)
    best = coarse[int(np.argmax(sharpness))]
    elsewhere = sharpness[np.abs(coarse - best) > _NEAR].max()
    if sharpness.max() < _DISTINCT * elsewhere:
        return 0.0
    fine = np.append(np.arange(best - _COARSE, best + _COARSE + _FINE, _FINE), 0.0)
    sharpness = _sharpness(rows, columns, fine)
    peak = int(np.argmax(sharpness[:-1]))
    return float(fine[peak]) if sharpness[peak] > _SHARPER * sharpness[-1] else 0.0


def _sharpness(rows: NDArray[np.intp], columns: NDArray[np.intp], degrees: _Numbers) -> _Numbers:
    """For each angle, how abruptly ink begins and ends from one level to the next."""
    slopes = np.tan(np.deg2rad(degrees)).astype(np.float32)[:, None]
    levels = (rows.astype(np.float32) - columns.astype(np.float32) * slopes).astype(np.int32)
    levels -= levels.min()
    span = int(levels.max()) + 1
    levels += np.arange(len(degrees), dtype=np.int32)[:, None] * span
    profile = np.bincount(levels.ravel(), minlength=len(degrees) * span).reshape(-1, span)
    sharpness: _Numbers = (np.diff(profile, axis=1) ** 2).sum(axis=1).astype(np.float64)
    return sharpness


def turned(grey: Grey, degrees: float) -> tuple[Grey, Bitonal]:
    """`grey` turned anticlockwise on a canvas that holds all of it, and where the page is on it.

    The canvas beyond the page repeats the page's edge, so that no false line appears there when it
    is thresholded; the second value is 255 on the page and 0 beyond it.
    """
    height, width = grey.shape
    sine, cosine = abs(math.sin(math.radians(degrees))), abs(math.cos(math.radians(degrees)))
    size = (round(width * cosine + height * sine), round(height * cosine + width * sine))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    matrix[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    canvas = cv2.warpAffine(
        grey, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
    place = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillConvexPoly(place, cv2.transform(corners, matrix)[0].round().astype(np.int32), 255)
    return canvas, place


def trimmed(page: Bitonal, size: tuple[int, int]) -> Bitonal:
    """`page` cut about its middle to `size` (width, height), unless that would cut ink."""
    width, height = min(size[0], page.shape[1]), min(size[1], page.shape[0])
    left, top = (page.shape[1] - width) // 2, (page.shape[0] - height) // 2
    inner = page[top : top + height, left : left + width]
    ink_outside = (page.size - cv2.countNonZero(page)) - (inner.size - cv2.countNonZero(inner))
    return np.ascontiguousarray(inner) if ink_outside == 0 else page
