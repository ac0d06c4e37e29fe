"""The way back from an arrangement of pages: the documents as they were before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.filing.attach import is_frozen
from scord.filing.leaves import pages_in_order, scans_of
from scord.filing.texts import take_readings
from scord.store.database import transaction
from scord.store.states import DocumentState, ScanState, move
from scord.store.tables import Document
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

_WHY = "arranged back"
_FILED_OR_GONE = (DocumentState.ATTACHED, DocumentState.REMADE)


def arrange_back(document: Document, *, by: str) -> list[Document]:
    """Restores the documents of an arrangement; `document` is one that it made, or one of those.

    Raises ScordError ACTION_REFUSED where there was none, or a document that it made has been filed
    or arranged again since.
    """
    with transaction():
        fresh = Document.get_by_id(document.id)
        remade = fresh.state == DocumentState.REMADE
        arrangement = fresh.remade_by if remade else fresh.made_by
        if arrangement is None:
            raise _refused(Refusal.NOT_ARRANGED, fresh)
        made, former = list(arrangement.made), list(arrangement.former)
        for one in made:
            _must_be_untouched(one)
        for one in former:
            before = DocumentState(arrangement.before[str(one.id)])
            _restore(one, before, made, by)
        for one in made:
            move(one, DocumentState.REMADE, by=by, why=_WHY)
    return former


def _must_be_untouched(document: Document) -> None:
    if document.state in _FILED_OR_GONE:
        raise _refused(Refusal(document.state.value), document)
    if is_frozen(document):  # filed, sent, and back again: the caisse has spoken of it
        raise _refused(Refusal.ALREADY_IN_LOT, document)


def _restore(document: Document, before: DocumentState, made: Sequence[Document], by: str) -> None:
    """With what was read of its pages. Not what was only the first part of a file."""
    if any(scan.state == ScanState.OUTGROWN for scan in scans_of(document)):
        raise _refused(Refusal.OUTGROWN, document)
    move(document, before, by=by, why=_WHY, remade_by=None)
    take_readings([page for one in made for page in pages_in_order(one)], pages_in_order(document))


def _refused(reason: Refusal, document: Document) -> ScordError:
    return ScordError(Code.ACTION_REFUSED, reason=reason.value, document=document.id)
