"""Converted pages become conforming PDFs: one bitonal image a page, in parts if too big."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from scord.imaging.page import Sheet

TITLE = "Justificatif SCOR"  # all that a PDF says of itself: no name, no number
_POINTS = 72  # to an inch
_PRODUCER = "Scord"


@dataclass(frozen=True)
class PdfPart:
    """One PDF of a document: part `number` of `of`, from 1.

    `pages` are the numbers of the pages in the source file; `dpi_min` the coarsest page's.
    """

    number: int
    of: int
    data: bytes
    pages: tuple[int, ...]
    dpi_min: float


def assemble(
    pages: Sequence[Sheet], *, title: str, created: datetime, limit_bytes: int
) -> list[PdfPart]:
    """The fewest PDFs of at most `limit_bytes`, in the order of `pages`, split between pages.

    `title` is all that the file says about itself, with `created` (aware). The same arguments give
    the same bytes. Raises IMAGE_NO_PAGE, or IMAGE_TOO_HEAVY (page=) where a page alone is too big.
    """
    if not pages:
        raise ScordError(Code.IMAGE_NO_PAGE)
    parts: list[tuple[Sequence[Sheet], bytes]] = []
    rest = pages
    while rest:
        taken, data = _largest_part(rest, title, created, limit_bytes)
        parts.append((taken, data))
        rest = rest[len(taken) :]
    return [
        PdfPart(
            number=number,
            of=len(parts),
            data=data,
            pages=tuple(page.number for page in taken),
            dpi_min=min(page.dpi for page in taken),
        )
        for number, (taken, data) in enumerate(parts, 1)
    ]


def _largest_part(
    pages: Sequence[Sheet], title: str, created: datetime, limit_bytes: int
) -> tuple[Sequence[Sheet], bytes]:
    """As many of the first pages as fit together, and their PDF."""
    count, size = 0, 0
    while count < len(pages) and size + len(pages[count].strip) <= limit_bytes:
        size += len(pages[count].strip)
        count += 1
    for taken in (pages[:n] for n in range(count, 0, -1)):
        data = _pdf(taken, title, created)
        if len(data) <= limit_bytes:
            return taken, data
    raise ScordError(Code.IMAGE_TOO_HEAVY, page=pages[0].number, limit=limit_bytes)


def _pdf(pages: Sequence[Sheet], title: str, created: datetime) -> bytes:
    writer = PdfWriter()
    writer.pdf_header = "%PDF-1.4"
    for page in pages:
        _add_page(writer, page)
    moment = created.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    writer.metadata = {"/Title": title, "/Producer": _PRODUCER, "/CreationDate": moment}
    writer._ID = _identity(pages, title, moment)  # noqa: SLF001 -- pypdf has no setter; random without
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _add_page(writer: PdfWriter, page: Sheet) -> None:
    width, height = page.width * _POINTS / page.dpi, page.height * _POINTS / page.dpi
    image = writer._add_object(_image(page))  # noqa: SLF001 -- the way to add a stream as it is
    sheet = writer.add_blank_page(width, height)
    content = StreamObject()
    content.set_data(f"{width:.4f} 0 0 {height:.4f} 0 0 cm /Im0 Do".encode())
    sheet[NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001 -- as above
    sheet[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Im0"): image})}
    )


def _image(page: Sheet) -> StreamObject:
    image = StreamObject()
    image.set_data(page.strip)
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(page.width),
            NameObject("/Height"): NumberObject(page.height),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(1),
            NameObject("/Filter"): NameObject("/CCITTFaxDecode"),
            NameObject("/DecodeParms"): DictionaryObject(
                {
                    NameObject("/K"): NumberObject(-1),  # Group 4
                    NameObject("/Columns"): NumberObject(page.width),
                    NameObject("/Rows"): NumberObject(page.height),
                }
            ),
        }
    )
    return image


def _identity(pages: Sequence[Sheet], title: str, moment: str) -> ArrayObject:
    digest = hashlib.sha256(f"{title}\0{moment}".encode())
    for page in pages:
        digest.update(page.strip)
    name = ByteStringObject(digest.digest()[:16])
    return ArrayObject([name, name])
