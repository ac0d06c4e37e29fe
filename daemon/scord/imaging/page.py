"""A page of a file becomes a bitonal image in G4: the whole way, one step a line.

OpenCV and numpy are loaded when a page is converted, not when this module is imported: the resting
service names these functions, but only its workers run them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.imaging.stopwatch import Stopwatch

if TYPE_CHECKING:
    from pathlib import Path

    from scord.imaging.options import ImagingOptions
    from scord.imaging.raster import Bitonal


@dataclass(frozen=True)
class Page:
    """A converted page. Its physical size is width / dpi by height / dpi inches.

    `angle` is the turn made, in degrees anticlockwise; `ink` the black share of the page, 0 to 1.
    `legible` is false for a page that is blank, black, or too pale to trust.
    `too_heavy`: `strip` does not fit the limit, whatever was tried.
    `steps_ms` is the processor time of each step.
    """

    number: int  # from 1, in its file
    pages_in_file: int
    width: int  # px
    height: int  # px
    dpi: float
    strip: bytes  # CCITT G4, one strip, ink as black runs
    angle: float
    ink: float
    blank: bool
    legible: bool
    too_heavy: bool
    steps_ms: dict[str, float]


@dataclass(frozen=True)
class Straight:
    """A page made bitonal and straight, not yet encoded: codes and text are read from it."""

    number: int
    pages_in_file: int
    bitonal: Bitonal
    dpi: float
    angle: float
    contrast: float  # of ink against paper, 0 to 1, in what was scanned
    steps_ms: dict[str, float]


def convert_page(path: Path, number: int, options: ImagingOptions) -> Page:
    """Page `number` (from 1) of the file. Raises ScordError FILE_* and IMAGE_*."""
    return encode_page(straighten_page(path, number, options), options)


def straighten_page(path: Path, number: int, options: ImagingOptions) -> Straight:
    """The first half of the way: what is read, and how it lies. Raises ScordError."""
    from scord.imaging import steps  # noqa: PLC0415 -- OpenCV is for the workers alone

    watch = Stopwatch()
    with watch("decode"):
        raster, pages_in_file = steps.decode(path, number, options)
    with watch("orient"):
        raster = steps.upright(raster)
    with watch("paper"):
        raster = steps.cut_out(raster, options)
    with watch("true size"):
        raster, dpi = steps.to_true_size(raster, options)
    pixels = raster.pixels
    if raster.bitonal:  # as the scanner made it: not thresholded again, and turned without loss
        with watch("lying"):
            turns = steps.quarter_turns(pixels, dpi)
            bitonal = steps.turned(pixels, turns)
        return Straight(number, pages_in_file, bitonal, dpi, 90.0 * turns, 1.0, watch.ms)
    with watch("borders"):
        pixels = steps.without_borders(pixels, dpi)
    with watch("threshold"):
        bitonal = steps.binarise(pixels)
    with watch("contrast"):
        contrast = steps.contrast(pixels, bitonal)
    with watch("deskew"):
        bitonal, angle = steps.deskew(pixels, bitonal, options)
    with watch("lying"):
        turns = steps.quarter_turns(bitonal, dpi)
        pixels, bitonal = steps.turned(pixels, turns), steps.turned(bitonal, turns)
    if turns % 2 and angle == 0:  # only now do its lines lie as the search for skew wants them
        with watch("deskew"):
            bitonal, angle = steps.deskew(pixels, bitonal, options)
    with watch("despeckle"):
        bitonal = steps.despeckle(bitonal)
    with watch("trim"):
        bitonal = steps.trim(bitonal, pixels.shape)
    return Straight(number, pages_in_file, bitonal, dpi, angle + 90 * turns, contrast, watch.ms)


def encode_page(page: Straight, options: ImagingOptions) -> Page:
    """The second half: G4, lighter where the limit asks for it, and whether it can be read."""
    from scord.imaging import fitting, legibility  # noqa: PLC0415 -- as above

    watch = Stopwatch()
    with watch("encode"):
        bitonal, dpi, strip = fitting.fitted(page.bitonal, page.dpi, options)
    with watch("legibility"):
        ink = legibility.ink_share(bitonal)
    return Page(
        number=page.number,
        pages_in_file=page.pages_in_file,
        width=bitonal.shape[1],
        height=bitonal.shape[0],
        dpi=dpi,
        strip=strip,
        angle=round(page.angle, 2),
        ink=round(ink, 5),
        blank=legibility.is_blank(ink),
        legible=legibility.is_legible(ink, page.contrast),
        too_heavy=not fitting.fits(strip, options),
        steps_ms=page.steps_ms | watch.ms,
    )
