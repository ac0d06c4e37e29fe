"""Understands the letters that were kept: ARLs of both kinds, and bounces of what we sent.

Anybody can write to a mailbox. An answer counts only where it comes from an address that the
settings name; the rest is kept, with the reason, and has no effect.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scord.exchange import answers
from scord.exchange.accounts import senders
from scord.exchange.bounces import UNCLEAR, read_bounce
from scord.exchange.enclosures import holds_fse_arls
from scord.exchange.mail_in import MAIL
from scord.exchange.mail_parts import read_attachments, read_head
from scord.exchange.protection import open_letter
from scord.intake.incoming import PASSING, not_understood
from scord.logs.about import about
from scord.store import journal, steps
from scord.store.database import transaction
from scord.store.states import MessageState, ScorLotState, move
from scord.store.tables import Letter, Message
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord.exchange.bounces import Bounce, Fate
    from scord.lots.profile import ParsedAnswer, Profile
    from scord.store.context import Context
    from scord.store.tables import Incoming

log = logging.getLogger(__name__)

_OUT = (MessageState.SENT, MessageState.UNCERTAIN)
_UNANSWERED = (ScorLotState.READY, ScorLotState.SENT)


class MailAnswers:
    """`hand_over` takes ARLs of FSE lots, name and bytes, as if the LPS had left them."""

    def __init__(
        self, context: Context, profile: Profile, hand_over: Callable[[str, bytes], object]
    ) -> None:
        self._context = context
        self._profile = profile
        self._hand_over = hand_over

    def work(self) -> int:
        """Understands every letter that is kept and is not understood yet; how many."""
        waiting = not_understood(MAIL)
        for incoming in waiting:
            with about(incoming=incoming.id):
                self._understand(incoming)
            steps.reached("mail.applied")
        return len(waiting)

    def _understand(self, incoming: Incoming) -> None:
        try:
            raw = self._context.files.answers.read(incoming.sha256)
            bounce = read_bounce(raw)
            if bounce:
                self._take_bounce(incoming, bounce)
            else:
                self._take_answers(incoming, self._opened(incoming, raw))
        except ScordError as fault:
            if fault.code in PASSING:  # not of what is in it: it stays to be understood
                raise
            self._done(incoming, reason=fault.code, detail=fault.facts.get("reason"))

    def _opened(self, incoming: Incoming, raw: bytes) -> bytes:
        """What of the letter may be believed. Raises ScordError MESSAGE_UNTRUSTED."""
        settings = self._context.settings
        letter = Letter.get_or_none(Letter.incoming == incoming)
        number = letter and letter.practitioner.billing_number
        account = settings.account_of(number) if number else None
        if account is None or read_head(raw).sender not in senders(settings, account):
            raise ScordError(Code.MESSAGE_UNTRUSTED)
        return open_letter(settings, account, raw, incoming.received_at)

    def _take_answers(self, incoming: Incoming, raw: bytes) -> None:
        parsed: list[ParsedAnswer] = []
        handed_over = 0
        for one in read_attachments(raw):
            if holds_fse_arls(one.data):
                self._hand_over(one.name or incoming.name, one.data)
                handed_over += 1
            else:
                parsed += answers.parse(self._profile, one.name, one.data)
        if parsed or not handed_over:
            answers.apply(self._context, self._profile, incoming, tuple(parsed))
        else:
            self._done(incoming)

    def _take_bounce(self, incoming: Incoming, bounce: Bounce) -> None:
        message = _returned(bounce)
        fate = next((one for one in bounce.fates if one.action == "failed"), None)
        with transaction():
            if message is not None and fate is not None and _may_come_back(message):
                _send_back(message, fate, incoming)
            # prose by some machine says nothing for sure: it is kept, and the ARL will be late
            unclear = any(one.action == UNCLEAR for one in bounce.fates)
            self._done(incoming, reason=Code.MAIL_BOUNCED if unclear else None)

    def _done(
        self, incoming: Incoming, *, reason: Code | None = None, detail: object = None
    ) -> None:
        incoming.format = MAIL.name
        incoming.understood_at = self._context.clock.now()
        incoming.reason = reason
        incoming.report = {"reason": str(detail)} if detail else {}
        with transaction():
            incoming.save()
        log.info("a letter is dealt with: %s", reason or "understood")


def _returned(bounce: Bounce) -> Message | None:
    names = {bounce.message_id, bounce.envelope_id and f"<{bounce.envelope_id}>"}
    return Message.get_or_none(Message.message_id.in_([name for name in names if name]))


def _may_come_back(message: Message) -> bool:
    """Not once its lot is answered: that proves the delivery, whatever is reported later."""
    return message.state in _OUT and message.lot.state in _UNANSWERED


def _send_back(message: Message, fate: Fate, incoming: Incoming) -> None:
    move(message, MessageState.BOUNCED, by="caisse", why=fate.status or fate.action)
    lot = message.lot
    journal.chain(
        lot.practitioner,
        "bounced",
        lot=lot.number,
        message_id=message.message_id,
        status=fate.status,
        letter_sha256=incoming.sha256,
    )
