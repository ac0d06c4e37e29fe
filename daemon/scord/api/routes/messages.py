"""/v1/messages: what left for the caisse, and a person's word where nobody knows whether it did."""

from fastapi import APIRouter

from scord.actions import settling
from scord.actions.looking.messages import (
    ListedMessage,
    MessageDetail,
    message_detail,
    messages,
)
from scord.actions.looking.pages import Listed
from scord.actions.lookup import row_of
from scord.api.house import Changer, House, InHouse
from scord.api.shapes import NOTHING, Absent, Id, Page, faults
from scord.exchange.orders import Order
from scord.store.states import MessageState
from scord.store.tables import Message
from scord_shared.errors import Code
from scord_shared.status import Caller

router = APIRouter(prefix="/messages", tags=["messages"])

_REFUSED = faults(Code.NOT_THERE, Code.ACTION_REFUSED, Code.NOT_ALLOWED)


@router.get("")
def list_messages(page: Page, state: MessageState | Absent = None) -> Listed[ListedMessage]:
    """The newest first."""
    return messages(state, page)


@router.get("/{message}", responses=faults(Code.NOT_THERE))
def show_message(message: Id) -> MessageDetail:
    """One message and every attempt at delivering it."""
    return message_detail(row_of(Message, message))


@router.post("/{message}/send-again", responses=_REFUSED, openapi_extra=NOTHING)
def send_again(message: Id, house: InHouse, caller: Changer) -> MessageDetail:
    """The receiver does not have this message: the same bytes leave again."""
    return _ordered(message, Order.RESEND, house, caller)


@router.post("/{message}/was-sent", responses=_REFUSED, openapi_extra=NOTHING)
def was_sent(message: Id, house: InHouse, caller: Changer) -> MessageDetail:
    """The receiver has this message: nothing leaves, its answer is awaited."""
    return _ordered(message, Order.SENT, house, caller)


@router.post("/{message}/hold", responses=_REFUSED, openapi_extra=NOTHING)
def hold(message: Id, house: InHouse, caller: Changer) -> MessageDetail:
    """Keeps a waiting message back until it is released."""
    return _ordered(message, Order.HOLD, house, caller)


@router.post("/{message}/release", responses=_REFUSED, openapi_extra=NOTHING)
def release(message: Id, house: InHouse, caller: Changer) -> MessageDetail:
    """Lets a message go on that was kept back."""
    return _ordered(message, Order.RELEASE, house, caller)


@router.post("/{message}/abandon", responses=_REFUSED, openapi_extra=NOTHING)
def abandon(message: Id, house: InHouse, caller: Changer) -> MessageDetail:
    """Gives up a message that has surely not arrived; its pieces wait for a person's word."""
    return _ordered(message, Order.ABANDON, house, caller)


def _ordered(message: int, order: Order, house: House, caller: Caller) -> MessageDetail:
    row_of(Message, message)
    settling.order(house.context, message, order, by=caller.name)
    house.wake()
    return message_detail(row_of(Message, message))
