"""A person's word on a whole invoice: Retenir and Supprimer, and both taken back.

Scord removes nothing that the LPS has handed over, and the LPS is not told: a withdrawn invoice
owes nothing here. While such a word stands, the LPS's on the state waits (billing/invoices.py).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from scord.actions.lookup import invoice_of
from scord.billing.sent import has_piece_in_scor_lot
from scord.filing.attach import PRESCRIPTION_TYPES, live_attachments, put_back
from scord.filing.decide import Why
from scord.lots.piece_state import REFUSED, PieceState, piece_states
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import (
    OPEN_STATUSES,
    ArmState,
    DocumentState,
    InvoiceStatus,
    StaleRowError,
    move,
)
from scord.store.tables import Arm, Attachment, Invoice, JournalEntry
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.store.context import Context

WITHDRAWN = "invoice-withdrawn"
_MAY_LEAVE = {PieceState.TO_SEND, *REFUSED}


def hold(invoice: Invoice, *, by: str) -> None:
    """Retenir: no piece of the invoice enters a SCOR lot until `release`.

    Raises ScordError ACTION_REFUSED where it is held or closed, or all of its pieces have entered
    one: then the message is what can still be held.
    """
    with _word(invoice) as fresh:
        if fresh.status != InvoiceStatus.ACTIVE:
            raise _refused(_reason(fresh), fresh)
        states = {state for _, state in piece_states(fresh)}
        if PieceState.UNDER_WAY in states and not states & _MAY_LEAVE:
            raise _refused(Refusal.INVOICE_UNDER_WAY, fresh)
        move(fresh, InvoiceStatus.HELD, by=by, status_by=by)


def release(invoice: Invoice, *, by: str) -> None:
    """Takes `hold` back. Raises ScordError ACTION_REFUSED where no person holds the invoice."""
    with _word(invoice) as fresh:
        if fresh.status != InvoiceStatus.HELD:
            raise _refused(Refusal.INVOICE_NOT_HELD, fresh)
        if fresh.status_by is None or _said_by_lps(fresh) != InvoiceStatus.ACTIVE:
            raise _refused(Refusal.INVOICE_HELD_BY_LPS, fresh)
        move(fresh, InvoiceStatus.ACTIVE, by=by, status_by=None)


def withdraw(context: Context, invoice: Invoice, *, by: str) -> None:
    """Supprimer: the invoice owes no piece any more, and what hangs on it goes to À classer, but
    for what serves another invoice.

    Raises ScordError ACTION_REFUSED where it is closed, or a piece of it is in a SCOR lot that was
    not rejected.
    """
    with _word(invoice) as fresh:
        if fresh.status not in OPEN_STATUSES:
            raise _refused(Refusal.INVOICE_CLOSED, fresh)
        if has_piece_in_scor_lot(fresh):
            raise _refused(Refusal.INVOICE_UNDER_WAY, fresh)
        move(fresh, InvoiceStatus.CANCELLED, by=by, why=WITHDRAWN, status_by=by)
        for arm in Arm.select().where((Arm.invoice == fresh) & (Arm.state == ArmState.OPEN)):
            move(arm, ArmState.ENDED, by=by, why=WITHDRAWN, until=context.clock.now())
        for piece in _live_pieces(fresh):
            _take_off(context, piece, by)


def restore(invoice: Invoice, *, by: str) -> None:
    """Takes `withdraw` back: the invoice is as the LPS has it, and of its papers those come back
    that nobody has touched since.

    Raises ScordError ACTION_REFUSED where no person withdrew it, or the LPS has removed or
    corrected it since.
    """
    with _word(invoice) as fresh:
        if fresh.status != InvoiceStatus.CANCELLED or fresh.status_by is None:
            raise _refused(Refusal.INVOICE_NOT_WITHDRAWN, fresh)
        corrected = Invoice.select().where(Invoice.replaces == fresh).exists()
        if corrected or _said_by_lps(fresh) == InvoiceStatus.CANCELLED:
            raise _refused(Refusal.INVOICE_CLOSED, fresh)
        pieces = _taken_off(fresh)
        move(fresh, _said_by_lps(fresh), by=by, why="restored", status_by=None)
        for piece in pieces:
            _put_back(piece, fresh, by)


@contextmanager
def _word(invoice: Invoice) -> Iterator[Invoice]:
    """The invoice as it is inside one transaction, since the service may be making lots now."""
    try:
        with transaction():
            yield invoice_of(invoice.id)
    except StaleRowError as fault:
        raise _refused(Refusal.INVOICE_CLOSED, invoice) from fault


def _refused(reason: Refusal, invoice: Invoice) -> ScordError:
    return ScordError(Code.ACTION_REFUSED, reason=reason, number=invoice.number)


def _reason(invoice: Invoice) -> Refusal:
    held = invoice.status == InvoiceStatus.HELD
    return Refusal.INVOICE_HELD if held else Refusal.INVOICE_CLOSED


def _said_by_lps(invoice: Invoice) -> InvoiceStatus:
    return InvoiceStatus(invoice.payload.get("status", InvoiceStatus.ACTIVE))


def _live_pieces(invoice: Invoice) -> list[Attachment]:
    live = (Attachment.invoice == invoice) & Attachment.removed_at.is_null()
    return list(Attachment.select().where(live))


def _take_off(context: Context, piece: Attachment, by: str) -> None:
    Attachment.update(removed_at=context.clock.now()).where(Attachment.id == piece.id).execute()
    journal.write("attachment.removed", piece, by=by, why=WITHDRAWN)
    document = piece.document
    if document.state == DocumentState.ATTACHED and not live_attachments(document):
        why = Why.INVOICE_CLOSED
        put_back(document, by=by, why=why)


def _taken_off(invoice: Invoice) -> list[Attachment]:
    """What the last withdrawal took off."""
    about = (JournalEntry.subject_kind == "invoice") & (JournalEntry.subject_id == invoice.id)
    withdrawn = JournalEntry.select().where(about & (JournalEntry.why == WITHDRAWN))
    last = withdrawn.order_by(JournalEntry.id.desc()).get()
    then = (
        (JournalEntry.subject_kind == "attachment")
        & (JournalEntry.why == WITHDRAWN)
        & (JournalEntry.id > last.id)
        & (JournalEntry.subject_id == Attachment.id)
    )
    query = Attachment.select().join(JournalEntry, on=then)
    return list(query.where(Attachment.invoice == invoice).order_by(Attachment.id))


def _put_back(piece: Attachment, invoice: Invoice, by: str) -> None:
    """Only what still waits as the withdrawal left it. An ordonnance that serves other invoices
    is given to this one again by its series (filing/stage.py).
    """
    document = piece.document
    if document.state != DocumentState.INBOX or document.reason != Why.INVOICE_CLOSED:
        return
    ordonnance = invoice.prescription if document.type in PRESCRIPTION_TYPES else None
    move(document, DocumentState.ATTACHED, by=by, reason=None, prescription=ordonnance)
    Attachment.update(removed_at=None).where(Attachment.id == piece.id).execute()
    journal.write("attachment.restored", piece, by=by, document=document.id, invoice=invoice.id)
