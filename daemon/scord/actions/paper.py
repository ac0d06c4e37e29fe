"""What a person does with papers: arm an invoice, file, take back, set aside, confirm."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from scord.filing.attach import PERSON, attach, detach, is_frozen, live_attachments
from scord.intake.arms import open_arm
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import DocumentState, StaleRowError, move
from scord.store.tables import DocumentPart
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.store.context import Context
    from scord.store.tables import Arm, Attachment, Document, Invoice


def arm(
    context: Context, invoice: Invoice, folder: str | None, document_type: str | None, *, by: str
) -> Arm:
    """Scanner pour cette facture: the next file of `folder` (the only one, if None) is for it."""
    names = [known.name for known in context.settings.folders]
    chosen = folder or (names[0] if len(names) == 1 else None)
    if chosen not in names:
        raise ScordError(Code.ACTION_REFUSED, reason=f"folder: {', '.join(names)}")
    lasting = timedelta(minutes=context.settings.filing.armed_minutes)
    with transaction():
        return open_arm(context, invoice, chosen, lasting, document_type, by=by)


def file_document(
    context: Context, document: Document, invoice: Invoice, document_type: str, *, by: str
) -> Attachment:
    """Attaches a document of À classer by a person's word, which needs no further confirmation.

    A held page may be readable to a person; one without a PDF cannot be sent by anybody.
    """
    with _allowed(document):
        if document.state == DocumentState.HELD and _has_pdf(document):
            move(document, DocumentState.INBOX, by=by, why="a person finds it readable")
        return attach(context, document, invoice, document_type=document_type, origin=PERSON, by=by)


def take_back(context: Context, document: Document, *, by: str) -> None:
    """Puts an attached document back in À classer. Refused once any of it is in a lot."""
    if is_frozen(document):
        raise ScordError(Code.ACTION_REFUSED, reason="already in a lot", document=document.id)
    with _allowed(document):
        detach(context, document, by=by, why="taken back")


def set_aside(document: Document, *, by: str) -> None:
    """Says that a document of À classer proves nothing; `bring_back` undoes it."""
    with _allowed(document):
        move(document, DocumentState.SET_ASIDE, by=by)


def bring_back(document: Document, *, by: str) -> None:
    """Undoes `set_aside`; what has no PDF is held again."""
    with _allowed(document):
        move(document, DocumentState.INBOX if _has_pdf(document) else DocumentState.HELD, by=by)


def confirm(context: Context, document: Document, *, by: str) -> None:
    """Agrees with what the machine attached: it need not wait any longer before it leaves."""
    with transaction():
        for attachment in live_attachments(document):
            attachment.confirmed_at = context.clock.now()
            attachment.save()
            journal.write("attachment.confirmed", attachment, by=by)


def _has_pdf(document: Document) -> bool:
    return bool(DocumentPart.select().where(DocumentPart.document == document).exists())


@contextmanager
def _allowed(document: Document) -> Iterator[None]:
    """One transaction. Raises ScordError ACTION_REFUSED where the document's state forbids it."""
    state = document.state
    try:
        with transaction():
            yield
    except StaleRowError as fault:
        raise ScordError(Code.ACTION_REFUSED, reason=state.value, document=document.id) from fault
