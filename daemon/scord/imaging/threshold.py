"""Grey to black and white: how dark is each mark, compared with the paper and the ink around it.

A pixel is ink where it is darker than a share of the ink near it. That ink's contrast is the
darkness-weighted mean of the darkness in a window, E[d^2] / E[d] with d = 1 - grey / paper: half a
window of ink and a hair of ink give the same answer, which a mean and deviation alone (Sauvola,
Wolf) do not. Marks much paler than the page's writing (show-through, stains) must be darker than
that share. Solid black (boxes, thick borders) counts neither as writing nor as ink nearby, so that
pale pen beside it stays.

All of it varies slowly, so it is computed at a quarter of the size, by whole shrinking factors only
(those have a fast path in OpenCV), and compared once at full size.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np

from scord.imaging.shrinking import shrunk

if TYPE_CHECKING:
    from cv2.typing import MatLike

    from scord.imaging.raster import Bitonal, Grey

_STEP = 8  # the page is padded to a multiple of this, for the three halvings

# px at 1/8 size
_LETTER = 11  # 11 mm at 200 dpi: wider than any pen stroke or bold letter
_SMOOTH = 3  # no wider: the edge of a shadow is sharp, and lines of text run up to it

# px at 1/4 size
_NEARBY = 9  # 4.6 mm at 200 dpi: about a line of text
_PAPER_NEARBY = 11
_SOLID = 3  # what holds so large a square is no stroke: 1.5 mm at 200 dpi
_HALO = 5  # the blurred edge of what is solid

_INK = 0.66  # of the contrast nearby: half would thicken letters that a lens has blurred
_MARK = 0.4  # of the contrast nearby, for the first guess: leaves surely clean paper
_PALE = 0.42  # of the page's writing: a mark with less contrast must be darker than its share,
_STRICTNESS = 1.5  # by so much for each step that it is paler
_LEAST = 0.05  # of the paper: paler is the paper's own unevenness, never ink
_GRAINS = 2.7  # deviations of the paper's grain: paler is grain
_QUIET_PERCENTILE = 40  # of the variances of cells of 2 by 2 halved px: most of a page is paper
_QUIET_SHARE = 0.68  # of the true deviation: what that percentile gives for four normal values
_HALVING = 2  # by which the mean of 2 by 2 px lessens the grain
_WRITING_PERCENTILE = 97  # of the contrasts of marks: the page's strongest strokes
_STROKES_MIN = 0.1  # of all marks: with fewer, the page is written in solid letters

_Floats: TypeAlias = "MatLike"  # float32
_Mask: TypeAlias = "MatLike"  # uint8, 0 or 1


def binarise(grey: Grey) -> Bitonal:
    """The page as ink (0) and paper (255). About 4 ns a pixel, 16 ms for A4 at 200 dpi."""
    height, width = grey.shape
    surface = _surface(_padded(grey))[:height, :width]
    return cv2.compare(grey, surface, cv2.CMP_GT)


def _padded(grey: Grey) -> Grey:
    down, right = (-side % _STEP for side in grey.shape)
    if not (down or right):
        return grey
    return cv2.copyMakeBorder(grey, 0, down, 0, right, cv2.BORDER_REPLICATE)


def _surface(grey: Grey) -> Grey:
    """For each pixel, the lightest grey that is ink. `grey` has sides that are multiples of 8."""
    half = shrunk(grey, 2).astype(np.float32)
    quarter = shrunk(half, 2)
    paper = _lightest(quarter)
    darkness = (paper - quarter) / paper
    variance = shrunk(half * half, 2) - quarter * quarter  # within each cell
    least = np.maximum(_LEAST, _GRAINS * _grain(variance) / paper)
    variance /= paper * paper

    marks = _marks(darkness, _contrast(darkness, variance))
    solid = cv2.dilate(cv2.erode(marks, _square(_SOLID)), _square(_HALO))
    clean = _clean_paper(darkness, marks)
    darkness = np.maximum(darkness - clean, 0)
    contrast = _contrast(darkness, variance, (1 - solid).astype(np.float32))
    writing = _writing(contrast, _marks(darkness, contrast), solid)
    depth = _INK * contrast + _STRICTNESS * np.maximum(_PALE * writing - contrast, 0)
    level = (1 - clean - np.maximum(depth, least)) * paper
    small: Grey = np.clip(level, 0, 254).astype(np.uint8)
    return cv2.resize(small, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)


def _lightest(quarter: _Floats) -> _Floats:
    """The paper's grey, from the lightest places around: writing is bridged, shadows are not."""
    closed = cv2.morphologyEx(shrunk(quarter, 2), cv2.MORPH_CLOSE, _square(_LETTER))
    smooth = cv2.blur(closed, (_SMOOTH, _SMOOTH))
    return np.maximum(cv2.resize(smooth, quarter.shape[::-1], interpolation=cv2.INTER_LINEAR), 1)


def _grain(variance: _Floats) -> float:
    """The deviation of the paper's grain, in grey levels at full size."""
    quiet = max(float(np.percentile(variance[::2, ::2], _QUIET_PERCENTILE)), 0)
    return _HALVING / _QUIET_SHARE * math.sqrt(quiet)


def _contrast(darkness: _Floats, variance: _Floats, counts: _Floats | float = 1.0) -> _Floats:
    """The darkness of the ink nearby, of the cells that count (1) and not of the others (0)."""
    square = (darkness * darkness + variance) * counts
    return _mean(square, _NEARBY) / np.maximum(_mean(darkness * counts, _NEARBY), _LEAST / 5)


def _marks(darkness: _Floats, contrast: _Floats) -> _Mask:
    marks: _Mask = (darkness > np.maximum(_MARK * contrast, _LEAST)).astype(np.uint8)
    return marks


def _clean_paper(darkness: _Floats, marks: _Mask) -> _Floats:
    """How much darker than the lightest places the paper between the marks is; 0 where none is."""
    clean = cv2.erode(1 - marks, _square(3)).astype(np.float32)
    return _mean(clean * darkness, _PAPER_NEARBY) / (_mean(clean, _PAPER_NEARBY) + 1e-3)


def _writing(contrast: _Floats, marks: _Mask, solid: _Mask) -> float:
    """The contrast of the page's strongest strokes, of all its marks where hardly any is one."""
    strokes = cv2.subtract(marks, solid)
    few = cv2.countNonZero(strokes) <= _STROKES_MIN * cv2.countNonZero(marks)
    among = contrast[(marks if few else strokes) > 0]
    return float(np.percentile(among, _WRITING_PERCENTILE)) if among.size else 0.0


def _mean(values: _Floats, side: int) -> _Floats:
    return cv2.boxFilter(values, -1, (side, side), borderType=cv2.BORDER_REFLECT)


def _square(side: int) -> MatLike:
    return np.ones((side, side), np.uint8)
