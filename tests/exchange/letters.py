"""A practice that works by mail, what lies in its mailbox, and whom it believes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.billing.makers import PRACTITIONER
from tests.exchange.sending import Sending

from scord.exchange.mail_answers import MailAnswers
from scord.exchange.mail_in import MAIL
from scord.exchange.profiles.reference import ReferenceProfile
from scord.intake.incoming import keep
from scord.settings import Exchange, MailAccount
from scord.store.tables import Incoming, Letter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lots.practice import Practice

    from scord.store.context import Context

CAISSE, STRANGER = "scor@caisse.invalid", "someone@else.invalid"


def account(billing_number: str, **changes: Any) -> MailAccount:
    given = {"address": "cabinet@test.invalid", "smtp_host": "localhost", "inbox": "imap"}
    return MailAccount(**{"billing_number": billing_number, **given, **changes})


def by_mail(context: Context, one: MailAccount) -> Context:
    settings = context.settings
    exchange = Exchange(**{**dict(settings.exchange), "route": "mail", "addresses": {"*": CAISSE}})
    changed = settings.model_copy(update={"exchange": exchange, "mail": (one,)})
    return replace(context, settings=changed)


def letter(*attached: tuple[str, bytes], sender: str = CAISSE, **headers: str) -> bytes:
    made = EmailMessage(policy=SMTP)
    for name, value in {"From": sender, "Subject": "ARL", **headers}.items():
        made[name] = value
    made.set_content("ARL")
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


@dataclass
class Postbag:
    """One lot that has left, and the letters that are kept but not understood yet."""

    practice: Practice
    sending: Sending = field(init=False)
    handed_over: list[tuple[str, bytes]] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.sending = Sending(self.practice)
        self.sending.deliver()
        number = self.practice.nurse.billing_number
        self.context = by_mail(self.sending.context, account(number))
        self.answers = MailAnswers(self.context, ReferenceProfile(), self._hand_over)

    def came(self, raw: bytes, before: Callable[[str], None] = lambda _: None) -> Incoming:
        """Keeps the letter and has it understood; `before` that, harm is done to its file."""
        key = f"imap:1:{next(self._numbers)}"
        incoming = keep(self.context, MAIL, self.context.files.answers, key, raw)
        Letter.create(
            practitioner=self.practice.nurse,
            key=key,
            size=len(raw),
            seen_at=self.context.clock.now(),
            incoming=incoming,
        )
        before(incoming.sha256)
        self.answers.work()
        understood: Incoming = Incoming.get_by_id(incoming.id)
        assert understood.understood_at
        return understood

    def answer(self, **said: Any) -> bytes:
        """As the reference profile reads it; positive unless `said` otherwise."""
        one = {
            "id": "A-1",
            "billing_number": self.practice.nurse.billing_number,
            "lot": self.sending.lot.number,
            "verdict": "positive",
            "date": "2026-03-11T09:30:00+01:00",
            **said,
        }
        whole = {"format": "scord-reference-answer/1", "test": True, "answers": [one]}
        return json.dumps(whole).encode()

    def bounce(self, action: str, *, message_id: str | None = None) -> bytes:
        told = (
            "From: mailer@mx.invalid\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
            "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
            f"Final-Recipient: rfc822; {CAISSE}\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n"
            "--B\r\nContent-Type: text/rfc822-headers\r\n\r\n"
            f"Message-ID: {message_id or self.sending.message.message_id}\r\n\r\n--B--\r\n"
        )
        return told.encode()

    def _hand_over(self, name: str, data: bytes) -> None:
        self.handed_over.append((name, data))


def fse_arls() -> bytes:
    ack = {"lot": "012", "result": "positive", "date": "2026-03-10"}
    whole = {"format": "scord-acks/1", "practitioner": PRACTITIONER, "acks": [ack]}
    return json.dumps(whole).encode()
