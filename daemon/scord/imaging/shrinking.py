"""Pictures made smaller by whole factors, which OpenCV does many times faster than by others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

if TYPE_CHECKING:
    from scord.imaging.raster import Grey


def shrunk(picture: Grey, down: int, across: int | None = None) -> Grey:
    """Each pixel the mean of `down` rows by `across` columns (else as many), one pixel at least.

    What is left over at the right and at the bottom is not in it.
    """
    across = across or down
    while down % 2 == across % 2 == 0:  # halving is 10 times faster than the same in one go
        picture, down, across = _mean(picture, 2, 2), down // 2, across // 2
    return _mean(picture, down, across)


def _mean(picture: Grey, down: int, across: int) -> Grey:
    if down == across == 1:
        return picture
    height, width = max(1, picture.shape[0] // down), max(1, picture.shape[1] // across)
    whole = picture[: height * down, : width * across]
    return cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
