"""PNG, TIFF and the other formats that Pillow reads, with all their modes, as grey or bitonal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, TiffImagePlugin

from scord.imaging import g4
from scord.imaging.raster import Grey, Raster, is_two_tone
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from typing import BinaryIO

    from scord.imaging.options import ImagingOptions

Image.MAX_IMAGE_PIXELS = None  # check_pixels decides, page by page, with the user's own limit

EXIF_ORIENTATION = 274
_COMPRESSION = 259
_PHOTOMETRIC = 262
_SLIMMEST = 60  # times as long as wide: no paper is, and no step could work on it
_PIXELS_MIN = 16  # each way
_SWAPPED = frozenset({5, 6, 7, 8})  # orientations that exchange width and height
_WIDE_MODES = frozenset({"I", "F", "I;16", "I;16B", "I;16L", "I;16N"})
_STRIPS = ((273, 279), (324, 325))  # where the data lie and how long they are: strips, tiles
_OWN_G4 = {  # tags that must have this value, or be absent: what g4.encode writes
    258: (1,),  # bits
    266: 1,  # the most significant first
    EXIF_ORIENTATION: 1,
    277: 1,  # samples a pixel
    293: 0,  # no uncompressed passages
}


class ImageSource:
    """A raster file. Only a TIFF has pages: the frames of other formats are an animation."""

    def __init__(self, stream: BinaryIO, options: ImagingOptions) -> None:
        self._stream = stream
        self._options = options
        self._image = Image.open(stream)
        is_tiff = isinstance(self._image, TiffImagePlugin.TiffImageFile)
        self.pages: int = getattr(self._image, "n_frames", 1) if is_tiff else 1

    def page(self, number: int) -> Raster:
        image = self._image
        if self.pages > 1:
            image.seek(number - 1)
        check_pixels(image.size, self._options, number)
        dpi = claimed_dpi(image)
        if isinstance(image, TiffImagePlugin.TiffImageFile):
            return self._tiff_page(image, dpi, number)
        return to_raster(image, dpi, image.getexif().get(EXIF_ORIENTATION, 1))

    def _tiff_page(
        self, image: TiffImagePlugin.TiffImageFile, dpi: tuple[float, float] | None, number: int
    ) -> Raster:
        """Pillow turns a TIFF upright as it loads, and leaves its 16-bit negatives negative."""
        self._check_strips(image, number)
        if dpi and image.tag_v2.get(EXIF_ORIENTATION, 1) in _SWAPPED:
            dpi = (dpi[1], dpi[0])
        strip = self._own_strip(image)
        pixels = g4.decode_whole(strip, *image.size) if strip else None
        if pixels is not None:
            return Raster(pixels, dpi, bitonal=True, strip=strip)
        negative = image.mode in _WIDE_MODES and image.tag_v2.get(_PHOTOMETRIC) == 0
        raster = to_raster(image, dpi, 1)
        return Raster(cv2.bitwise_not(raster.pixels), dpi) if negative else raster

    def _own_strip(self, image: TiffImagePlugin.TiffImageFile) -> bytes | None:
        """The page's data, where they are one G4 strip such as we write."""
        tags = image.tag_v2
        places, lengths = (tags.get(tag, ()) for tag in _STRIPS[0])
        if len(places) != 1 or len(lengths) != 1:
            return None
        if (tags.get(_COMPRESSION), tags.get(_PHOTOMETRIC)) != (4, 0):
            return None
        if any(tags.get(tag, value) != value for tag, value in _OWN_G4.items()):
            return None
        self._stream.seek(places[0])
        return self._stream.read(lengths[0])

    def _check_strips(self, image: TiffImagePlugin.TiffImageFile, number: int) -> None:
        """Libtiff leaves white where the file ends early; the tags tell where it should end."""
        end = self._stream.seek(0, 2)
        tags = image.tag_v2
        for offsets, lengths in _STRIPS:
            for offset, length in zip(tags.get(offsets, ()), tags.get(lengths, ()), strict=False):
                if offset + length > end:
                    raise ScordError(Code.IMAGE_TRUNCATED, page=number)


def check_pixels(size: tuple[int, int], options: ImagingOptions, number: int) -> None:
    """Raises IMAGE_TOO_MANY_PIXELS, or IMAGE_NO_PAGE for a sliver, before anything is decoded."""
    if min(size) < max(_PIXELS_MIN, max(size) / _SLIMMEST):
        raise ScordError(Code.IMAGE_NO_PAGE, page=number)
    pixels = size[0] * size[1]
    if pixels > options.max_pixels:
        raise ScordError(
            Code.IMAGE_TOO_MANY_PIXELS, page=number, pixels=pixels, limit=options.max_pixels
        )


def claimed_dpi(image: Image.Image) -> tuple[float, float] | None:
    """What the header says, believable or not; None where it says nothing or nonsense."""
    try:
        across, down = (float(value) for value in image.info["dpi"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return (across, down) if across > 0 and down > 0 else None


def to_raster(image: Image.Image, dpi: tuple[float, float] | None, orientation: int) -> Raster:
    """Decodes `image`, whatever its mode, on white where it is transparent."""
    image.load()
    if image.mode == "1":
        return Raster(np.asarray(image.convert("L")), dpi, orientation, bitonal=True)
    if image.mode in _WIDE_MODES:
        return Raster(_from_wide(image), dpi, orientation)
    if image.has_transparency_data:
        colour = image.convert("RGBA")
        paper = Image.new("RGBA", colour.size, "white")
        image = Image.alpha_composite(paper, colour)
    grey = np.asarray(image.convert("L"))
    return Raster(grey, dpi, orientation, bitonal=is_two_tone(grey))


def _from_wide(image: Image.Image) -> Grey:
    """16 and 32-bit greys, stretched to their own white: scanners fill 10 to 16 of the bits."""
    wide = np.asarray(image, dtype=np.float32)
    top = float(wide.max(initial=0))
    grey: Grey = np.clip(wide * (255 / top if top > 0 else 1), 0, 255).astype(np.uint8)
    return grey
