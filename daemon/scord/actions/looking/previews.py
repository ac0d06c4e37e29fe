"""A page of a document as a picture for the screen, from the PDF that leaves.

Our own PDFs, whose hash the shelf has checked, hold one G4 strip a page: Pillow decodes it in the
service itself, sooner than a worker could be asked.
"""

from __future__ import annotations

import io
import zlib
from collections import OrderedDict
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from scord.imaging.apart import sheets_of
from scord.imaging.strip import tiff_of
from scord.store.tables import DocumentPart
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.store.context import Context
    from scord.store.tables import Document

LEAST_WIDTH, MOST_WIDTH = 80, 1600  # px
_KEPT_BYTES = 16_000_000
_AT_ONCE = BoundedSemaphore(2)  # a page of 200 dpi takes some 8 MB while it is drawn
_QUICK = {"compress_level": 1, "compress_type": zlib.Z_RLE}  # they stay on this machine


class Previews:
    """The pictures asked for last, up to `limit` bytes of PNG. Any thread may ask."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._lock = Lock()

    def find(self, key: tuple[str, int, int]) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: tuple[str, int, int], png: bytes) -> None:
        with self._lock:
            self._size += len(png) - len(self._kept.pop(key, b""))
            self._kept[key] = png
            while self._size > self._limit:
                _, oldest = self._kept.popitem(last=False)
                self._size -= len(oldest)


_PREVIEWS = Previews(_KEPT_BYTES)


def page_picture(context: Context, document: Document, place: int, width: int) -> bytes:
    """Page `place` (from 1) as a grey PNG, `width` px wide, or as wide as the page where that is
    less. Raises ScordError NOT_THERE; STORE_FILE_DAMAGED.
    """
    part, index = _part_with(document, place)
    pdf = context.files.documents.read(part.sha256)  # also where it is kept: it may be purged
    key = (part.sha256, index, width)
    png = _PREVIEWS.find(key)
    if png is None:
        try:
            with _AT_ONCE:
                png = _drawn(pdf, index, part.page_count, width)
        except Exception as fault:  # what is none of our PDFs has many ways of being none
            raise ScordError(Code.STORE_FILE_DAMAGED, name=part.sha256) from fault
        _PREVIEWS.keep(key, png)
    return png


def _part_with(document: Document, place: int) -> tuple[DocumentPart, int]:
    """The PDF that holds the page, and which of its pages it is, from 0."""
    before = 0
    for part in document.parts.order_by(DocumentPart.number):
        if place <= before + part.page_count:
            return part, place - before - 1
        before += part.page_count
    raise ScordError(Code.NOT_THERE, what=f"document {document.id}, page {place}")


def _drawn(pdf: bytes, index: int, count: int, width: int) -> bytes:
    from PIL import Image  # noqa: PLC0415 -- where nobody looks, the service does without

    sheet = sheets_of(pdf, range(count))[index]
    with Image.open(io.BytesIO(tiff_of(sheet.strip, sheet.width, sheet.height))) as page:
        grey = page.convert("L")
    across = min(width, sheet.width)
    height = max(1, round(sheet.height * across / sheet.width))
    small = grey.resize((across, height), Image.Resampling.BOX)
    png = io.BytesIO()
    small.save(png, "PNG", **_QUICK)
    return png.getvalue()
