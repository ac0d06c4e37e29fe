"""Whether an invoice's pieces have left or are about to: from then on its data stand still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.store.states import ItemVerdict, ScorLotState
from scord.store.tables import Attachment, LotItem, ScorLot

if TYPE_CHECKING:
    from scord.store.tables import Invoice


def has_piece_in_scor_lot(invoice: Invoice) -> bool:
    """True if a piece of `invoice` is in a SCOR lot that has not been rejected, even not yet sent.

    Pieces since taken off the invoice count: the caisse has them, or will.
    """
    items = (
        LotItem.select()
        .join(ScorLot)
        .switch(LotItem)
        .join(Attachment)
        .where(
            Attachment.invoice == invoice,
            LotItem.verdict != ItemVerdict.REJECTED,
            ScorLot.state != ScorLotState.REJECTED,
        )
    )
    return bool(items.exists())
