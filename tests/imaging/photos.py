"""Photos of sheets on desks, drawn for the tests, with where the writing is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Points = NDArray[np.float64]

SIZE = (1200, 1600)  # width, height of every photo
STRAIGHT = ((200, 150), (1000, 150), (1000, 1280), (200, 1280))
TILTED = ((260, 120), (1040, 220), (930, 1350), (150, 1240))
FROM_ASIDE = ((330, 220), (900, 190), (1080, 1400), (110, 1440))


def seen(
    ratio: float, high: float, *, turn: float = 0.0, tilt: float = 0.0
) -> tuple[tuple[float, float], ...]:
    """The corners of a sheet of width / height `ratio`, some `high` px, in the photo's middle.

    Turned clockwise and tilted away from the camera by so many degrees.
    """
    half = np.array([(-ratio, -1), (ratio, -1), (ratio, 1), (-ratio, 1)]) / 2
    turned, tilted = np.deg2rad(turn), np.deg2rad(tilt)
    x = half[:, 0] * np.cos(turned) - half[:, 1] * np.sin(turned)
    y = half[:, 0] * np.sin(turned) + half[:, 1] * np.cos(turned)
    depth = 1 + y * np.sin(tilted) / 2.5  # the camera is 2.5 sheets away
    middle = SIZE[0] / 2, SIZE[1] / 2
    return tuple(
        (middle[0] + high * a / d, middle[1] + high * b * np.cos(tilted) / d)
        for a, b, d in zip(x, y, depth, strict=True)
    )


@dataclass(frozen=True)
class Photo:
    """`ink` is 1 where there is writing; `corners` where the sheet was laid."""

    pixels: Image
    ink: Image
    corners: Points

    def lost(self, crop: Points) -> float:
        """The share of the writing that lies outside the crop."""
        kept = np.zeros_like(self.ink)
        cv2.fillConvexPoly(kept, crop.round().astype(np.int32), 1)
        return float(np.count_nonzero(self.ink & (1 - kept)) / max(1, np.count_nonzero(self.ink)))


def photograph(
    sheet: Image, corners: tuple[tuple[float, float], ...] = TILTED, *, desk: int = 60
) -> Photo:
    """The sheet's own corners, clockwise from the top left, at `corners` of the photo."""
    width, height = SIZE
    grain = np.random.default_rng(1).normal(0, 3, (height, width))
    rows = np.arange(height)[:, None]
    background = desk + 5 * np.sin(rows / 23) + grain
    high, wide = sheet.shape
    own = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    view = cv2.getPerspectiveTransform(own, np.array(corners, np.float32))
    paper = cv2.warpPerspective(sheet, view, SIZE, flags=cv2.INTER_AREA)
    place = cv2.warpPerspective(np.full_like(sheet, 255), view, SIZE).astype(np.float64) / 255
    ink = cv2.warpPerspective((sheet < 0.6 * sheet.max()).astype(np.uint8), view, SIZE)
    pixels = background * (1 - place) + (0.85 * paper + grain / 2) * place
    return Photo(pixels.clip(0, 255).astype(np.uint8), ink, np.array(corners, np.float64))


def shaded(sheet: Image, part: slice, light: float, *, columns: bool = False) -> Image:
    """The sheet with some of its rows (or columns) in another light."""
    changed = sheet.astype(np.float64)
    if columns:
        changed[:, part] *= light
    else:
        changed[part] *= light
    return changed.astype(np.uint8)


def bent(sheet: Image, depth: int) -> Image:
    """The sheet bulging upward by `depth` px in its middle; the desk shows beside it as 0."""
    high, wide = sheet.shape
    column, row = np.meshgrid(np.arange(wide), np.arange(high + depth))
    shift = depth * (1 - np.sin(np.pi * column / wide))
    return cv2.remap(
        sheet, column.astype(np.float32), (row - shift).astype(np.float32), cv2.INTER_LINEAR
    )
