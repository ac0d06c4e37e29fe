"""Puts a document on an invoice and takes it off again; a prescription serves its whole series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.store import journal
from scord.store.states import DocumentState, move
from scord.store.tables import Attachment, Document, Invoice, LotItem, Scan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord.store.context import Context
    from scord.store.tables import Prescription

MACHINE = "machine"
PERSON = "person"
SERIES = "series"
TEXT = "text"
FORM = "form"

# The types that belong to a prescription and so to every invoice made under it.
PRESCRIPTION_TYPES = ("ORDN", "DSIP")
CARE_SHEET_TYPES = ("FSNC", "FSDE")  # one is enough
GAVE_WAY = "form-gave-way"  # why a form that Scord made is set aside


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

    `origin` names the way: slip, form, armed, file-name, text, series, person; `grounds` is what of
    its text spoke for it. A prescription already filed in a series keeps the one it belongs to. A
    form that Scord made gives way to any other care sheet, and to a newer one.
    """
    if document_type in CARE_SHEET_TYPES:
        _give_way(context, invoice, by=by)
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
        confirmed_at=now if origin == PERSON or document.scan.made_by_person else None,
    )
    journal.write(
        "attachment.made", attachment, by=by, why=origin, document=document.id, invoice=invoice.id
    )
    return attachment


def _give_way(context: Context, invoice: Invoice, *, by: str) -> None:
    for form in yielding_forms(invoice):
        detach(context, form, by=by, why=GAVE_WAY)
        move(form, DocumentState.SET_ASIDE, by=by, why=GAVE_WAY)


def detach(context: Context, document: Document, *, by: str, why: str) -> None:
    """Takes `document` off all its invoices and back to À classer, in the caller's transaction.

    The caller has made sure that none of its attachments is in a lot.
    """
    for attachment in live_attachments(document):
        removed = Attachment.update(removed_at=context.clock.now())
        removed.where(Attachment.id == attachment.id).execute()
        journal.write("attachment.removed", attachment, by=by, why=why)
    put_back(document, by=by, why=why)


def keep_for(
    prescription: Prescription, document: Document, document_type: str, *, by: str
) -> None:
    """Keeps an ordonnance that comes before its invoices, in the caller's transaction: they get it
    when they come. Raises StaleRowError where it is not in À classer.
    """
    move(
        document,
        DocumentState.ATTACHED,
        by=by,
        why="prescription",
        type=document_type,
        prescription=prescription,
        prescribed_by=by,
        reason=None,
    )


def put_back(document: Document, *, by: str, why: str) -> None:
    """Back to À classer, in the caller's transaction."""
    nothing = {"prescription": None, "prescribed_by": None}
    move(document, DocumentState.INBOX, by=by, why=why, reason=why, **nothing)


def live_attachments(document: Document) -> list[Attachment]:
    live = (Attachment.document == document) & Attachment.removed_at.is_null()
    return list(Attachment.select().where(live))


def is_frozen(document: Document) -> bool:
    """Whether any attachment of the document was ever put in a lot."""
    query = LotItem.select().join(Attachment).where(Attachment.document == document)
    return bool(query.exists())


def attached_types(invoice: Invoice) -> tuple[str, ...]:
    """The types of the documents on `invoice` now, without the forms that give way to a paper."""
    yielding = yielding_forms(invoice)
    return tuple(one.type for one in _documents(invoice) if one.type and one not in yielding)


def yielding_forms(invoice: Invoice) -> list[Document]:
    """The forms that Scord made for `invoice` and that are in no lot."""
    return [one for one in _documents(invoice) if one.scan.is_made_here and not is_frozen(one)]


def _documents(invoice: Invoice) -> list[Document]:
    live = (Attachment.invoice == invoice) & Attachment.removed_at.is_null()
    query = Document.select(Document, Scan).join(Scan).switch(Document).join(Attachment)
    return list(query.where(live))
