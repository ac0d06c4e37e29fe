"""Telling a scanned PDF page: exactly one image that covers it, and nothing else to see."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from scord.imaging.raster import Raster, is_two_tone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_COVERS = 0.01  # an image may miss the page's edges by this share of its size
_POINTS = 72.0
_FORM_DEPTH = 4
_PLAIN_ENTRIES_FORBID = ("/SMask", "/Mask", "/ImageMask", "/Decode")
_OF_LIGHT = frozenset(  # colour spaces in which more means lighter, but ICC's with four channels
    {
        pdfium.FPDF_COLORSPACE_DEVICEGRAY,
        pdfium.FPDF_COLORSPACE_DEVICERGB,
        pdfium.FPDF_COLORSPACE_CALGRAY,
        pdfium.FPDF_COLORSPACE_CALRGB,
        pdfium.FPDF_COLORSPACE_ICCBASED,
    }
)
_TO_GREY = {3: cv2.COLOR_BGR2GRAY, 4: cv2.COLOR_BGRA2GRAY}


@dataclass(frozen=True)
class Scan:
    """The image of a scanned page, as it lies before the page's rotation."""

    image: pypdfium2.PdfImage
    size: tuple[int, int]  # width, height in px
    dpi: tuple[float, float]

    @property
    def is_jpeg(self) -> bool:
        """Whether it is one that means the same outside its PDF: not so with inks."""
        if list(self.image.get_filters(skip_simple=True)) != ["DCTDecode"]:
            return False
        looks = self.image.get_metadata()
        return looks.colorspace in _OF_LIGHT and looks.bits_per_pixel <= 24

    def raw(self) -> bytes:
        return bytes(self.image.get_data(decode_simple=True))

    def own_strip(self, images: list[DictionaryObject]) -> bytes | None:
        """The image's data, where they are one G4 strip such as we write.

        `images` are all that the page may draw: with several, which one this is stays unknown.
        """
        if len(images) != 1 or list(self.image.get_filters()) != ["CCITTFaxDecode"]:
            return None
        width, height = self.size
        parms = images[0].get("/DecodeParms", {})
        as_we_write = images[0].get("/ColorSpace") == "/DeviceGray" and (
            isinstance(parms, DictionaryObject)
            and parms.get("/K") == -1
            and parms.get("/Columns") == width
            and parms.get("/Rows", height) == height
            and not parms.get("/BlackIs1")
            and not parms.get("/EncodedByteAlign")
        )
        return self.raw() if as_we_write else None

    def decode(self) -> Raster:
        """The image in its own pixels; bitonal stays bitonal."""
        pixels = self.image.get_bitmap(render=False).to_numpy()
        if pixels.ndim == 3:
            channels = pixels.shape[2]
            pixels = cv2.cvtColor(pixels, _TO_GREY[channels]) if channels > 1 else pixels[:, :, 0]
        pixels = np.ascontiguousarray(pixels)
        return Raster(pixels, self.dpi, bitonal=is_two_tone(pixels))


def find_scan(page: pypdfium2.PdfPage) -> Scan | None:
    """The page's one visible object, where it is an upright image as large as the page."""
    if pdfium.FPDFPage_GetAnnotCount(page) > 0:
        return None
    visible = [thing for thing in page.get_objects(max_depth=1) if not _is_invisible_text(thing)]
    if len(visible) != 1 or not isinstance(visible[0], pypdfium2.PdfImage):
        return None
    image = visible[0]
    if pdfium.FPDFPageObj_HasTransparency(image) or _is_clipped(image):
        return None
    a, b, c, d, _, _ = image.get_matrix().get()
    if a <= 0 or d <= 0 or abs(b) > _COVERS * a or abs(c) > _COVERS * d:
        return None
    if not _same_box(image.get_bounds(), page.get_cropbox()):
        return None
    width, height = image.get_px_size()
    return Scan(image, (width, height), (width / a * _POINTS, height / d * _POINTS))


def image_sizes(page: pypdfium2.PdfPage) -> Iterator[tuple[int, int]]:
    """Width and height in px of every image on the page: what a rendering will have to decode."""
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH):
        yield thing.get_px_size()


def plain_images(stream: BinaryIO, number: int) -> list[DictionaryObject]:
    """The images of page `number` as the file describes them, if all are shown as they are stored.

    pdfium hides masks and inverted decoding from its callers; the dictionaries tell. In doubt there
    is none: the page is then rendered.
    """
    try:
        reader = PdfReader(stream)
        if reader.is_encrypted:
            return []
        resources = cast("DictionaryObject", reader.pages[number - 1]["/Resources"])
        things = cast("DictionaryObject", resources["/XObject"]).values()
        images = [cast("DictionaryObject", thing.get_object()) for thing in things]
    except Exception:  # noqa: BLE001 -- pypdf is stricter than pdfium, which can still render
        return []
    forbidden = any(entry in image for image in images for entry in _PLAIN_ENTRIES_FORBID)
    return [] if forbidden else images


def _is_invisible_text(thing: pypdfium2.PdfObject) -> bool:
    """The words that recognition software lays over a scan."""
    return bool(
        thing.type == pdfium.FPDF_PAGEOBJ_TEXT
        and pdfium.FPDFTextObj_GetTextRenderMode(thing) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    )


def _is_clipped(thing: pypdfium2.PdfObject) -> bool:
    return bool(pdfium.FPDFClipPath_CountPaths(pdfium.FPDFPageObj_GetClipPath(thing)) > 0)


def _same_box(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    left, bottom, right, top = other
    slack = _COVERS * max(right - left, top - bottom)
    return all(math.isclose(a, b, abs_tol=slack) for a, b in zip(one, other, strict=True))
