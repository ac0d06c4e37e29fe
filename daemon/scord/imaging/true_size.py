"""How large the paper was: the file's resolution where it can be true, else A4."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2

if TYPE_CHECKING:
    from scord.imaging.raster import Bitonal, Grey

A4_LONG_IN = 11.69

# A claimed resolution is believed where the paper it implies can lie on a scanner (up to A3, or a
# long receipt). 72 and 96 are what software writes when it does not know: then up to A4 only.
_DPI_RANGE = (60.0, 2500.0)
_LONG_IN = (3.0, 36.0)
_SHORT_IN_MAX = 12.0
_VAGUE_BELOW_DPI = 100.0
_VAGUE_LONG_IN_MAX = 12.5

_KEEP_UP_TO = 1.05  # a grid this little finer than asked is kept: resampling costs sharpness


def true_dpi(size: tuple[int, int], claimed: tuple[float, float] | None) -> tuple[float, float]:
    """Horizontal and vertical dpi of `size` (width, height in px): `claimed`, or A4's long side."""
    if claimed is not None and _believable(size, claimed):
        return claimed
    assumed = max(size) / A4_LONG_IN
    return (assumed, assumed)


def _believable(size: tuple[int, int], dpi: tuple[float, float]) -> bool:
    if not all(_DPI_RANGE[0] <= value <= _DPI_RANGE[1] for value in dpi):
        return False
    inches = (size[0] / dpi[0], size[1] / dpi[1])
    vague = min(dpi) < _VAGUE_BELOW_DPI
    return is_paper(inches) and not (vague and max(inches) > _VAGUE_LONG_IN_MAX)


def is_paper(inches: tuple[float, float]) -> bool:
    """Whether a sheet of this width and height can have lain on a scanner."""
    short, long = sorted(inches)
    return short <= _SHORT_IN_MAX and _LONG_IN[0] <= long <= _LONG_IN[1]


def grid(dpi: tuple[float, float], wanted: float) -> float:
    """The output resolution for a grey page of `dpi`: its own where that is just right."""
    across, down = dpi
    square = math.isclose(across, down, rel_tol=0.01)
    return across if square and wanted <= min(dpi) and max(dpi) <= wanted * _KEEP_UP_TO else wanted


def bitonal_grid(dpi: tuple[float, float], wanted: float) -> float:
    """The output resolution for a bitonal page: its own wherever that is fine enough."""
    across, down = dpi
    if across >= wanted and math.isclose(across, down, rel_tol=0.01):
        return min(dpi)
    return max(*dpi, wanted)


def resample(pixels: Grey, dpi: tuple[float, float], target: float) -> Grey:
    """Brings grey `pixels` of `dpi` to the square grid of `target` dpi."""
    height, width = pixels.shape
    across, down = target / dpi[0], target / dpi[1]
    size = (max(1, round(width * across)), max(1, round(height * down)))
    if size == (width, height):
        return pixels
    factor = min(across, down)
    # area averaging pays only for large reductions: linear is 5 times faster and reads as well
    method = (
        cv2.INTER_AREA if factor <= 0.5 else cv2.INTER_LINEAR if factor < 1 else cv2.INTER_CUBIC
    )
    return cv2.resize(pixels, size, interpolation=method)


def resample_bitonal(page: Bitonal, dpi: tuple[float, float], target: float) -> Bitonal:
    """The same for two values: through grey, and back at the middle."""
    grey = resample(page, dpi, target)
    return cv2.threshold(grey, 127, 255, cv2.THRESH_BINARY)[1]
