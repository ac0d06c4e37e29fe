"""JPEG: decoded straight to grey, and never half a photo."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import ExifTags, Image, ImageChops

from scord.imaging.raster import Grey, Raster
from scord.imaging.source_image import EXIF_ORIENTATION, check_pixels, claimed_dpi, to_raster
from scord.imaging.true_size import is_believed, true_dpi
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from typing import BinaryIO

    from scord.imaging.options import ImagingOptions

_GREY_AT = {
    1: cv2.IMREAD_GRAYSCALE,
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}
_CAMERA = (  # a scanner has none of these
    ExifTags.Base.ExposureTime, ExifTags.Base.FNumber,
    ExifTags.Base.FocalLength, ExifTags.Base.LensModel,
)  # fmt: skip
_SHEET_IN_PHOTO = 0.7  # of a photo's long side: the desk takes the rest
_END_OF_IMAGE = b"\xff\xd9"
_START_OF_SCAN = 0xDA
_SCANS_MAX = 100  # coders make about ten; each goes over every pixel again


class JpegSource:
    """A JPEG file is one page, even where a camera appended previews (the MPO format)."""

    pages = 1

    def __init__(self, stream: BinaryIO, options: ImagingOptions) -> None:
        self._data = stream.read()
        self._options = options

    def page(self, number: int) -> Raster:
        return decode_jpeg(self._data, self._options, number)


def decode_jpeg(
    data: bytes,
    options: ImagingOptions,
    number: int,
    dpi: tuple[float, float] | None = None,
) -> Raster:
    """The page in a JPEG stream. `dpi` is what its container says, where there is one.

    The decoder leaves out what the output grid could not show: half, a quarter or an eighth of the
    pixels each way. Raises IMAGE_TRUNCATED, IMAGE_DAMAGED, IMAGE_TOO_MANY_PIXELS.
    """
    if not _is_whole(data):
        raise ScordError(Code.IMAGE_TRUNCATED, page=number)
    if data.count(bytes([0xFF, _START_OF_SCAN])) > _SCANS_MAX:
        raise ScordError(Code.IMAGE_DAMAGED, page=number)
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as header:
        check_pixels(header.size, options, number)
        exif = header.getexif()
        orientation = exif.get(EXIF_ORIENTATION, 1)
        claimed = dpi or (None if is_from_camera(exif) else claimed_dpi(header))
        if header.mode == "CMYK":  # cv2 does not know which way ink is counted
            # Pillow takes all for Adobe's, which count it backwards
            inks = header if "adobe" in header.info else ImageChops.invert(header)
            return to_raster(inks, claimed, orientation)
        size = header.size
    finest = min(true_dpi(size, claimed))
    if not is_believed(size, claimed):
        finest *= _SHEET_IN_PHOTO
    scale = max(k for k in _GREY_AT if k == 1 or finest / k >= options.finest_dpi)
    pixels = _decode_grey(data, _GREY_AT[scale])
    shrunk = None
    if claimed is not None:
        shrunk = (
            claimed[0] * pixels.shape[1] / size[0],
            claimed[1] * pixels.shape[0] / size[1],
        )
    return Raster(pixels, shrunk, orientation)


def is_from_camera(exif: Image.Exif) -> bool:
    """Whether a lens took the picture: its resolution, 72 or 300 dpi, then says nothing."""
    details = exif.get_ifd(ExifTags.IFD.Exif)
    return any(tag in details for tag in _CAMERA)


def _decode_grey(data: bytes, flag: int) -> Grey:
    # libjpeg takes the luma channel and skips colour: half the time of decoding RGB
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flag | cv2.IMREAD_IGNORE_ORIENTATION)
    if pixels is None:
        raise ScordError(Code.IMAGE_DAMAGED)
    return pixels.astype(np.uint8, copy=False)


def _is_whole(data: bytes) -> bool:
    """Whether an end-of-image marker follows the first scan.

    libjpeg fills a missing end with grey and only warns. Compressed data never holds the marker's
    bytes; the header segments are walked over, because a thumbnail in them has an end of its own.
    """
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            return False
        marker = data[place + 1]
        if marker == 0xFF:  # fill byte
            place += 1
            continue
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == _START_OF_SCAN:
            return data.find(_END_OF_IMAGE, place) != -1
    return False
