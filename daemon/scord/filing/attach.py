"""Puts a document on an invoice and takes it off again; a prescription serves its whole series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.store import journal
from scord.store.states import DocumentState, InvoiceStatus, move
from scord.store.tables import Attachment, Document, Invoice, LotItem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord.store.context import Context

PERSON = "person"
SERIES = "series"
TEXT = "text"

# The types that belong to a prescription and so to every invoice made under it.
PRESCRIPTION_TYPES = ("ORDN", "DSIP")
OPEN_STATUSES = (InvoiceStatus.ACTIVE, InvoiceStatus.HELD)


def attach(  # noqa: PLR0913 -- all but three by name
    context: Context,
    document: Document,
    invoice: Invoice,
    *,
    document_type: str,
    origin: str,
    by: str,
    grounds: Mapping[str, object] | None = None,
) -> Attachment:
    """Files `document` on `invoice`, in the caller's transaction. A person's word confirms it.

    `origin` names the way: slip, armed, file-name, text, series, person; `grounds` is what of its
    text spoke for it. A prescription already filed in a series keeps the one it belongs to.
    """
    changes: dict[str, object] = {"type": document_type}
    if document_type in PRESCRIPTION_TYPES and document.prescription is None:
        changes["prescription"] = invoice.prescription
    move(document, DocumentState.ATTACHED, by=by, why=origin, reason=None, **changes)
    return add(context, document, invoice, origin=origin, by=by, grounds=grounds)


def add(
    context: Context,
    document: Document,
    invoice: Invoice,
    *,
    origin: str,
    by: str,
    grounds: Mapping[str, object] | None = None,
) -> Attachment:
    """One more invoice for a document that is attached already, in the caller's transaction."""
    now = context.clock.now()
    attachment = Attachment.create(
        document=document,
        invoice=invoice,
        origin=origin,
        grounds=dict(grounds or {}),
        identity=invoice.identity,
        by=by,
        attached_at=now,
        confirmed_at=now if origin == PERSON else None,
    )
    journal.write(
        "attachment.made", attachment, by=by, why=origin, document=document.id, invoice=invoice.id
    )
    return attachment


def detach(context: Context, document: Document, *, by: str, why: str) -> None:
    """Takes `document` off all its invoices and back to À classer, in the caller's transaction.

    The caller has made sure that none of its attachments is in a lot.
    """
    for attachment in live_attachments(document):
        removed = Attachment.update(removed_at=context.clock.now())
        removed.where(Attachment.id == attachment.id).execute()
        journal.write("attachment.removed", attachment, by=by, why=why)
    move(document, DocumentState.INBOX, by=by, why=why, reason=why, prescription=None)


def live_attachments(document: Document) -> list[Attachment]:
    live = (Attachment.document == document) & Attachment.removed_at.is_null()
    return list(Attachment.select().where(live))


def is_frozen(document: Document) -> bool:
    """Whether any attachment of the document was ever put in a lot."""
    query = LotItem.select().join(Attachment).where(Attachment.document == document)
    return bool(query.exists())


def attached_types(invoice: Invoice) -> tuple[str, ...]:
    """The types of the documents on `invoice` now."""
    live = (Attachment.invoice == invoice) & Attachment.removed_at.is_null()
    query = Document.select(Document.type).join(Attachment).where(live)
    return tuple(document.type for document in query if document.type)
