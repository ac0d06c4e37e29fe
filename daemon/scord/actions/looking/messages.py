"""Outgoing messages and every try at delivering them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scord.actions.looking.pages import Listed, Window, listed, narrowed
from scord.store.states import MessageState
from scord.store.tables import Attempt, Message


@dataclass(frozen=True, kw_only=True)
class ListedMessage:
    """`lot` is the SCOR lot that it carries, `size` its bytes."""

    id: int
    lot: int
    message_id: str
    file_name: str
    size: int
    state: MessageState
    next_attempt_at: datetime | None


@dataclass(frozen=True)
class Try:
    """From `started_at` on the receiver may have it; `verdict` is null while it is under way."""

    opened_at: datetime
    started_at: datetime | None
    closed_at: datetime | None
    verdict: MessageState | None
    detail: str | None


@dataclass(frozen=True, kw_only=True)
class MessageDetail(ListedMessage):
    attempts: tuple[Try, ...]


def messages(state: MessageState | None, window: Window) -> Listed[ListedMessage]:
    return listed(narrowed(Message.select(), (Message.state, state)), window, _shown)


def message_detail(message: Message) -> MessageDetail:
    (shown,) = _shown([message])
    tries = Attempt.select().where(Attempt.message == message).order_by(Attempt.id)
    attempts = tuple(
        Try(one.opened_at, one.started_at, one.closed_at, one.verdict, one.detail) for one in tries
    )
    return MessageDetail(**vars(shown), attempts=attempts)


def _shown(rows: Sequence[Message]) -> list[ListedMessage]:
    return [
        ListedMessage(
            id=row.id,
            lot=row.lot_id,
            message_id=row.message_id,
            file_name=row.file_name,
            size=row.size,
            state=row.state,
            next_attempt_at=row.next_attempt_at,
        )
        for row in rows
    ]
