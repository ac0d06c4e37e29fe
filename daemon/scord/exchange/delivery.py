"""Records that a message has reached the other side, by whatever proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.store import journal
from scord.store.states import MessageState, ScorLotState, move
from scord.store.tables import Attachment, Attempt, ScorLot

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from scord.store.tables import Message


def record_delivery(message: Message, now: datetime, *, by: str, why: str) -> None:
    """Message and lot become SENT and the chain says so, in the caller's transaction.

    The time of sending is that of the last attempt that got as far as the receiver: what must be
    kept is counted from there.
    """
    lot = message.lot
    if message.state == MessageState.READY:  # no attempt known, yet the proof is there
        move(message, MessageState.SENDING, by=by, why=why)
    move(message, MessageState.SENT, by=by, why=why, next_attempt_at=None)
    sent_at = _last_start(message) or now
    if lot.state == ScorLotState.READY:
        move(lot, ScorLotState.SENT, by=by, why=why, sent_at=sent_at)
    else:  # it came back and was sent again
        ScorLot.update(sent_at=sent_at).where(ScorLot.id == lot.id).execute()
    journal.chain(
        lot.practitioner,
        "sent",
        lot=lot.number,
        message_id=message.message_id,
        sha256=message.sha256,
        proof=why,
    )


def _last_start(message: Message) -> datetime | None:
    started = (Attempt.message == message) & Attempt.started_at.is_null(False)  # noqa: FBT003 -- peewee's own
    last: Attempt | None = Attempt.select().where(started).order_by(Attempt.id.desc()).first()
    return last.started_at if last else None


def withdraw_words(attachments: Iterable[int]) -> None:
    """A refusal ends what a person had confirmed: to send it again takes a new word."""
    ids = list(attachments)
    Attachment.update(confirmed_at=None).where(Attachment.id.in_(ids)).execute()


def give_up(message: Message, *, by: str, why: str) -> None:
    """Message becomes FAILED, in the caller's transaction: its pieces wait for a person's word."""
    withdraw_words(item.attachment_id for item in message.lot.items)
    move(message, MessageState.FAILED, by=by, why=why, next_attempt_at=None)
