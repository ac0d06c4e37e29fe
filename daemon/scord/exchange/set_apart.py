"""Messages that another profile than the one in force has frozen: kept back, since neither this
profile's format nor its way out is theirs.

They wait until their profile is in force again, or a person gives them up.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from scord.store.database import transaction
from scord.store.states import MessageState, StaleRowError, move
from scord.store.tables import JournalEntry, Message, ScorLot

if TYPE_CHECKING:
    from peewee import Expression, ModelSelect

OTHER_PROFILE = "other-profile"  # why, in the journal

_MAY_LEAVE = (MessageState.READY, MessageState.RETRY)


def set_apart(profile: str) -> None:
    """Keeps back what may leave and is of another profile than `profile`, the one in force; what
    was kept back for this reason, and now is of that profile, is due.
    """
    for message in list(_messages(Message.state.in_(_MAY_LEAVE) & (ScorLot.profile != profile))):
        with suppress(StaleRowError), transaction():  # a person was quicker
            keep_back(message)
    kept_back = (Message.state == MessageState.HELD) & (ScorLot.profile == profile)
    for message in list(_messages(kept_back)):
        if _was_set_apart(message):
            with suppress(StaleRowError), transaction():
                move(message, MessageState.RETRY, by="machine", why="profile-in-force-again")


def keep_back(message: Message) -> None:
    """One that may leave, in the caller's transaction."""
    move(message, MessageState.HELD, by="machine", why=OTHER_PROFILE, next_attempt_at=None)


def _messages(which: Expression) -> ModelSelect[Message]:
    return Message.select(Message, ScorLot).join(ScorLot).where(which).order_by(Message.id)


def _was_set_apart(message: Message) -> bool:
    """Not where it was a person who kept it back."""
    about = (JournalEntry.subject_kind == Message.journal_name) & (
        JournalEntry.subject_id == message.id
    )
    last = JournalEntry.select().where(about).order_by(JournalEntry.id.desc()).first()
    return last is not None and last.why == OTHER_PROFILE
