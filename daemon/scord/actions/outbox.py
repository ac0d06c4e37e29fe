"""What waits to leave, and a person's orders for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.store.states import MessageState
from scord.store.tables import Attempt, Message

if TYPE_CHECKING:
    from datetime import datetime

_WAITING = (MessageState.READY, MessageState.SENDING, MessageState.RETRY, MessageState.HELD)


@dataclass(frozen=True)
class WaitingMessage:
    """`profile`: that of its lot. `fault`: why the last attempt failed, a code of
    scord_shared.errors where it is one.
    """

    number: int
    lot: int
    billing_number: str
    file_name: str
    profile: str
    state: MessageState
    next_attempt_at: datetime | None
    attempts: int
    fault: str | None


def waiting_messages() -> list[WaitingMessage]:
    """The oldest first."""
    rows = Message.select().where(Message.state.in_(_WAITING)).order_by(Message.id)
    return [_shown(row) for row in rows]


def _shown(row: Message) -> WaitingMessage:
    tries = list(Attempt.select().where(Attempt.message == row).order_by(Attempt.id))
    return WaitingMessage(
        row.id,
        row.lot.number,
        row.lot.practitioner.billing_number,
        row.file_name,
        row.lot.profile,
        row.state,
        row.next_attempt_at,
        len(tries),
        tries[-1].detail if tries else None,
    )
