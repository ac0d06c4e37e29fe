"""The mark of a cover slip: two solid bars down its sides, known long after its QR has failed.

A slip whose QR cannot be read must not pass for an ordinary page: the papers behind it, another
patient's, would go to the invoice before it. So the bars are looked for by means over half their
length, which dirt, holes and faint toner hardly move. A bar is black at both its edges (adaptive
thresholds, ours and scanners', hollow out what is solid) and white beyond them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from scord.reading.slip_shape import BAR_INSET_MM, BAR_MM

if TYPE_CHECKING:
    from scord.imaging.raster import Bitonal, Grey

_MM_PER_IN = 25.4
_A4_WIDTH_MM = 210
_SMALLEST = 0.75  # of the true size: a photo shows the desk as well, printers shrink to fit
_LARGEST = 1.15
_WIDTH_MIN, _LENGTH_MIN = 190, 240  # mm; A4 less what an unlucky scan cuts off
_APART_MM = _A4_WIDTH_MM - 2 * BAR_INSET_MM - BAR_MM  # from the middle of one bar to the other's
_APART = (round(_APART_MM * _SMALLEST), round(_APART_MM * _LARGEST))
_STRIPS = 36  # the length in so many steps of about 8 mm
_SLOPES = np.arange(-6, 6.5, 0.75)  # degrees; each bar has its own, for photos

# windows of 2 mm, by where they begin in mm from the middle of the left bar
_EDGES = (-3, 1)
_BESIDE = (-6, 4, 6)
_REACH = 8

# Contrast is ink in the bar less ink beside it, 0 to 1. Of 159 pages that are no slips, patch codes
# and photos of sheets on a desk among them, none reached 0.10; turned, rescaled and soiled at
# random, 1 in 100 passes 0.11. Of 2641 slips with no code left (up to a quarter of all pixels
# flipped, half the toner gone, half a bar missing) seven stay below, each with two of these.
# Where in doubt, a person looks.
_LEAST = 0.11

_Floats = NDArray[np.float32]


def has_slip_mark(page: Bitonal, dpi: float) -> bool:
    """Whether `page` has the two bars, upright or lying, up to 6 degrees askew. About 2 ms."""
    ink = _ink(page, dpi)
    return max(_likeness(ink), _likeness(np.ascontiguousarray(ink.T))) >= _LEAST


def _ink(page: Bitonal, dpi: float) -> NDArray[np.uint8]:
    """The ink in each square millimetre (within 7 % from 150 dpi on), 0 to 255."""
    half = max(1, round(dpi / _MM_PER_IN / 2))
    height, width = (side // (2 * half) for side in page.shape)
    if not (height and width):
        return np.zeros((1, 1), np.uint8)
    whole = page[: 2 * half * height, : 2 * half * width]
    small = _shrunk(_shrunk(whole, 2), half)  # halving first takes half the time
    return np.asarray(cv2.bitwise_not(small), dtype=np.uint8)


def _shrunk(image: Grey, factor: int) -> Grey:
    height, width = (side // factor for side in image.shape)
    return cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)


def _likeness(ink: NDArray[np.uint8]) -> float:
    """The contrast of the best pair of bars down `ink`: the geometric mean, 0 without either."""
    length, width = ink.shape
    if length < _LENGTH_MIN or width < _WIDTH_MIN:
        return 0.0
    strips = cv2.resize(ink, (width, _STRIPS), interpolation=cv2.INTER_AREA) / np.float32(255)
    profiles = np.stack([_halves(strips, slope, length) for slope in _SLOPES])
    left = _contrast(profiles)
    right = _contrast(profiles[..., ::-1])[::-1]
    nearest, farthest = _APART
    beyond = np.pad(right, (0, farthest), constant_values=-1)
    partners = np.lib.stride_tricks.sliding_window_view(beyond, farthest - nearest + 1)
    partner = partners[nearest : nearest + width].max(axis=1)
    return math.sqrt((np.maximum(left, 0) * np.maximum(partner, 0)).max())


def _halves(strips: _Floats, slope: float, length: int) -> _Floats:
    """The mean of each column of the upper and of the lower half, sheared by `slope` degrees.

    Two halves, since over the whole a thin crooked line is as wide as a bar. Beyond the page is
    ink, so that the black border of a scan has no white outside.
    """
    shift = math.tan(math.radians(slope)) * length / _STRIPS
    shear = np.array([[1, shift, -shift * _STRIPS / 2], [0, 1, 0]])
    width = strips.shape[1]
    sheared = cv2.warpAffine(strips, shear, (width, _STRIPS), borderValue=(1,))
    return np.asarray(sheared.reshape(2, -1, width).mean(axis=1), dtype=np.float32)


def _contrast(profiles: _Floats) -> _Floats:
    """For each column, that of a left bar whose middle is there, at the slope that fits best."""
    width = profiles.shape[-1]
    padded = np.pad(profiles, ((0, 0), (0, 0), (_REACH, _REACH)), constant_values=1)
    windows = (padded[..., :-1] + padded[..., 1:]) / np.float32(2)

    def at(offset: int) -> _Floats:
        return windows[..., _REACH + offset : _REACH + offset + width]

    bar = np.minimum.reduce([at(offset) for offset in _EDGES])
    beside = np.maximum.reduce([at(offset) for offset in _BESIDE])
    best: _Floats = (bar - beside).mean(axis=1).max(axis=0)
    return best
