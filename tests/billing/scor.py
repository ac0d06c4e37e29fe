"""Pieces on invoices and in SCOR lots, as later rooms leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.store.states import DocumentState, ItemVerdict, ScanState, ScorLotState
from scord.store.tables import Attachment, Document, LotItem, Scan, ScorLot

if TYPE_CHECKING:
    from scord.store.context import Context
    from scord.store.tables import Invoice


def attach(invoice: Invoice, context: Context, *, confirmed: bool = False) -> Attachment:
    """A new document on `invoice`."""
    now = context.clock.now()
    claim = f"scan-{Scan.select().count()}"
    scan = Scan.create(
        claim=claim,
        folder="scanner",
        name=f"{claim}.pdf",
        sha256=claim,
        size=1,
        mtime_ns=1,
        first_seen_at=now,
        taken_at=now,
        state=ScanState.CONVERTED,
    )
    document = Document.create(
        scan=scan, position=1, type="ORDN", state=DocumentState.ATTACHED, pages=[1], created_at=now
    )
    return Attachment.create(
        invoice=invoice,
        document=document,
        origin="slip",
        by="machine",
        attached_at=now,
        confirmed_at=now if confirmed else None,
    )


def freeze(invoice: Invoice, context: Context, *, rejected: bool = False) -> Attachment:
    """A piece of `invoice` in a SCOR lot, which the caisse may have rejected."""
    piece = attach(invoice, context)
    lot = ScorLot.create(
        practitioner=invoice.practitioner,
        destination=invoice.destination,
        number=ScorLot.select().count() + 1,
        profile="reference",
        frozen_at=context.clock.now(),
        state=ScorLotState.REJECTED if rejected else ScorLotState.SENT,
    )
    verdict = ItemVerdict.REJECTED if rejected else ItemVerdict.AWAITED
    LotItem.create(lot=lot, attachment=piece, identifier=f"piece-{piece.id}", verdict=verdict)
    return piece
