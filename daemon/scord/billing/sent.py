"""Whether an invoice's pieces have left or are about to: from then on its data stand still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.store.states import ItemVerdict, MessageState, ScorLotState
from scord.store.tables import Attachment, LotItem, Message, ScorLot

if TYPE_CHECKING:
    from scord.store.tables import Invoice


def has_piece_in_scor_lot(invoice: Invoice) -> bool:
    """True if a piece of `invoice` is in a SCOR lot that has not been rejected, even not yet sent.

    Pieces since taken off the invoice count: the caisse has them, or will. So does a contested
    lot, of which nobody knows yet what the caisse made.
    """
    items = (
        LotItem.select()
        .join(ScorLot)
        .join(Message, on=(Message.lot == ScorLot.id))
        .switch(LotItem)
        .join(Attachment)
        .where(
            Attachment.invoice == invoice,
            Message.state != MessageState.FAILED,  # refused for good before it could leave
            (ScorLot.state == ScorLotState.CONTESTED) | (LotItem.verdict != ItemVerdict.REJECTED),
        )
    )
    return bool(items.exists())
