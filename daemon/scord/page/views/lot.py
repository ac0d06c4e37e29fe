"""One SCOR lot: its pieces with the caisse's verdicts, its message with every attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.actions.looking.lots import scor_lot_detail
from scord.actions.looking.messages import message_detail
from scord.actions.lookup import row_of
from scord.store.states import MessageState
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
    lot = scor_lot_detail(row_of(ScorLot, visit.number("lot") or 0))
    message = message_detail(row_of(Message, lot.message)) if lot.message else None
    return {
        "lot": lot,
        "message": message,
        "acts": ACTS.get(message.state, ()) if message else (),
        "state": lambda code: state(code, visit.language),
    }
