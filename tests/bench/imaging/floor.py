"""The floor: what reading a file and writing its finished pages costs, and nothing between.

Each format is decoded to grey by one library call, the fastest of those that Scord uses; a JPEG
without the pixels that the output grid cannot show, a PDF page that is one image by taking it out.
The finished pages are those in Scord's PDFs; they are encoded again as Scord encodes them.
"""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageSequence
from tests.bench.imaging.warm import OPTIONS

from scord.imaging import g4
from scord.imaging.formats import HEAD_BYTES, Format, detect
from scord.imaging.sources import open_source
from scord.imaging.true_size import true_dpi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_REDUCED = {
    1: cv2.IMREAD_GRAYSCALE,
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}
_MIDDLE = 127


def seconds(path: Path, pdfs: Sequence[Path]) -> float:
    """In a worker: its processor time for `path`, of which Scord made `pdfs`."""
    finished = [page for pdf in pdfs for page in _images(pdf)]
    start = time.process_time()
    for _ in decoded(path):
        pass
    for page in finished:
        _pdf(g4.encode(page), page.shape)
    return time.process_time() - start


def decoded(path: Path) -> Iterator[NDArray[np.uint8]]:
    """The pages of `path` in grey."""
    data = path.read_bytes()
    fmt = detect(data[:HEAD_BYTES])
    decode = _DECODERS.get(fmt) if fmt else None
    if decode is None:
        yield from _as_scord_does(path)
    else:
        yield from decode(data)


def _jpeg(data: bytes) -> Iterator[NDArray[np.uint8]]:
    with Image.open(io.BytesIO(data)) as header:
        finest = min(true_dpi(header.size, header.info.get("dpi")))
    yield _grey_jpeg(data, finest)


def _grey_jpeg(data: bytes, dpi: float) -> NDArray[np.uint8]:
    scale = max(k for k in _REDUCED if k == 1 or dpi / k >= OPTIONS.dpi)
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), _REDUCED[scale])
    if pixels is None:  # a coding that OpenCV does not know
        return next(_raster(data))
    return np.asarray(pixels, dtype=np.uint8)


def _raster(data: bytes) -> Iterator[NDArray[np.uint8]]:
    with Image.open(io.BytesIO(data)) as image:
        for frame in ImageSequence.Iterator(image):
            yield np.asarray(frame.convert("L"))


def _pages(data: bytes) -> Iterator[NDArray[np.uint8]]:
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            yield _page(page)


def _page(page: pypdfium2.PdfPage) -> NDArray[np.uint8]:
    things = list(page.get_objects(max_depth=1))
    if len(things) != 1 or things[0].type != pdfium.FPDF_PAGEOBJ_IMAGE:
        return np.asarray(page.render(scale=OPTIONS.dpi / 72, grayscale=True).to_numpy())
    image = things[0]
    if list(image.get_filters(skip_simple=True)) != ["DCTDecode"]:
        return np.asarray(image.get_bitmap(render=False).to_numpy())
    dpi = min(px * 72 / pt for px, pt in zip(image.get_px_size(), page.get_size(), strict=True))
    return _grey_jpeg(bytes(image.get_data(decode_simple=True)), dpi)


def _as_scord_does(path: Path) -> Iterator[NDArray[np.uint8]]:
    with open_source(path, OPTIONS) as source:
        for number in range(1, source.pages + 1):
            yield np.asarray(source.page(number).pixels)


_DECODERS: dict[Format, Callable[[bytes], Iterator[NDArray[np.uint8]]]] = {
    Format.JPEG: _jpeg,
    Format.PNG: _raster,
    Format.TIFF: _raster,
    Format.BMP: _raster,
    Format.PDF: _pages,
}


def _images(pdf: Path) -> Iterator[NDArray[np.uint8]]:
    """The pages of one of our PDFs as they were before they were encoded."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            (image,) = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
            pixels = np.array(image.get_bitmap(render=False).to_numpy())
            if pixels.ndim == 3:
                pixels = pixels[:, :, 0]
            yield np.where(pixels > _MIDDLE, 255, 0).astype(np.uint8)


def _pdf(strip: bytes, shape: tuple[int, ...]) -> bytes:
    """The least PDF around a strip: 0.1 ms."""
    height, width = shape
    box = f"{width * 72 / OPTIONS.dpi:.2f} {height * 72 / OPTIONS.dpi:.2f}"
    content = f"{box.replace(' ', ' 0 0 ')} 0 0 cm /I Do".encode()
    image = (
        f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray"
        f"/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns {width}>>"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {box}]/Contents 4 0 R"
        "/Resources<</XObject<</I 5 0 R>>>>>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<<%s/Length %d>>stream\n%s\nendstream" % (image.encode(), len(strip), strip),
    ]
    pdf = b"%PDF-1.4\n"
    places = []
    for number, thing in enumerate(objects, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj%s endobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, end = len(objects) + 1, len(pdf)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, end)
    return pdf + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, trailer)
