"""HEIC, the photos of iPhones and of some Androids: decoded by libheif, one page a file.

pi_heif, not pillow_heif: the wheels of the latter bundle an encoder under the GPL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pi_heif

from scord.imaging.raster import Raster
from scord.imaging.source_image import check_pixels, to_raster

if TYPE_CHECKING:
    from typing import BinaryIO

    from scord.imaging.options import ImagingOptions

pi_heif.options.DECODE_THREADS = 1  # files are shared out among processes; see steps.py
# the primary image is the page: its previews and depth maps are not even listed
pi_heif.options.THUMBNAILS = False
pi_heif.options.DEPTH_IMAGES = False
pi_heif.options.AUX_IMAGES = False


class HeifSource:
    """The primary image. Libheif joins its tiles and turns it as the file says: the EXIF
    orientation, which says the same once more, is not followed. A photo claims no dpi.
    """

    pages = 1

    def __init__(self, stream: BinaryIO, options: ImagingOptions) -> None:
        self._file = pi_heif.open_heif(stream)
        self._options = options

    def page(self, number: int) -> Raster:
        check_pixels(self._file.size, self._options, number)
        if self._file.mode == "RGB":  # six times as fast as by way of Pillow
            return Raster(cv2.cvtColor(np.asarray(self._file), cv2.COLOR_RGB2GRAY), None)
        return to_raster(self._file.to_pillow(), None, 1)
