"""The way back for pages that the machine left out as blank: a person sees something on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.filing.anew import convert_anew
from scord.filing.attach import is_frozen
from scord.filing.leaves import blank_of, lay_between, leaves_of, with_blank
from scord.filing.parts import keep_parts, record_parts
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import DocumentState, move
from scord.store.tables import Document, DocumentPart
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scord.filing.leaves import Leaf
    from scord.store.context import Context


def keep_blank(context: Context, document: Document, *, by: str) -> None:
    """Puts the blank pages of the document back in their places, and makes its PDFs anew.

    One that had nothing else goes from those to be scanned again to À classer. Raises ScordError
    ACTION_REFUSED where no page was left out, or any of it is in a SCOR lot; what the conversion
    raises; STORE_FILE_DAMAGED where the archive no longer holds the scan.
    """
    _refuse(document)
    leaves = with_blank(leaves_of(document), blank_of(document))
    parts = keep_parts(context, document.scan, convert_anew(context, leaves))
    with transaction():
        fresh = Document.get_by_id(document.id)
        _refuse(fresh)  # again, since the service may be making lots at this moment
        DocumentPart.delete().where(DocumentPart.document == fresh).execute()
        record_parts(fresh, parts)
        _take_in(fresh, leaves, by)


def _refuse(document: Document) -> None:
    if document.state == DocumentState.REMADE:
        raise _refused(Refusal.REMADE, document)
    if not document.facts.get("blank"):
        raise _refused(Refusal.NO_BLANK_PAGE, document)
    if is_frozen(document):
        raise _refused(Refusal.ALREADY_IN_LOT, document)


def _refused(reason: Refusal, document: Document) -> ScordError:
    return ScordError(Code.ACTION_REFUSED, reason=reason.value, document=document.id)


def _take_in(document: Document, leaves: Sequence[Leaf], by: str) -> None:
    blank = [page.number for page in blank_of(document)]
    facts = {**document.facts, "blank": []}
    lay_between(document, leaves)
    Document.update(facts=facts).where(Document.id == document.id).execute()
    journal.write("document.blank-kept", document, by=by, pages=blank)
    if document.state == DocumentState.HELD and document.reason == Code.IMAGE_NO_PAGE:
        move(document, DocumentState.INBOX, by=by, why="its blank pages are kept", reason=None)
