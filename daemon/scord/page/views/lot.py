"""One SCOR lot: its pieces with the caisse's verdicts, its message with every attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.actions import fallback
from scord.actions.depositing import may_be_said
from scord.actions.looking.lots import scor_lot_detail
from scord.actions.looking.messages import message_detail
from scord.actions.lookup import row_of
from scord.store.states import MessageState, ScorLotState
from scord.store.tables import Message, ScorLot
from scord.words.pieces import state

if TYPE_CHECKING:
    from scord.page.visit import Visit

# What a person may say of a message in each state, as the API's acts are called.
ACTS: dict[MessageState, tuple[str, ...]] = {
    MessageState.READY: ("hold",),
    MessageState.RETRY: ("hold", "abandon"),
    MessageState.HELD: ("release", "abandon"),
    MessageState.UNCERTAIN: ("was-sent", "send-again", "abandon"),
    MessageState.BOUNCED: ("send-again", "abandon"),
}


def fill(visit: Visit) -> dict[str, Any]:
    row = row_of(ScorLot, visit.number("lot") or 0)
    lot = scor_lot_detail(row)
    to_say, to_unsay = may_be_said(row)
    message = message_detail(row_of(Message, lot.message)) if lot.message else None
    return {
        "lot": lot,
        "message": message,
        "acts": ACTS.get(message.state, ()) if message else (),
        "to_say": to_say,
        "to_unsay": to_unsay,
        "to_settle": lot.state == ScorLotState.CONTESTED and not to_say,
        "on_paper": message is not None and fallback.bordereau(visit.context, row).not_due is None,
        "invoices": list({item.invoice.number: None for item in lot.items}),
        "state": lambda code: state(code, visit.language),
    }
