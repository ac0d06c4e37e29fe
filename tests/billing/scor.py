"""Pieces on invoices and in SCOR lots, as later rooms leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.exchange.delivery import withdraw_words
from scord.store.states import (
    DocumentState,
    ItemVerdict,
    MessageState,
    ScanState,
    ScorLotState,
)
from scord.store.tables import Attachment, Document, LotItem, Message, Scan, ScorLot

if TYPE_CHECKING:
    from scord.store.context import Context
    from scord.store.tables import Invoice

REJECTED = (ScorLotState.REJECTED, ItemVerdict.REJECTED, MessageState.SENT)
UNDELIVERABLE = (ScorLotState.READY, ItemVerdict.AWAITED, MessageState.FAILED)
UNDER_WAY = (ScorLotState.SENT, ItemVerdict.AWAITED, MessageState.SENT)


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
        scan=scan,
        position=1,
        type="ORDN",
        state=DocumentState.ATTACHED,
        prescription=invoice.prescription,
        created_at=now,
    )
    return Attachment.create(
        invoice=invoice,
        document=document,
        origin="slip",
        identity=invoice.identity,
        by="machine",
        attached_at=now,
        confirmed_at=now if confirmed else None,
    )


def freeze(
    piece: Attachment, context: Context, stands: tuple[ScorLotState, ItemVerdict, MessageState]
) -> Attachment:
    """Puts `piece` in a SCOR lot; `stands` says how lot, piece and message are by now."""
    state, verdict, delivery = stands
    invoice, number = piece.invoice, ScorLot.select().count() + 1
    lot = ScorLot.create(
        practitioner=invoice.practitioner,
        destination=invoice.destination,
        number=number,
        profile="reference",
        frozen_at=context.clock.now(),
        state=state,
    )
    LotItem.create(lot=lot, attachment=piece, identifier=f"lot-{number}", verdict=verdict)
    Message.create(
        lot=lot,
        message_id=f"<{number}@scord.invalid>",
        file_name=f"{number}.zip",
        sha256="0" * 64,
        size=1,
        state=delivery,
    )
    if verdict == ItemVerdict.REJECTED or delivery == MessageState.FAILED:
        withdraw_words([piece.id])
    return Attachment.get_by_id(piece.id)
