"""Whether a page can be read: the plain cases that the scheme lists as unusable images.

Arrêté du 31 mars 2022, annexe XV: all white, all black, contrast that cannot be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from scord.imaging.raster import Bitonal, Grey

_BLANK_BELOW = 0.0002  # ink share; on A4 some 800 px at 200 dpi: a dozen small letters
_BLACK_ABOVE = 0.40  # ink share; pages of dense print and photographs stay under 0.30
_CONTRAST_MIN = 0.10  # of the paper's grey
_SAMPLE = 8  # every eighth pixel each way is plenty for a mean


def ink_share(page: Bitonal) -> float:
    """The black share of the page, 0 to 1."""
    return 1 - cv2.countNonZero(page) / page.size


def contrast(grey: Grey, page: Bitonal) -> float:
    """How much darker than the paper the ink is, 0 to 1; 0.0 where either is missing."""
    sample, ink = grey[::_SAMPLE, ::_SAMPLE], page[::_SAMPLE, ::_SAMPLE] == 0
    if not ink.any() or ink.all():
        return 0.0
    dark, light = float(np.median(sample[ink])), float(np.median(sample[~ink]))
    return max(0.0, (light - dark) / max(light, 1.0))


def is_blank(ink: float) -> bool:
    return ink < _BLANK_BELOW


def is_legible(ink: float, contrast_: float) -> bool:
    return not is_blank(ink) and ink <= _BLACK_ABOVE and contrast_ >= _CONTRAST_MIN
