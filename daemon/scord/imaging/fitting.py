"""Making one page fit the limit: as it is, else on a coarser grid, else lightly smoothed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

from scord.imaging import g4
from scord.imaging.legibility import ink_share
from scord.imaging.true_size import resample_bitonal

if TYPE_CHECKING:
    from scord.imaging.options import ImagingOptions
    from scord.imaging.raster import Bitonal

PDF_ROOM = 2000  # bytes a one-page PDF needs beside its strip, with a long title
_INK_KEPT_MIN = 0.5  # smoothing that takes more has taken writing with the grain


def fitted(
    page: Bitonal, dpi: float, options: ImagingOptions, strip: bytes | None = None
) -> tuple[Bitonal, float, bytes]:
    """The page, its dpi and its G4 strip; the strip is over the limit only where nothing helped.

    `strip` codes the page already, where it came so.
    """
    strip = strip or g4.encode(page)
    for lighter in (_at_asked_grid, _smoothed):
        if fits(strip, options):
            break
        page, dpi = lighter(page, dpi, options)
        strip = g4.encode(page)
    return page, dpi, strip


def fits(strip: bytes, options: ImagingOptions) -> bool:
    return len(strip) + PDF_ROOM <= options.limit_bytes


def _at_asked_grid(page: Bitonal, dpi: float, options: ImagingOptions) -> tuple[Bitonal, float]:
    if dpi <= options.dpi:
        return page, dpi
    return resample_bitonal(page, (dpi, dpi), options.dpi), float(options.dpi)


def _smoothed(page: Bitonal, dpi: float, _options: ImagingOptions) -> tuple[Bitonal, float]:
    smooth = cv2.medianBlur(page, 3)
    if ink_share(smooth) < _INK_KEPT_MIN * ink_share(page):
        return page, dpi
    return smooth, dpi
