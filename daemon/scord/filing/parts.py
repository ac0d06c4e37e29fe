"""The PDFs of a document: made of its pages, put on the shelf, and written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.imaging.assemble import TITLE, PdfPart, assemble
from scord.imaging.options import options_for
from scord.imaging.verdict import common_flaw
from scord.store.tables import DocumentPart
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scord.imaging.page import Page, Sheet
    from scord.store.context import Context
    from scord.store.tables import Document, Scan


@dataclass(frozen=True)
class KeptPart:
    """A PDF that is on the shelf under its sha256."""

    part: PdfPart
    sha256: str


@dataclass(frozen=True)
class Bound:
    """The PDFs of a document to come. `held`: why it is not fit to be sent; `at_fault`: the pages
    to blame, by their numbers in their scans.
    """

    parts: list[KeptPart]
    held: Code | None = None
    at_fault: tuple[int, ...] = ()


def bind(context: Context, scan: Scan, pages: Sequence[Page]) -> Bound:
    """Writes the document's PDFs; one that is too heavy or illegible is held, not refused."""
    flaws = {page.number: page.flaw for page in pages if page.flaw is not None}
    heavy = tuple(page.number for page in pages if page.too_heavy)
    if not pages:
        return Bound([], Code.IMAGE_NO_PAGE)
    if heavy:
        return Bound([], Code.IMAGE_TOO_HEAVY, heavy)
    return Bound(keep_parts(context, scan, pages), common_flaw(flaws.values()), tuple(flaws))


def keep_parts(context: Context, scan: Scan, pages: Sequence[Sheet]) -> list[KeptPart]:
    """The same pages give the same bytes. Raises IMAGE_TOO_HEAVY, DISK_FULL."""
    parts = assemble(
        pages,
        title=TITLE,
        created=scan.taken_at,
        limit_bytes=options_for(context.settings).limit_bytes,
    )
    return [KeptPart(part, context.files.documents.put(part.data)) for part in parts]


def record_parts(document: Document, kept: Iterable[KeptPart]) -> None:
    for one in kept:
        DocumentPart.create(
            document=document,
            number=one.part.number,
            sha256=one.sha256,
            size=len(one.part.data),
            page_count=len(one.part.pages),
            dpi=round(one.part.dpi_min),
        )
