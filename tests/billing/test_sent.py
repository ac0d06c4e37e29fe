"""When an invoice counts as sent: from its first piece in a lot that was not rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.billing.makers import Lps, invoice, the
from tests.billing.scor import UNDER_WAY, attach, freeze

from scord.billing.sent import has_piece_in_scor_lot
from scord.store.states import ItemVerdict, MessageState, ScorLotState
from scord.store.tables import Attachment

if TYPE_CHECKING:
    from scord.store.context import Context


@pytest.mark.parametrize(
    ("lot", "piece", "message", "sent"),
    [
        (ScorLotState.READY, ItemVerdict.AWAITED, MessageState.READY, True),
        (ScorLotState.READY, ItemVerdict.AWAITED, MessageState.RETRY, True),
        (ScorLotState.READY, ItemVerdict.AWAITED, MessageState.UNCERTAIN, True),
        (ScorLotState.READY, ItemVerdict.AWAITED, MessageState.FAILED, False),
        (ScorLotState.SENT, ItemVerdict.AWAITED, MessageState.SENT, True),
        (ScorLotState.ACCEPTED, ItemVerdict.ACCEPTED, MessageState.SENT, True),
        (ScorLotState.PARTIAL, ItemVerdict.ACCEPTED, MessageState.SENT, True),
        (ScorLotState.PARTIAL, ItemVerdict.REJECTED, MessageState.SENT, False),
        (ScorLotState.REJECTED, ItemVerdict.REJECTED, MessageState.SENT, False),
        (ScorLotState.CONTESTED, ItemVerdict.ACCEPTED, MessageState.SENT, True),
        (ScorLotState.CONTESTED, ItemVerdict.REJECTED, MessageState.SENT, True),
    ],
)
def test_an_invoice_is_sent_as_its_lot_and_message_stand(
    lps: Lps,
    context: Context,
    lot: ScorLotState,
    piece: ItemVerdict,
    message: MessageState,
    sent: bool,
) -> None:
    lps.invoices(invoice(), invoice("482"))
    freeze(attach(the("481"), context), context, (lot, piece, message))
    assert has_piece_in_scor_lot(the("481")) is sent
    assert not has_piece_in_scor_lot(the("482"))


def test_a_piece_in_no_lot_is_not_sent(lps: Lps, context: Context) -> None:
    lps.invoices(invoice())
    attach(the("481"), context)
    assert not has_piece_in_scor_lot(the("481"))


def test_a_piece_taken_off_the_invoice_since_stays_sent(lps: Lps, context: Context) -> None:
    lps.invoices(invoice())
    freeze(attach(the("481"), context), context, UNDER_WAY)
    Attachment.update(removed_at=context.clock.now()).execute()
    assert has_piece_in_scor_lot(the("481"))
