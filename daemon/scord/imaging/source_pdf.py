"""PDF: the scanned image itself where a page is nothing else, otherwise the page rendered."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from scord.imaging import g4
from scord.imaging.pdf_scan import Scan, find_scan, image_sizes, plain_images
from scord.imaging.raster import Raster
from scord.imaging.source_image import check_pixels
from scord.imaging.source_jpeg import decode_jpeg
from scord.imaging.true_size import A4_LONG_IN, is_paper
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from typing import BinaryIO

    from pypdf.generic import DictionaryObject

    from scord.imaging.options import ImagingOptions

_POINTS = 72.0  # to an inch
_TAIL_BYTES = 4096  # trailing bytes that a PDF may carry after its end, generously
_ORIENTATION_OF_TURN = {0: 1, 90: 6, 180: 3, 270: 8}  # degrees clockwise, to the EXIF number


class PdfSource:
    """A PDF. Its objects and images are not read before `page`."""

    def __init__(self, stream: BinaryIO, options: ImagingOptions) -> None:
        _check_end(stream)
        self._stream = stream
        self._options = options
        try:
            self._document = pypdfium2.PdfDocument(stream)
        except pypdfium2.PdfiumError as fault:
            locked = fault.err_code == pdfium.FPDF_ERR_PASSWORD
            raise ScordError(Code.IMAGE_ENCRYPTED if locked else Code.IMAGE_DAMAGED) from fault
        self.pages = len(self._document)

    def page(self, number: int) -> Raster:
        self._document.init_forms()  # else what was typed into a form's fields is not drawn
        page = self._document[number - 1]
        scan = find_scan(page)
        if scan is not None and (images := plain_images(self._stream, number)):
            return self._extract(scan, images, page.get_rotation(), number)
        return self._render(page, number)

    def _extract(
        self, scan: Scan, images: list[DictionaryObject], turn: int, number: int
    ) -> Raster:
        check_pixels(scan.size, self._options, number)
        strip = scan.own_strip(images)
        pixels = g4.decode_whole(strip, *scan.size) if strip else None
        if pixels is not None:
            raster = Raster(pixels, scan.dpi, bitonal=True, strip=strip)
        elif scan.is_jpeg:
            raster = decode_jpeg(scan.raw(), self._options, number, scan.dpi)
        else:
            raster = scan.decode()
        return replace(raster, orientation=_ORIENTATION_OF_TURN[turn % 360])

    def _render(self, page: pypdfium2.PdfPage, number: int) -> Raster:
        width, height = page.get_size()
        inches = (width / _POINTS, height / _POINTS)
        scale = self._options.dpi / _POINTS
        if not is_paper(inches):
            scale *= A4_LONG_IN / max(inches)
        check_pixels((round(width * scale), round(height * scale)), self._options, number)
        for size in image_sizes(page):
            check_pixels(size, self._options, number)
        pixels = page.render(scale=scale, grayscale=True).to_numpy()
        if pixels.ndim == 3:
            pixels = pixels[:, :, 0]
        dpi = float(self._options.dpi)
        return Raster(np.ascontiguousarray(pixels), (dpi, dpi))


def _check_end(stream: BinaryIO) -> None:
    """Pdfium repairs a file that was cut off, and silently loses its last pages."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _TAIL_BYTES))
    whole = b"%%EOF" in stream.read()
    stream.seek(0)
    if not whole:
        raise ScordError(Code.IMAGE_TRUNCATED)
