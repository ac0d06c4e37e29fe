"""The way back for pages that the machine left out as blank: a person sees something on them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from scord.filing.attach import is_frozen
from scord.filing.parts import keep_parts, record_parts
from scord.imaging.options import options_for
from scord.imaging.page import Page, convert_page
from scord.imaging.workers import WorkerPool
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import DocumentState, move
from scord.store.tables import Document, DocumentPart
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from scord.store.context import Context


def keep_blank(context: Context, document: Document, *, by: str) -> None:
    """Puts the blank pages of the document back in their places, and makes its PDFs anew.

    One that had nothing else goes from those to be scanned again to À classer. Raises ScordError
    ACTION_REFUSED where no page was left out, or any of it is in a SCOR lot; what the conversion
    raises; STORE_FILE_DAMAGED where the archive no longer holds the scan.
    """
    _refuse(document)
    pages = _converted(context, document)
    parts = keep_parts(context, document.scan, pages)
    with transaction():
        fresh = Document.get_by_id(document.id)
        _refuse(fresh)  # again, since the service may be making lots at this moment
        DocumentPart.delete().where(DocumentPart.document == fresh).execute()
        record_parts(fresh, parts)
        _take_in(fresh, [page.number for page in pages], by)


def _refuse(document: Document) -> None:
    if document.state == DocumentState.REMADE:
        raise _refused(Refusal.REMADE, document)
    if not document.facts.get("blank"):
        raise _refused(Refusal.NO_BLANK_PAGE, document)
    if is_frozen(document):
        raise _refused(Refusal.ALREADY_IN_LOT, document)


def _refused(reason: Refusal, document: Document) -> ScordError:
    return ScordError(Code.ACTION_REFUSED, reason=reason.value, document=document.id)


def _converted(context: Context, document: Document) -> list[Page]:
    """All pages of the document, as the service converted them, in a worker of our own."""
    settings = context.settings
    sha256 = document.scan.sha256
    context.files.originals.read(sha256)  # the very bytes that were scanned, or not at all
    path = context.files.originals.path(sha256)
    pool = WorkerPool(
        1, memory_mb=settings.limits.worker_memory_mb, seconds=settings.limits.page_seconds
    )
    pages: list[Page] = []
    with closing(pool):
        for number in sorted({*document.pages, *document.facts["blank"]}):
            pool.submit(number, convert_page, path, number, options_for(settings))
            (outcome,) = pool.wait()
            if outcome.error is not None:
                raise outcome.error
            pages.append(outcome.value)
    return pages


def _take_in(document: Document, pages: list[int], by: str) -> None:
    blank = document.facts["blank"]
    facts = {**document.facts, "blank": []}
    Document.update(pages=pages, facts=facts).where(Document.id == document.id).execute()
    journal.write("document.blank-kept", document, by=by, pages=blank)
    if document.state == DocumentState.HELD and document.reason == Code.IMAGE_NO_PAGE:
        move(document, DocumentState.INBOX, by=by, why="its blank pages are kept", reason=None)
