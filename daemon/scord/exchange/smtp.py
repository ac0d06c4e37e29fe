"""Delivers by mail: every way in which a submission can end has its verdict.

Up to the last piece of the message the receiver surely has nothing of it. After that only a reply
makes sure; where none comes, the exception goes through and the outbox calls it uncertain.
"""

from __future__ import annotations

import re
import socket
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from scord.exchange.mail_server import LOST_IN_TLS
from scord.exchange.smtp_envelope import NOBODY, Envelope, envelope_of, size_limit
from scord.exchange.smtp_login import authenticate, mechanism_for
from scord.exchange.smtp_session import GarbledError, Session, UnaskedError
from scord.exchange.transport import NotDeliveredError, RefusedError, RouteError, Trace
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scord.exchange.mail_server import MailServer
    from scord.exchange.transport import Parcel

# Up to the end of the message: 7 MB over a line of 0.25 Mbit/s take four minutes.
DELIVERY_SECONDS = 600.0
# From there to the reply: RFC 5321 section 4.5.3.2.6, and Postfix's `smtp_data_done_timeout`. Who
# hangs up earlier makes lots uncertain that a slow server has long accepted.
ANSWER_SECONDS = 600.0

_ENHANCED = re.compile(rb"[45]\.[0-9]{1,3}\.[0-9]{1,3}\b")  # RFC 3463
_TOO_LARGE = ("552", "5.3.4", "5.2.3")  # the last two: RFC 3463 sections 3.4 and 3.3


class Phase(StrEnum):
    CONNECT = "connect"
    GREETING = "greeting"
    EHLO = "EHLO"
    STARTTLS = "STARTTLS"
    TLS = "TLS"
    AUTH = "AUTH"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    BODY = "body"
    END = "end"


class _Rule(NamedTuple):
    """The codes by which a phase goes on, and what a refusal for good (5xx) means."""

    accepted: tuple[int, ...]
    refusal: type[ScordError]
    code: Code


_RULES = {
    Phase.GREETING: _Rule((220,), RouteError, Code.MAIL_UNREACHABLE),
    Phase.EHLO: _Rule((250,), RouteError, Code.MAIL_NOT_UNDERSTOOD),
    Phase.STARTTLS: _Rule((220,), RouteError, Code.MAIL_UNTRUSTED),
    Phase.AUTH: _Rule((235,), RouteError, Code.MAIL_LOGIN_REFUSED),
    Phase.MAIL: _Rule((250,), RefusedError, Code.MAIL_REFUSED),
    Phase.RCPT: _Rule((250, 251), RefusedError, Code.MAIL_RECIPIENT_REFUSED),
    Phase.DATA: _Rule((354,), RefusedError, Code.MAIL_REFUSED),
    Phase.END: _Rule((250,), RefusedError, Code.MAIL_REFUSED),
}


@dataclass(frozen=True)
class SmtpTransport:
    """Sender and recipients are those of the message's own headers From and To.

    The server has `delivery_seconds` for everything up to the end of the message, and from there
    `answer_seconds`; for each single reply before, what the MailServer says.
    """

    server: MailServer
    delivery_seconds: float = DELIVERY_SECONDS
    answer_seconds: float = ANSWER_SECONDS

    def deliver(self, parcel: Parcel, starting: Callable[[], None]) -> None:
        """See Transport.deliver; also raises RouteError. All recipients get it or none."""
        session = Session(self.server, self.delivery_seconds)
        delivery = _Delivery(self.server, session, envelope_of(parcel))
        try:
            with delivery.nothing_sent():
                delivery.open()
                delivery.log_in()
                delivery.prepare()
            starting()
            with delivery.nothing_sent():
                last = delivery.send_body(parcel.data)
            delivery.finish(last, self.answer_seconds)
        finally:
            session.close()

    def check(self) -> None:
        """Logs in and leaves: whether anything could be sent. Raises NotDeliveredError."""
        session = Session(self.server, self.delivery_seconds)
        delivery = _Delivery(self.server, session, NOBODY)
        try:
            with delivery.nothing_sent():
                delivery.open()
                delivery.log_in()
                session.leave()
        finally:
            session.close()

    def trace(self, file_name: str, sha256: str) -> Trace:  # noqa: ARG002 -- the Protocol's
        """Nothing is to be seen afterwards of what a server took."""
        return Trace.UNKNOWN


class _Delivery:
    """One attempt. `phase`: how far it has come."""

    def __init__(self, server: MailServer, session: Session, envelope: Envelope) -> None:
        self.server = server
        self.session = session
        self.envelope = envelope
        self.phase = Phase.CONNECT

    @contextmanager
    def nothing_sent(self) -> Iterator[None]:
        """Whatever breaks in here: the receiver has no whole message."""
        host = self.server.host
        try:
            yield
        except UnaskedError as fault:
            raise NotDeliveredError(Code.MAIL_BUSY, host=host, status=fault.args[0]) from fault
        except GarbledError as fault:
            raise NotDeliveredError(Code.MAIL_NOT_UNDERSTOOD, host=host) from fault
        except OSError as fault:
            phase = self.phase.value
            raise NotDeliveredError(Code.MAIL_UNREACHABLE, host=host, reason=phase) from fault

    def open(self) -> None:
        """An encrypted line to a server that has said what it can."""
        self._dial()
        if self.server.encryption == "tls":
            self._encrypt()
        self._ask(Phase.GREETING, self.session.getreply)
        if self.server.encryption == "starttls":
            self._ask(Phase.EHLO, self.session.ehlo)
            if not self.session.has_extn("starttls"):
                raise self._untrusted("STARTTLS")
            self._ask(Phase.STARTTLS, partial(self.session.docmd, "STARTTLS"))
            self._encrypt()
        self._ask(Phase.EHLO, self.session.ehlo)

    def log_in(self) -> None:
        mechanism = mechanism_for(self.server, self.session)
        if mechanism is None:
            raise RouteError(Code.MAIL_LOGIN_REFUSED, host=self.server.host)
        self._ask(Phase.AUTH, partial(authenticate, self.server, self.session, mechanism))

    def prepare(self) -> None:
        """Everything up to the server's word that the body may come."""
        session, envelope, offered = self.session, self.envelope, self.session.esmtp_features
        limit = size_limit(offered)
        if limit and envelope.size > limit:
            session.leave()
            raise RefusedError(Code.MAIL_TOO_LARGE, size=envelope.size, limit=limit)
        options = envelope.mail_options(offered)
        self._ask(Phase.MAIL, partial(session.mail, envelope.sender, options))
        options = envelope.rcpt_options(offered)
        for one in envelope.recipients:
            self._ask(Phase.RCPT, partial(session.rcpt, one, options))
        self._ask(Phase.DATA, partial(session.docmd, "DATA"))

    def send_body(self, data: bytes) -> bytes:
        """All but the last piece, which is returned."""
        self.phase = Phase.BODY
        return self.session.send_body(data)

    def finish(self, last: bytes, seconds: float) -> None:
        """The last piece and its verdict; what is no clear verdict raises something else."""
        self._ask(Phase.END, partial(self.session.send_end, last, seconds))
        self.session.leave()

    def _dial(self) -> None:
        try:
            self.session.dial()
        except (socket.gaierror, UnicodeError) as fault:
            if isinstance(fault, socket.gaierror) and fault.errno == socket.EAI_AGAIN:
                raise  # the name service is out of reach, which says nothing of the name
            host = self.server.host
            raise RouteError(Code.MAIL_UNREACHABLE, host=host, reason="DNS") from fault

    def _encrypt(self) -> None:
        self.phase = Phase.TLS
        try:
            self.session.encrypt()
        except ssl.SSLError as fault:
            if isinstance(fault, LOST_IN_TLS):
                raise
            reason = getattr(fault, "verify_message", None) or fault.reason or "TLS"
            raise self._untrusted(reason) from fault
        except GarbledError as fault:
            raise self._untrusted("STARTTLS") from fault
        except ScordError as fault:
            raise RouteError(fault.code, **fault.facts) from fault

    def _untrusted(self, reason: str) -> RouteError:
        return RouteError(Code.MAIL_UNTRUSTED, host=self.server.host, reason=reason)

    def _ask(self, phase: Phase, question: Callable[[], tuple[int, bytes]]) -> None:
        """Raises what the phase's rule says of any other answer than the accepted."""
        self.phase = phase
        rule = _RULES[phase]
        code, text = question()
        if code in rule.accepted:
            return
        if code < 400:
            raise GarbledError
        self.session.leave()
        raise self._refusal(rule, code, text)

    def _refusal(self, rule: _Rule, code: int, text: bytes) -> ScordError:
        host = self.server.host
        found = _ENHANCED.match(text)
        enhanced = found[0].decode() if found else ""
        status = f"{code} {enhanced}".strip()
        if code < 500:
            return NotDeliveredError(Code.MAIL_BUSY, host=host, status=status)
        if rule.refusal is RefusedError and (enhanced or str(code)) in _TOO_LARGE:
            return RefusedError(Code.MAIL_TOO_LARGE, size=self.envelope.size)
        return rule.refusal(rule.code, host=host, status=status)
