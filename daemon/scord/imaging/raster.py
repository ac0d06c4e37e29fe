"""One page as pixels, with what its file says about it: what every decoder hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np

if TYPE_CHECKING:
    from cv2.typing import MatLike

Grey: TypeAlias = "MatLike"
"""A numpy array of uint8, rows by columns, 0 black to 255 white."""

Bitonal: TypeAlias = "MatLike"
"""The same with two values: 0 for ink, 255 for paper."""


@dataclass(frozen=True)
class Raster:
    """A decoded page.

    `dpi` is horizontal and vertical, as the pixels lie; None where the file says nothing.
    `orientation` is the EXIF number 1 to 8 that tells how to turn the pixels upright.
    `bitonal` pixels are a Bitonal and must not be thresholded again.
    `strip` codes exactly these pixels as `g4.encode` would, where the file holds such a strip.
    """

    pixels: Grey
    dpi: tuple[float, float] | None
    orientation: int = 1
    bitonal: bool = False
    strip: bytes | None = None

    def strip_for(self, page: Bitonal) -> bytes | None:
        """The strip, where `page` is still what it codes: neither turned nor resampled."""
        return self.strip if self.strip and np.array_equal(self.pixels, page) else None


def is_two_tone(grey: Grey) -> bool:
    """Whether `grey` is a Bitonal already: black and white saved as 8 bits, or in colour."""
    return cv2.countNonZero(cv2.inRange(grey, 1, 254)) == 0
