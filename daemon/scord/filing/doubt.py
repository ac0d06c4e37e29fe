"""Takes back what was filed on grounds that no longer hold, as long as none of it is in a lot.

What a person filed or confirmed stays, but for an invoice that is no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import fn

from scord.filing.attach import MACHINE, PRESCRIPTION_TYPES, SERIES, detach, is_frozen
from scord.filing.decide import Why
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import OPEN_STATUSES, ArmState, DocumentState, move
from scord.store.tables import Arm, Attachment, Document, DocumentPage, Invoice, Scan

if TYPE_CHECKING:
    from peewee import Expression, ModelSelect

    from scord.store.context import Context

_LIVE = Attachment.removed_at.is_null()
_UNCONFIRMED = _LIVE & Attachment.confirmed_at.is_null()


def unfile_doubtful(context: Context) -> None:
    """Puts documents back in À classer, each with its reason; a series loses one invoice only."""
    for attachment in list(_of_another_ordonnance()):
        _leave_series(context, attachment)
    doubtful = {
        Why.ARM_SPOILT: (Arm.state == ArmState.SPOILT) & (Attachment.origin == "armed"),
        Why.CLUES_DISAGREE: Attachment.identity != Invoice.identity,
    }
    for why, reason in doubtful.items():
        for document in list(_attached(reason & _UNCONFIRMED)):
            unfile(context, document, why)
    for document in list(_kept_for_spoilt_arms()):
        unfile(context, document, Why.ARM_SPOILT)
    for document in list(_attached(_LIVE & Invoice.status.not_in(OPEN_STATUSES))):
        if not _serves_an_open_invoice(document):
            unfile(context, document, Why.INVOICE_CLOSED)


def _attached(reason: Expression) -> ModelSelect[Document]:
    return (
        Document.select()
        .distinct()
        .join(DocumentPage)
        .join(Scan)
        .left_outer_join(Arm)
        .switch(Document)
        .join(Attachment)
        .join(Invoice)
        .where((Document.state == DocumentState.ATTACHED) & reason)
    )


def _kept_for_spoilt_arms() -> ModelSelect[Document]:
    """Ordonnances that came before their invoices, unless a person has confirmed one for these."""
    confirmed = Attachment.select().where(
        (Attachment.document == Document.id)
        & _LIVE
        & Attachment.confirmed_at.is_null(is_null=False)
    )
    return (
        Document.select()
        .distinct()
        .join(DocumentPage)
        .join(Scan)
        .join(Arm)
        .where(
            (Document.state == DocumentState.ATTACHED)
            & (Document.prescribed_by == MACHINE)
            & (Arm.state == ArmState.SPOILT)
            & ~fn.EXISTS(confirmed)
        )
    )


def _of_another_ordonnance() -> ModelSelect[Attachment]:
    """Pieces given by a series to an invoice that the LPS has put under another ordonnance."""
    return (
        Attachment.select()
        .join(Document)
        .switch(Attachment)
        .join(Invoice)
        .where(
            _UNCONFIRMED
            & (Attachment.origin == SERIES)
            & Document.type.in_(PRESCRIPTION_TYPES)
            & Invoice.prescription.is_null(is_null=False)
            & (Document.prescription != Invoice.prescription)
        )
    )


def _leave_series(context: Context, attachment: Attachment) -> None:
    if is_frozen(attachment.document):
        return
    with transaction():
        Attachment.update(removed_at=context.clock.now()).where(
            Attachment.id == attachment.id
        ).execute()
        journal.write("attachment.removed", attachment, by="machine", why="another ordonnance")


def unfile(context: Context, document: Document, why: Why) -> None:
    """Back to À classer with its reason, unless it is there or any of it is in a lot."""
    with transaction():
        fresh = Document.get_by_id(document.id)
        if fresh.state == DocumentState.ATTACHED and not is_frozen(fresh):
            detach(context, fresh, by="machine", why=why)
            if why is Why.CLUES_DISAGREE and fresh.scan.is_made_here:  # it can be made again
                move(fresh, DocumentState.SET_ASIDE, by="machine", why=why)


def _serves_an_open_invoice(document: Document) -> bool:
    query = (
        Attachment.select()
        .join(Invoice)
        .where((Attachment.document == document) & _LIVE & Invoice.status.in_(OPEN_STATUSES))
    )
    return bool(query.exists())
