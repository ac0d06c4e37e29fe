"""The pages of a PDF that Scord made: the very strips, to be put together in another order."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

from pypdf import PdfReader

from scord.imaging.page import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf import PageObject
    from pypdf.generic import DictionaryObject, StreamObject

_POINTS = 72  # to an inch


def sheets_of(pdf: bytes, numbers: Sequence[int]) -> list[Sheet]:
    """Its pages in order, under the `numbers` that they have in their scan."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [_sheet(page, number) for page, number in zip(pages, numbers, strict=True)]


def _sheet(page: PageObject, number: int) -> Sheet:
    resources = cast("DictionaryObject", page["/Resources"])
    image = cast("StreamObject", cast("DictionaryObject", resources["/XObject"])["/Im0"])
    width, height = (cast("int", image[name]) for name in ("/Width", "/Height"))
    dpi = width * _POINTS / float(page.mediabox.width)
    return Sheet(number, int(width), int(height), dpi, image._data)  # noqa: SLF001 -- get_data() would decode
