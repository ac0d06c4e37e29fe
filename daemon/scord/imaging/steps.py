"""The steps of a page, each from one plain value to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from scord.imaging import paper, skew, true_size
from scord.imaging.borders import without_borders
from scord.imaging.edges import cut_sides
from scord.imaging.heap import keep_freed_memory
from scord.imaging.legibility import greys
from scord.imaging.lying import quarter_turns
from scord.imaging.sources import open_source
from scord.imaging.threshold import binarise
from scord_shared.errors import Code, ScordError

__all__ = [
    "binarise",
    "cut_out",
    "cut_sides",
    "decode",
    "deskew",
    "despeckle",
    "greys",
    "quarter_turns",
    "to_true_size",
    "trim",
    "turned",
    "upright",
    "without_borders",
]

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord.imaging.options import ImagingOptions
    from scord.imaging.raster import Bitonal, Grey, Raster
    from scord.imaging.sources import File

cv2.setNumThreads(1)  # pages are shared out among processes; threads would only fight them
keep_freed_memory()

_TWO_OF_NINE = 255 * 7 // 9  # the mean of nine pixels of which two are ink
_SIDEWAYS = frozenset({5, 6, 7, 8})  # EXIF orientations that exchange width and height


def decode(file: File, number: int, options: ImagingOptions) -> tuple[Raster, int]:
    """The page's pixels, and how many pages its file has."""
    with open_source(file, options) as source:
        if not 1 <= number <= source.pages:
            raise ScordError(Code.IMAGE_NO_PAGE, page=number, pages=source.pages)
        return source.page(number), source.pages


_UPRIGHT: dict[int, Callable[[Grey], Grey]] = {
    2: np.fliplr,
    3: lambda pixels: np.rot90(pixels, 2),
    4: np.flipud,
    5: np.transpose,
    6: lambda pixels: np.rot90(pixels, -1),
    7: lambda pixels: np.rot90(pixels, 2).T,
    8: np.rot90,
}


def upright(raster: Raster) -> Raster:
    """Turns the pixels as their EXIF orientation says."""
    if raster.orientation not in _UPRIGHT:
        return raster
    pixels = np.ascontiguousarray(_UPRIGHT[raster.orientation](raster.pixels))
    dpi = raster.dpi
    if dpi is not None and raster.orientation in _SIDEWAYS:
        dpi = (dpi[1], dpi[0])
    return replace(raster, pixels=pixels, dpi=dpi, orientation=1)


def cut_out(raster: Raster, options: ImagingOptions) -> Raster:
    """The sheet of a photo, laid flat at its true size; the raster as it is where none is sure.

    What a scanner sent, with a resolution to be believed, is not searched.
    """
    size = (raster.pixels.shape[1], raster.pixels.shape[0])
    if raster.bitonal or true_size.is_believed(size, raster.dpi):
        return raster
    sheet = paper.find_sheet(raster.pixels)
    if sheet is None:
        return raster
    inches = true_size.sheet_inches(paper.proportion(sheet, raster.pixels.shape))
    own = paper.longest_side(sheet) / max(inches)
    dpi = true_size.grid((own, own), options.dpi, options.finest_dpi)
    flat = paper.laid_flat(raster.pixels, sheet, (round(inches[0] * dpi), round(inches[1] * dpi)))
    return replace(raster, pixels=flat, dpi=(dpi, dpi))


def to_true_size(raster: Raster, options: ImagingOptions) -> tuple[Raster, float]:
    """The page on the output's grid, and that grid's dpi."""
    height, width = raster.pixels.shape
    dpi = true_size.true_dpi((width, height), raster.dpi)
    if raster.bitonal:
        target = true_size.bitonal_grid(dpi, options.dpi)
        return replace(
            raster, pixels=true_size.resample_bitonal(raster.pixels, dpi, target)
        ), target
    target = true_size.grid(dpi, options.dpi, options.finest_dpi)
    return replace(raster, pixels=true_size.resample(raster.pixels, dpi, target)), target


def turned(page: Grey, turns: int) -> Grey:
    """The page after so many quarter turns anticlockwise."""
    return np.ascontiguousarray(np.rot90(page, turns))


def deskew(grey: Grey, bitonal: Bitonal, options: ImagingOptions) -> tuple[Bitonal, float]:
    """The page with level lines, and the degrees it was turned anticlockwise."""
    angle = skew.skew_angle(bitonal) if options.deskew else 0.0
    if abs(angle) < skew.LEAST_TURN:
        return bitonal, 0.0
    canvas, place = skew.turned(grey, angle)
    bitonal = cv2.bitwise_or(binarise(canvas), cv2.bitwise_not(place))
    return bitonal, angle


def despeckle(bitonal: Bitonal) -> Bitonal:
    """Drops ink with fewer than two neighbours: more would eat accents and decimal points."""
    around = cv2.blur(bitonal, (3, 3), borderType=cv2.BORDER_REPLICATE)
    lonely = cv2.threshold(around, _TWO_OF_NINE - 1, 255, cv2.THRESH_BINARY)[1]
    return cv2.bitwise_or(bitonal, lonely)


def trim(bitonal: Bitonal, shape: tuple[int, ...]) -> Bitonal:
    """Undoes the larger canvas of turning (to `shape`, height by width), if that cuts no ink."""
    if bitonal.shape == shape:
        return bitonal
    return skew.trimmed(bitonal, (shape[1], shape[0]))
