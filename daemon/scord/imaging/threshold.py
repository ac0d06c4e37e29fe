"""Grey to black and white: the background divided out, then Wolf's local threshold.

C. Wolf, J.-M. Jolion, "Extraction and recognition of artificial text in multimedia documents"
(2004). The threshold surface varies slowly, so it is computed at a quarter of the size, by whole
shrinking factors only (those have a fast path in OpenCV), and compared once at full size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np

if TYPE_CHECKING:
    from cv2.typing import MatLike

    from scord.imaging.raster import Bitonal, Grey

_STEP = 8  # the page is padded to a multiple of this, for the three halvings
_BACKGROUND = 11  # px at 1/8 size, 11 mm at 200 dpi: wider than any pen stroke or bold letter
_WINDOW = 7  # px at 1/4 size: 3.5 mm at 200 dpi, about a line of text
_WOLF_K = 0.40
_INK_BELOW = 0.93  # of the paper's grey: paler than that is the paper's own grain, never ink
_CONTRAST_PERCENTILE = 99.5  # of the local deviations: the strongest writing, but for outliers

_Floats: TypeAlias = "MatLike"  # float32


def binarise(grey: Grey) -> Bitonal:
    """The page as ink (0) and paper (255). About 7 ms for A4 at 200 dpi."""
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
    height, width = grey.shape
    half = _shrunk(grey, 2)
    quarter = _shrunk(half, 2)
    paper = _paper(_shrunk(quarter, 2), (width // 4, height // 4))
    mean_square = _shrunk(
        cv2.multiply(half, half, scale=0.25, dtype=cv2.CV_16U).astype(np.float32), 2
    )
    flat = quarter * (255 / paper)
    flat_square = mean_square * (4 * (255 / paper) ** 2)  # 4: undoes the scale that kept 16 bits
    level = _wolf(flat, flat_square)
    level = np.minimum(level, 255 * _INK_BELOW) * (paper / 255)
    return cv2.resize(
        np.clip(level, 0, 254).astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR
    )


def _paper(eighth: Grey, size: tuple[int, int]) -> _Floats:
    """The paper's own grey without the writing, at `size`."""
    closed = cv2.morphologyEx(
        eighth, cv2.MORPH_CLOSE, np.ones((_BACKGROUND, _BACKGROUND), np.uint8)
    )
    smooth = cv2.blur(closed, (_BACKGROUND, _BACKGROUND))
    return np.maximum(cv2.resize(smooth, size, interpolation=cv2.INTER_LINEAR), 1).astype(
        np.float32
    )


def _wolf(flat: _Floats, flat_square: _Floats) -> _Floats:
    """Mean - k (1 - deviation / strongest deviation) (mean - darkest)."""
    mean = _box(flat)
    deviation = np.sqrt(np.maximum(_box(flat_square) - mean * mean, 0))
    strongest = max(float(np.percentile(deviation[::4, ::4], _CONTRAST_PERCENTILE)), 1.0)
    weight = _WOLF_K * np.maximum(1 - deviation / strongest, 0)
    return mean - weight * (mean - float(flat.min()))


def _box(values: _Floats) -> _Floats:
    return cv2.boxFilter(values, -1, (_WINDOW, _WINDOW), borderType=cv2.BORDER_REFLECT)


def _shrunk(image: Grey, factor: int) -> Grey:
    height, width = image.shape
    return cv2.resize(image, (width // factor, height // factor), interpolation=cv2.INTER_AREA)
