"""A page of a file becomes a bitonal image in G4: the whole way, one step a line.

OpenCV and numpy are loaded when a page is converted, not when this module is imported: the resting
service names these functions, but only its workers run them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.imaging.stopwatch import Stopwatch

if TYPE_CHECKING:
    from scord.imaging.legibility import Greys
    from scord.imaging.options import ImagingOptions
    from scord.imaging.raster import Bitonal
    from scord.imaging.sources import File
    from scord.imaging.verdict import Side
    from scord_shared.errors import Code


@dataclass(frozen=True)
class Sheet:
    """A page as it stands in a PDF of ours. Its size is width / dpi by height / dpi inches."""

    number: int  # from 1, in its file
    width: int  # px
    height: int  # px
    dpi: float
    strip: bytes  # CCITT G4, one strip, ink as black runs


@dataclass(frozen=True)
class Page(Sheet):
    """A converted page.

    `angle` is the turn made, in degrees anticlockwise; `ink` the black share of the page, 0 to 1.
    `flaw` is why it cannot be read, or is cut off: IMAGE_TOO_WHITE and those after it.
    `too_heavy`: `strip` does not fit the limit, whatever was tried.
    `steps_ms` is the processor time of each step.
    """

    pages_in_file: int
    angle: float
    ink: float
    blank: bool
    flaw: Code | None
    too_heavy: bool
    steps_ms: dict[str, float]

    @property
    def legible(self) -> bool:
        return not self.blank and self.flaw is None


@dataclass(frozen=True)
class Straight:
    """A page made bitonal and straight, not yet encoded: codes and text are read from it."""

    number: int
    pages_in_file: int
    bitonal: Bitonal
    dpi: float
    angle: float
    greys: Greys | None  # of what was scanned; None if that was black and white
    cut: tuple[Side, ...]  # where writing runs into the edge of what was scanned
    steps_ms: dict[str, float]
    strip: bytes | None = None  # of these very pixels, where the file holds it


def convert_page(file: File, number: int, options: ImagingOptions, turn: int = 0) -> Page:
    """Page `number` (from 1) of the file. Raises ScordError FILE_* and IMAGE_*.

    `turn`: so many quarters clockwise that a person has turned it, beyond how the machine lays it.
    """
    return encode_page(straighten_page(file, number, options, turn), options)


def straighten_page(file: File, number: int, options: ImagingOptions, turn: int = 0) -> Straight:
    """The first half of the way: what is read, and how it lies. Raises ScordError."""
    from scord.imaging import steps  # noqa: PLC0415 -- OpenCV is for the workers alone

    watch = Stopwatch()
    with watch("decode"):
        decoded, pages_in_file = steps.decode(file, number, options)
    with watch("orient"):
        raster = steps.upright(decoded)
    with watch("paper"):
        raster = steps.cut_out(raster, options)
    with watch("true size"):
        raster, dpi = steps.to_true_size(raster, options)
    pixels = raster.pixels
    if raster.bitonal:  # as the scanner made it: not thresholded again, and turned without loss
        with watch("lying"):
            turns = (steps.quarter_turns(pixels, dpi) - turn) % 4
            bitonal = steps.turned(pixels, turns)
        with watch("edges"):
            cut = steps.cut_sides(pixels, dpi, turns)
        angle, strip = 90.0 * turns, decoded.strip_for(bitonal)
        return Straight(number, pages_in_file, bitonal, dpi, angle, None, cut, watch.ms, strip)
    with watch("borders"):
        pixels = steps.without_borders(pixels, dpi)
    with watch("threshold"):
        scanned = bitonal = steps.binarise(pixels)
    with watch("greys"):
        greys = steps.greys(pixels, bitonal, dpi)
    with watch("deskew"):
        bitonal, angle = steps.deskew(pixels, bitonal, options)
    with watch("lying"):
        turns = (steps.quarter_turns(bitonal, dpi) - turn) % 4
        pixels, bitonal = steps.turned(pixels, turns), steps.turned(bitonal, turns)
    with watch("edges"):  # turning fills up what lies beyond them
        cut = steps.cut_sides(scanned, dpi, turns)
    if turns % 2 and angle == 0:  # only now do its lines lie as the search for skew wants them
        with watch("deskew"):
            bitonal, angle = steps.deskew(pixels, bitonal, options)
    with watch("despeckle"):
        bitonal = steps.despeckle(bitonal)
    with watch("trim"):
        bitonal = steps.trim(bitonal, pixels.shape)
    angle += 90 * turns
    return Straight(number, pages_in_file, bitonal, dpi, angle, greys, cut, watch.ms)


def encode_page(page: Straight, options: ImagingOptions) -> Page:
    """The second half: G4, lighter where the limit asks for it, and whether it can be read."""
    from scord.imaging import fitting, legibility  # noqa: PLC0415 -- as above

    watch = Stopwatch()
    with watch("encode"):
        bitonal, dpi, strip = fitting.fitted(page.bitonal, page.dpi, options, page.strip)
    with watch("legibility"):
        ink = legibility.ink_share(bitonal)
        blank = legibility.is_blank(ink)
        stroke = legibility.stroke_mm(bitonal, dpi)
    return Page(
        number=page.number,
        pages_in_file=page.pages_in_file,
        width=bitonal.shape[1],
        height=bitonal.shape[0],
        dpi=dpi,
        strip=strip,
        angle=round(page.angle, 2),
        ink=round(ink, 5),
        blank=blank,
        flaw=None if blank else legibility.flaw(ink, stroke, page.greys, page.cut),
        too_heavy=not fitting.fits(strip, options),
        steps_ms=page.steps_ms | watch.ms,
    )
