"""A corrected invoice takes the place of the old one, and its pieces with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.billing.report import ItemRefusedError
from scord.billing.sent import has_piece_in_scor_lot
from scord.store import journal, states
from scord.store.states import DocumentState, InvoiceStatus
from scord.store.tables import Attachment, Invoice, LotItem

if TYPE_CHECKING:
    from datetime import datetime

    from scord.billing.formats import InvoiceName
    from scord.store.tables import Document

_REPLACED = "invoice-replaced"


def replace(new: Invoice, name: InvoiceName, *, at: datetime) -> bool:
    """Puts `new` in the place of the invoice called `name`; False if that one is not known.

    Raises ItemRefusedError where a piece of the old one is in a SCOR lot: it may reach the caisse
    under the old number, and a second sending is a person's word to give.
    """
    old = _named(new, name)
    if old is None:
        return False
    if old == new:
        raise ItemRefusedError("replaces_itself", "replaces")
    if old.status == InvoiceStatus.REPLACED:
        raise ItemRefusedError("replaced_already", "replaces")
    if old.status == InvoiceStatus.ERASED:
        raise ItemRefusedError("erased", "replaces")
    if has_piece_in_scor_lot(old):
        raise ItemRefusedError("replaced_sent", "replaces")
    Invoice.update(replaces=old).where(Invoice.id == new.id).execute()
    new.replaces = old
    if old.status != InvoiceStatus.CANCELLED:  # the LPS may have deleted it before
        states.move(old, InvoiceStatus.REPLACED, by="lps", status_by=None)
    _move_pieces(old, new, at)
    return True


def _named(new: Invoice, name: InvoiceName) -> Invoice | None:
    """By number alone: the latest one up to the new invoice's date."""
    found = Invoice.select().where(
        Invoice.practitioner == new.practitioner, Invoice.number == name.number
    )
    if name.invoice_date is not None:
        dated: Invoice | None = found.where(Invoice.invoice_date == name.invoice_date).first()
        return dated
    before = found.where(Invoice.invoice_date <= new.invoice_date, Invoice.id != new.id)
    latest: Invoice | None = before.order_by(Invoice.invoice_date.desc()).first()
    return latest or (new if new.number == name.number else None)


def _move_pieces(old: Invoice, new: Invoice, at: datetime) -> None:
    """The pieces follow the correction where they surely prove it too; else a person looks."""
    there = {piece.document for piece in _live_pieces(new)}
    for piece in _live_pieces(old):
        Attachment.update(removed_at=at).where(Attachment.id == piece.id).execute()
        journal.write("attachment.removed", piece, by="lps", why=_REPLACED)
        if piece.document in there:
            continue
        if piece.document.scan.is_made_here:
            _set_aside(piece.document)
            continue
        doubt = _doubt(piece, old, new)
        if doubt is None:
            _follow(piece, new, at)
        elif not _serves(piece.document):
            _unfile(piece.document, doubt)


def _doubt(piece: Attachment, old: Invoice, new: Invoice) -> str | None:
    """Why a piece does not go with its invoice: another patient or ordonnance, or it was refused.

    A piece of a series is given to the new invoice anew where that belongs to the series too.
    """
    ordonnance = piece.document.prescription
    if not piece.identity == old.identity == new.identity:  # `old` may have changed since
        return "clues-disagree"
    if ordonnance and new.prescription and ordonnance != new.prescription:
        return "clues-disagree"
    if LotItem.select().where(LotItem.attachment == piece).exists():
        return "piece-rejected"
    return None


def _follow(piece: Attachment, new: Invoice, at: datetime) -> None:
    follower = Attachment.create(
        invoice=new,
        document=piece.document,
        origin="follow",
        by=piece.by,
        identity=new.identity,
        attached_at=at,
        confirmed_at=piece.confirmed_at,
    )
    facts = {"document": piece.document.id, "invoice": new.id}
    journal.write("attachment.made", follower, by="lps", why="follow", **facts)


def _unfile(document: Document, why: str) -> None:
    """To À classer, of no ordonnance: what a person makes of it must not reach the old series."""
    states.move(document, DocumentState.INBOX, by="lps", why=why, reason=why, prescription=None)


def _set_aside(document: Document) -> None:
    """A form that Scord made of the old invoice says what was wrong: a new one is made."""
    _unfile(document, _REPLACED)
    states.move(document, DocumentState.SET_ASIDE, by="lps", why=_REPLACED)


def _serves(document: Document) -> bool:
    """Whether it is still on an invoice."""
    live = (Attachment.document == document) & Attachment.removed_at.is_null()
    return bool(Attachment.select().where(live).exists())


def _live_pieces(invoice: Invoice) -> list[Attachment]:
    live = Attachment.removed_at.is_null()
    return list(Attachment.select().where(Attachment.invoice == invoice, live))
