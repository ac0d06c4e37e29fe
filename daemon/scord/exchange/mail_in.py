"""Takes letters that may hold ARLs out of the practitioners' mailboxes, and keeps each once, raw.

What is new is told by our own table alone, never by the mailbox's flags, which others change. A
stranger's letter is known by its header and left where it is.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from scord.exchange.accounts import mailbox, senders
from scord.exchange.bounces import read_bounce
from scord.exchange.enclosures import is_answer
from scord.exchange.mail_parts import (
    MOST_BYTES,
    is_ours,
    may_be_ours,
    read_attachments,
    read_head,
)
from scord.intake.incoming import Channel, keep
from scord.store import steps
from scord.store.database import transaction
from scord.store.tables import Letter, Message, Practitioner, ScorLot
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.exchange.mailbox import Letter as Found
    from scord.exchange.mailbox import Mailbox
    from scord.lots.profile import Profile
    from scord.settings import MailAccount
    from scord.store.context import Context
    from scord.store.tables import Incoming

log = logging.getLogger(__name__)

MAIL = Channel(
    name="mail",
    called="exchange:mail",
    max_bytes=MOST_BYTES,
    kept_step="mail.stored",
    removed_step="mail.removed",
)
_OF_ONE_LETTER = (Code.MAIL_BUSY, Code.MAIL_TOO_LARGE, Code.ACK_UNREADABLE)


def take_letters(context: Context, profile: Profile, account: MailAccount) -> int:
    """Keeps every new letter of the account that may be for us; how many.

    Raises ScordError as Mailbox does. A letter that cannot be had now is tried again next time.
    """
    owner = Practitioner.get_or_none(Practitioner.billing_number == account.billing_number)
    if owner is None:  # no invoice of theirs has come yet, so nothing was sent
        return 0
    with mailbox(context.settings, account) as box:
        look = _Look(context, profile, account, owner, box)
        return sum(look.take(one) for one in box.letters())


class _Look:
    """One look into a mailbox."""

    def __init__(
        self,
        context: Context,
        profile: Profile,
        account: MailAccount,
        owner: Practitioner,
        box: Mailbox,
    ) -> None:
        self._context = context
        self._profile = profile
        self._account = account
        self._owner = owner
        self._box = box
        self._senders = senders(context.settings, account)
        own = Message.select(Message.message_id).join(ScorLot).where(ScorLot.practitioner == owner)
        self._sent = frozenset(message.message_id for message in own)
        seen = Letter.select().where(Letter.practitioner == owner)
        self._known = {(one.key, one.size): one.incoming_id is not None for one in seen}

    def take(self, found: Found) -> bool:
        """Whether it was new and is kept."""
        key = (found.key, found.size)
        new = key not in self._known
        ours = self._take_new(found) if new else self._known[key]
        if ours and self._account.inbox_remove:  # also what a crash has left there
            self._box.remove(found)
            steps.reached(MAIL.removed_step)
        return new and ours

    def _take_new(self, found: Found) -> bool:
        try:
            raw = self._fetch(found)
        except ScordError as fault:
            if fault.code not in _OF_ONE_LETTER:
                raise
            log.warning("a letter of %s: %s", self._account.billing_number, fault.code)
            if fault.code == Code.MAIL_BUSY:
                return False
            raw = None
        if raw is None:
            with transaction():
                self._note(found)
            return False
        name = f"{self._account.billing_number} {found.key} {found.size}"
        answers = self._context.files.answers
        keep(self._context, MAIL, answers, name, raw, beside=partial(self._note, found))
        return True

    def _fetch(self, found: Found) -> bytes | None:
        """None where it is a stranger's."""
        head = read_head(self._box.headers(found))
        if not may_be_ours(head, self._sent, self._senders):
            return None
        raw = self._box.fetch(found, MOST_BYTES)
        if read_bounce(raw) is not None:
            return raw
        attached = read_attachments(raw)
        reads = partial(is_answer, self._profile)
        ours = is_ours(head, attached, self._sent, self._senders, reads)
        return raw if ours else None

    def _note(self, found: Found, incoming: Incoming | None = None) -> None:
        """That the letter is dealt with, in the caller's transaction. None: a stranger's."""
        Letter.create(
            practitioner=self._owner,
            key=found.key,
            size=found.size,
            seen_at=self._context.clock.now(),
            incoming=incoming,
        )
