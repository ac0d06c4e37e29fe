"""What a person does with papers: arm an invoice, file, take back, set aside, confirm."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from scord.actions.lookup import find_folder, row_of
from scord.filing.attach import (
    PERSON,
    PRESCRIPTION_TYPES,
    add,
    attach,
    detach,
    is_frozen,
    live_attachments,
)
from scord.filing.by_text import look
from scord.filing.texts import pages_of
from scord.intake.arms import open_arm
from scord.lots.piece_state import REFUSED, PieceState, piece_states
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import ArmState, DocumentState, ScanState, StaleRowError, move
from scord.store.tables import Arm, Attachment, Document, DocumentPart
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.store.context import Context
    from scord.store.tables import Invoice, Prescription

_ON_THE_GLASS = timedelta(minutes=2)  # from the scanner's button to its file, a few pages
_NOT_UNDER_WAY = (PieceState.TO_SEND, *REFUSED)


def arm(
    context: Context,
    wanted: Invoice | Prescription,
    folder: str | None,
    document_type: str | None,
    *,
    by: str,
) -> Arm:
    """Scanner pour cette facture: the next file of `folder` (the only one, if None) is for it, or
    for an ordonnance that comes before its invoices; `document_type` is known of that.
    """
    chosen = find_folder(context.settings, folder)
    lasting = timedelta(minutes=context.settings.filing.armed_minutes)
    with transaction():
        if _just_disarmed(context, chosen.name, wanted):
            raise ScordError(Code.ACTION_REFUSED, reason=Refusal.JUST_DISARMED)
        return open_arm(context, wanted, chosen.name, lasting, document_type, by=by)


def disarm(context: Context, number: int, *, by: str) -> Arm:
    """No scan is to come for this arm after all. Raises ScordError NOT_THERE, or ACTION_REFUSED
    where it waits for none any more.
    """
    now = context.clock.now()
    with transaction():
        armed = row_of(Arm, number)
        if armed.state != ArmState.OPEN:
            raise ScordError(Code.ACTION_REFUSED, reason=Refusal.ARM_OVER)
        until = min(armed.until, now)
        move(armed, ArmState.ENDED, by=by, why="closed by a person", until=until)
    return armed


def _just_disarmed(context: Context, folder: str, wanted: Invoice | Prescription) -> bool:
    """Whether a paper for another may still be on its way from this scanner."""
    ended = (Arm.state == ArmState.ENDED) & (Arm.until > context.clock.now() - _ON_THE_GLASS)
    target = getattr(Arm, wanted.journal_name)
    another = target.is_null() | (target != wanted.id)
    return bool(Arm.select().where(ended & (Arm.folder == folder) & another).exists())


def file_document(
    context: Context, document: Document, invoice: Invoice, document_type: str, *, by: str
) -> Attachment:
    """Attaches a document of À classer by a person's word, which needs no further confirmation.

    A held page may be readable to a person; one without a PDF cannot be sent by anybody. A
    prescription that is on an invoice already may be put on one more, since it serves a series.
    """
    grounds = _place_among_proposed(document, invoice)
    with _allowed(document):
        if _serves_one_more(document, invoice, document_type):
            return add(context, document, invoice, origin=PERSON, by=by)
        if document.state == DocumentState.HELD and _has_pdf(document):
            move(document, DocumentState.INBOX, by=by, why="a person finds it readable")
        return attach(
            context,
            document,
            invoice,
            document_type=document_type,
            origin=PERSON,
            by=by,
            grounds=grounds,
        )


def _place_among_proposed(document: Document, invoice: Invoice) -> dict[str, object]:
    """Kept as the truth by which `scord filing-report` judges what Scord proposes."""
    pages = pages_of(document)
    if pages is None or document.state == DocumentState.ATTACHED:
        return {}
    told = look(document, [page.reading for page in pages])
    proposed = [one.invoice for one in told.suggestions]
    return {"rank": proposed.index(invoice) + 1 if invoice in proposed else 0}


def move_document(
    context: Context, document: Document, invoice: Invoice, document_type: str, *, by: str
) -> Attachment:
    """Puts an attached document on another invoice instead. Refused once any of it is in a lot."""
    _must_be(DocumentState.ATTACHED, document)
    with _allowed(document):
        if is_frozen(document):
            raise _refused(Refusal.ALREADY_IN_LOT, document)
        detach(context, document, by=by, why="moved")
        return attach(context, document, invoice, document_type=document_type, origin=PERSON, by=by)


def take_back(context: Context, document: Document, *, by: str) -> None:
    """Puts an attached document back in À classer. Refused once any of it is in a lot."""
    _must_be(DocumentState.ATTACHED, document)
    with _allowed(document):
        if is_frozen(document):  # inside, since the service may be making lots at this moment
            raise _refused(Refusal.ALREADY_IN_LOT, document)
        detach(context, document, by=by, why="taken back")


def set_aside(document: Document, *, by: str) -> None:
    """Says that a document of À classer proves nothing; `bring_back` undoes it."""
    with _allowed(document):
        move(document, DocumentState.SET_ASIDE, by=by)


def bring_back(document: Document, *, by: str) -> None:
    """Undoes `set_aside`; what has no PDF is held again.

    Not for what was only the first part of a file: its whole came as a scan of its own.
    """
    _must_be(DocumentState.SET_ASIDE, document)
    if document.scan.state in {ScanState.OUTGROWN, ScanState.ERASED}:
        raise _refused(Refusal.OUTGROWN, document)
    with _allowed(document):
        move(document, DocumentState.INBOX if _has_pdf(document) else DocumentState.HELD, by=by)


def confirm(context: Context, document: Document, *, by: str) -> None:
    """Agrees with what was attached: it need not wait any longer, and what the caisse has refused
    may leave again.

    Raises ScordError ACTION_REFUSED where it is on no invoice, or all of it is under way or taken.
    """
    with transaction():
        pieces = [one for one in live_attachments(document) if _may_leave(one)]
        if not pieces:
            attached = document.state == DocumentState.ATTACHED
            raise _refused(Refusal.ALREADY_IN_LOT if attached else document.state, document)
        for attachment in pieces:
            agreed = Attachment.update(confirmed_at=context.clock.now())
            agreed.where(Attachment.id == attachment.id).execute()
            journal.write("attachment.confirmed", attachment, by=by)


def _serves_one_more(document: Document, invoice: Invoice, document_type: str) -> bool:
    """Of the same patient: another's ordonnance has to be moved, in so many words."""
    fresh = Document.get_by_id(document.id)
    same_type = fresh.type == document_type and document_type in PRESCRIPTION_TYPES
    there = [one.invoice for one in live_attachments(fresh)]
    same_patient = all(one.identity == invoice.identity for one in there)
    free = same_patient and invoice not in there
    return fresh.state == DocumentState.ATTACHED and same_type and free


def _may_leave(attachment: Attachment) -> bool:
    states = {one.id: state for one, state in piece_states(attachment.invoice)}
    return states[attachment.id] in _NOT_UNDER_WAY


def _has_pdf(document: Document) -> bool:
    return bool(DocumentPart.select().where(DocumentPart.document == document).exists())


def _must_be(state: DocumentState, document: Document) -> None:
    """More ways lead to À classer than the one that is meant."""
    if document.state != state:
        raise _refused(document.state, document)


@contextmanager
def _allowed(document: Document) -> Iterator[None]:
    """One transaction. Raises ScordError ACTION_REFUSED where the document's state forbids it."""
    try:
        with transaction():
            yield
    except StaleRowError as fault:
        raise _refused(Document.get_by_id(document.id).state, document) from fault


def _refused(reason: Refusal | DocumentState, document: Document) -> ScordError:
    """`reason`: a Refusal, or the state of the document, which is the name of one."""
    return ScordError(Code.ACTION_REFUSED, reason=reason.value, document=document.id)
