"""Papers of À classer with their scans in the archive, as the filing room leaves them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from PIL import ImageDraw, ImageFont
from tests.filing.test_texts import read
from tests.imaging.drawing import draw_bitonal, tiff

from scord.filing.leaves import Leaf, leaves_of, record_pages
from scord.filing.parts import keep_parts, record_parts
from scord.filing.texts import wait_for
from scord.imaging.apart import sheets_of
from scord.imaging.options import ImagingOptions
from scord.imaging.page import convert_page
from scord.store.states import DocumentState, ScanState
from scord.store.tables import Document, DocumentPart, Scan

if TYPE_CHECKING:
    from PIL.Image import Image
    from tests.lots.practice import Practice

    from scord.reading.clue import Reading
    from scord.store.context import Context

_NUMBERS = count(1)


def sheet() -> Image:
    """A page like no other: its number stands on it."""
    page = draw_bitonal(200).copy()
    pen = ImageDraw.Draw(page)
    pen.text((900, 1500), f"N° {next(_NUMBERS)}", fill=0, font=ImageFont.load_default(size=90))
    return page


def scanned_paper(practice: Practice, pages: int = 1, **changes: Any) -> Document:
    """A document of so many pages of a scan of its own; none of its text is read yet."""
    context = practice.context
    data = tiff(*(sheet() for _ in range(pages)), dpi=(200, 200))
    sha256 = context.files.originals.put(data)
    scan = Scan.create(
        claim=sha256,
        folder="accueil",
        name=changes.pop("name", "scan.tif"),
        sha256=sha256,
        size=len(data),
        mtime_ns=1,
        first_seen_at=practice.now,
        taken_at=practice.now,
        released_at=practice.now,
        state=ScanState.CONVERTED,
        arm=changes.pop("arm", None),
    )
    facts = {"state": DocumentState.INBOX, "reason": "no-clue", "created_at": practice.now}
    document = Document.create(scan=scan, position=1, **{**facts, **changes})
    record_pages(document, [Leaf(scan.id, number) for number in range(1, pages + 1)])
    path, options = context.files.originals.path(sha256), ImagingOptions()
    made = [convert_page(path, number, options) for number in range(1, pages + 1)]
    record_parts(document, keep_parts(context, scan, made))
    wait_for(document)
    return document


def said(document: Document, *readings: Reading) -> None:
    """The words of its pages are read."""
    for leaf, reading in zip(leaves_of(document), readings, strict=True):
        read(document, leaf.number, reading)


def strips(context: Context, document: Document) -> list[bytes]:
    """The G4 strip of each page, from the PDFs that leave."""
    return [
        one.strip
        for part in document.parts.order_by(DocumentPart.number)
        for one in sheets_of(context.files.documents.read(part.sha256), range(part.page_count))
    ]


def fresh(document: Document) -> Document:
    return Document.get_by_id(document.id)
