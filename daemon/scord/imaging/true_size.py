"""How large the paper was: the file's resolution where it can be true, else a usual sheet."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2

if TYPE_CHECKING:
    from scord.imaging.raster import Bitonal, Grey

A4_LONG_IN = 11.69

# Of a sheet found in a photo only its proportions are known. A5 and the feuille de soins have those
# of A4, as which they come out larger than life. Rolls are 80 mm wide. Nothing comes out shorter
# than A5, the least page of the scheme's forerunner on CD-ROM: a card is enlarged to that.
_A4_LIKE = (1.32, 1.51)
_A4_RATIO = math.sqrt(2)
_CARD_LIKE = (1.54, 1.63)  # ISO 7810 ID-1: 85.60 by 53.98 mm
_ROLL_FROM, _ROLL_WIDTH_IN = 2.2, 3.15
_A5_LONG_IN = 8.27

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
    if claimed is not None and is_believed(size, claimed):
        return claimed
    assumed = max(size) / A4_LONG_IN
    return (assumed, assumed)


def sheet_inches(proportion: float) -> tuple[float, float]:
    """Width and height of a sheet of which only width / height is known."""
    ratio = max(proportion, 1 / proportion)
    long = A4_LONG_IN
    if _A4_LIKE[0] <= ratio <= _A4_LIKE[1]:
        ratio = _A4_RATIO
    elif _CARD_LIKE[0] <= ratio <= _CARD_LIKE[1]:
        long = _A5_LONG_IN
    elif ratio >= _ROLL_FROM:
        long = max(_A5_LONG_IN, _ROLL_WIDTH_IN * ratio)
    return (long / ratio, long) if proportion < 1 else (long, long / ratio)


def is_believed(size: tuple[int, int], dpi: tuple[float, float] | None) -> bool:
    """Whether `size` (width, height in px) at `dpi` can be a sheet that lay on a scanner."""
    if dpi is None or not all(_DPI_RANGE[0] <= value <= _DPI_RANGE[1] for value in dpi):
        return False
    inches = (size[0] / dpi[0], size[1] / dpi[1])
    vague = min(dpi) < _VAGUE_BELOW_DPI
    return is_paper(inches) and not (vague and max(inches) > _VAGUE_LONG_IN_MAX)


def is_paper(inches: tuple[float, float]) -> bool:
    """Whether a sheet of this width and height can have lain on a scanner."""
    short, long = sorted(inches)
    return short <= _SHORT_IN_MAX and _LONG_IN[0] <= long <= _LONG_IN[1]


def grid(dpi: tuple[float, float], wanted: float, finest: float | None = None) -> float:
    """The output resolution for a grey page of `dpi`: its own from `wanted` to `finest`.

    Without `finest` that is `wanted` too.
    """
    finest = finest or wanted
    across, down = dpi
    square = math.isclose(across, down, rel_tol=0.01)
    if square and wanted <= min(dpi) and max(dpi) <= finest * _KEEP_UP_TO:
        return across
    return min(max(min(dpi), wanted), finest)


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
