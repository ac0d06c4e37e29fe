"""What a person may order for one message of the outbox: a table, and what obeys it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from scord.exchange.delivery import give_up, record_delivery
from scord.exchange.set_apart import keep_back
from scord.store.database import transaction
from scord.store.states import MessageState, move
from scord.store.tables import Message
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from scord.store.context import Context


class Order(StrEnum):
    HOLD = "hold"  # not now
    RELEASE = "release"  # go on
    RESEND = "resend"  # the same bytes again, though the receiver may have them
    SENT = "sent"  # the receiver has it
    ABANDON = "abandon"  # give it up: its pieces wait for a person's word again


class _Rule(NamedTuple):
    states: tuple[MessageState, ...]
    to: MessageState
    refusal: Refusal = Refusal.NOT_WAITING


_UNDECIDED = (MessageState.UNCERTAIN, MessageState.BOUNCED)

RULES = {
    Order.HOLD: _Rule((MessageState.READY, MessageState.RETRY), MessageState.HELD),
    Order.RELEASE: _Rule((MessageState.HELD,), MessageState.RETRY, Refusal.NOT_KEPT_BACK),
    Order.RESEND: _Rule(_UNDECIDED, MessageState.RETRY, Refusal.NOT_UNCERTAIN),
    Order.SENT: _Rule(_UNDECIDED, MessageState.SENT, Refusal.NOT_UNCERTAIN),
    # never where the receiver may have it: its pieces would leave again in another lot
    Order.ABANDON: _Rule(
        (MessageState.READY, MessageState.RETRY, MessageState.HELD, MessageState.BOUNCED),
        MessageState.FAILED,
    ),
}


def obey(context: Context, message: Message, order: Order, by: str) -> MessageState:
    """The state that the message comes to: the rule's, or HELD where it may not leave since another
    profile has frozen it. Raises ScordError ACTION_REFUSED where it is in another state than the
    rule's.
    """
    rule, in_force = RULES[order], context.settings.exchange.profile
    with transaction():
        fresh: Message = Message.get_by_id(message.id)
        if fresh.state not in rule.states:
            raise ScordError(Code.ACTION_REFUSED, reason=rule.refusal)
        if rule.to == MessageState.SENT:
            record_delivery(fresh, context.clock.now(), by=by, why="said-by-person")
        elif rule.to == MessageState.FAILED:
            give_up(fresh, by=by, why=order)
        else:
            move(fresh, rule.to, by=by, why=order, next_attempt_at=None)
            if rule.to == MessageState.RETRY and fresh.lot.profile != in_force:
                keep_back(fresh)
        return MessageState(fresh.state)
