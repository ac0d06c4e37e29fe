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
from scord.api.house import Changer, InHouse
from scord.api.shapes import NOTHING, Absent, Id, Page, faults
from scord.store.states import MessageState
from scord.store.tables import Message
from scord_shared.errors import Code

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
    """The receiver does not have this uncertain message: the same bytes leave again."""
    row_of(Message, message)
    settling.send_again(message, by=caller.name)
    house.wake()
    return message_detail(row_of(Message, message))


@router.post("/{message}/was-sent", responses=_REFUSED, openapi_extra=NOTHING)
def was_sent(message: Id, house: InHouse, caller: Changer) -> MessageDetail:
    """The receiver has this uncertain message: nothing leaves, its answer is awaited."""
    row_of(Message, message)
    settling.was_sent(house.context, message, by=caller.name)
    house.wake()
    return message_detail(row_of(Message, message))
