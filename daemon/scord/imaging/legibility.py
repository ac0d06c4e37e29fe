"""Whether a page can be read: the cases that the scheme lists as unusable images, and blur.

Arrêté du 31 mars 2022, annexe XV (JORFARTI000046003841): too white, too black, bad contrast,
truncated (see `edges.py`). The limits were set where Tesseract finds less than a fifth of the words
of drawn pages, on which eyes agree, and nothing on good pages comes near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from scord.imaging.verdict import Side, cut_off
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from scord.imaging.raster import Bitonal, Grey

_BLANK_BELOW = 0.0002  # ink share; on A4 some 800 px at 200 dpi: a dozen small letters
_BLACK_ABOVE = 0.40  # ink share; pages of dense print and photographs stay under 0.36
_CONTRAST_MIN = 0.10  # of the paper's grey
_STROKE_MIN = 0.29  # mm; the finest print seen has 0.33, grain and crumbs of letters 0.28
_BLUR_MAX = 0.305  # mm, one sigma: 10-point print is lost; good pages have 0.30 at most
_LIGHT, _DARK = 200, 80  # the paper's grey, above and below
_MUCH_INK = 0.05  # of a page that the scanner itself made black and white

_SAMPLE = 16  # so many rows or columns are plenty for a mean
_ACROSS = 8  # of their pixels
_EDGES, _EDGES_MIN = 4000, 50  # looked at for blur
_SHARPEST = 90  # percentile of those edges
_SLOPE_OF_SIGMA = float(np.sqrt(2 * np.pi))  # a step blurred by sigma rises by 1 / (this sigma)
_MM_PER_INCH = 25.4


class Greys(NamedTuple):
    """What only a page in greys tells."""

    light: float  # of the paper, 0 to 255
    contrast: float  # how much darker than the paper the ink is, 0 to 1; 0 where either is missing
    blur: float  # mm, one sigma, of its sharpest edges; 0 where there are few


def ink_share(page: Bitonal) -> float:
    """The black share of the page, 0 to 1."""
    return 1 - cv2.countNonZero(page) / page.size


def stroke_mm(page: Bitonal, dpi: float) -> float:
    """The mean length of ink across or down the page, whichever is longer; 0.0 without ink."""
    rows, columns = page[::_SAMPLE], np.ascontiguousarray(page[:, ::_SAMPLE])
    across = _mean_run(rows, rows[:, 1:] != rows[:, :-1])
    down = _mean_run(columns, columns[1:] != columns[:-1])
    return max(across, down) * _MM_PER_INCH / dpi


def _mean_run(sample: Bitonal, changes: NDArray[np.bool_]) -> float:
    ink = sample.size - np.count_nonzero(sample)
    return float(2 * ink / max(1, int(np.count_nonzero(changes))))


def greys(grey: Grey, page: Bitonal, dpi: float) -> Greys:
    """`page` is `grey` made bitonal, pixel for pixel."""
    grey, page = grey[::_SAMPLE], page[::_SAMPLE]
    sample, ink = grey[:, ::_ACROSS], page[:, ::_ACROSS] == 0
    if not ink.any() or ink.all():
        return Greys(float(np.median(sample)), 0.0, 0.0)
    dark, light = float(np.median(sample[ink])), float(np.median(sample[~ink]))
    step = max(light - dark, 1.0)
    blur = _blur_px(grey, page, step) * _MM_PER_INCH / dpi
    return Greys(light, max(0.0, (light - dark) / max(light, 1.0)), blur)


def _blur_px(grey: Grey, page: Bitonal, step: float) -> float:
    """How gently the sharpest edges of ink rise, across the rows, by `step` greys."""
    edges = np.flatnonzero(page[:, 2:-1] != page[:, 1:-2])
    if len(edges) < _EDGES_MIN:
        return 0.0
    if len(edges) > _EDGES:
        edges = edges[np.random.default_rng(0).integers(0, len(edges), _EDGES)]
    rows, columns = np.divmod(edges, page.shape[1] - 3)
    # the edge lies between columns 1 and 2 of four
    rise = np.abs(grey[rows, columns + 3].astype(np.int16) - grey[rows, columns]) / 3
    return step / (_SLOPE_OF_SIGMA * max(float(np.percentile(rise, _SHARPEST)), 0.1))


def is_blank(ink: float) -> bool:
    return ink < _BLANK_BELOW


def flaw(ink: float, stroke: float, greys_: Greys | None, cut: Collection[Side]) -> Code | None:
    """Why a page with anything on it cannot be read; None for one that can.

    `greys_` is None for a page that came in black and white.
    """
    if ink > _BLACK_ABOVE:
        return Code.IMAGE_TOO_BLACK
    if stroke < _STROKE_MIN or (greys_ is not None and greys_.contrast < _CONTRAST_MIN):
        return _wrong_light(ink, greys_)
    if greys_ is not None and greys_.blur > _BLUR_MAX:
        return Code.IMAGE_BLURRED
    return cut_off(cut)


def _wrong_light(ink: float, greys_: Greys | None) -> Code:
    if greys_ is None:
        return Code.IMAGE_TOO_BLACK if ink > _MUCH_INK else Code.IMAGE_TOO_WHITE
    if greys_.light < _DARK:
        return Code.IMAGE_TOO_BLACK
    return Code.IMAGE_TOO_WHITE if greys_.light > _LIGHT else Code.IMAGE_LOW_CONTRAST
