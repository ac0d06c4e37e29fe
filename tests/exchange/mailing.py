"""A letter, a way to send it, and what came of one attempt: for the tests of mail out."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.exchange.smtp_server import SECRET, USER

from scord.exchange.letter import seal
from scord.exchange.mail_server import MailServer
from scord.exchange.smtp import SmtpTransport
from scord.exchange.transport import NotDeliveredError, Parcel, RefusedError, RouteError
from scord.lots.profile import Frozen
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.exchange.smtp_server import SmtpServer

SENDER, RECIPIENT = "cabinet@test.invalid", "scor@caisse.invalid"
MESSAGE_ID = "<TEST-SCOR-991234567-000001.20260310T090000Z@scord.invalid>"
SHORT = 0.6  # seconds for one reply where the server keeps silent
LONG = 15.0  # where it does not: a busy machine is no fault

UNREACHABLE = ("retry", Code.MAIL_UNREACHABLE)
GARBLED = ("retry", Code.MAIL_NOT_UNDERSTOOD)
BUSY = ("retry", Code.MAIL_BUSY)
UNTRUSTED = ("route", Code.MAIL_UNTRUSTED)
UNCERTAIN = ("uncertain", None)
SENT = ("sent", None)


def parcel(size: int = 20_000, recipient: str = RECIPIENT) -> Parcel:
    data = seal(
        Frozen("TEST-SCOR-991234567-000001.zip", MESSAGE_ID, (), b"." * size),
        sender=SENDER,
        recipient=RECIPIENT,
        subject="Lot SCOR 1",
        frozen_at=datetime(2026, 3, 10, 9, 0, tzinfo=UTC),
        test=True,
    ).replace(f"To: {RECIPIENT}".encode(), f"To: {recipient}".encode())
    return Parcel("lot.zip", MESSAGE_ID, hashlib.sha256(data).hexdigest(), data)


def raw(body: bytes) -> Parcel:
    data = f"From: {SENDER}\r\nTo: {RECIPIENT}\r\n\r\n".encode() + body
    return Parcel("lot.zip", MESSAGE_ID, "", data)


PARCEL = parcel()
HEAVY = parcel(6_000_000)  # more than the buffers between client and server hold
TWO = parcel(recipient=f"{RECIPIENT}, copie@caisse.invalid")


def transport(port: int, *, seconds: float = LONG, **changes: Any) -> SmtpTransport:
    given = {"host": "localhost", "user": USER, "secret": SECRET, "timeout_seconds": seconds}
    server = MailServer(**{**given, "port": port, **changes})
    return SmtpTransport(server, answer_seconds=seconds)


class Outcome(NamedTuple):
    verdict: str
    code: Code | None
    started: int
    accepted: int


def outcome(server: SmtpServer, what: Parcel = PARCEL, **changes: Any) -> Outcome:
    """One attempt as the outbox sees it, and how often the server then has the message."""
    starts: list[int] = []
    verdict, code = attempt(transport(server.port, **changes), what, starts)
    server.finish()
    assert all(one == what.data for one in server.accepted)
    return Outcome(verdict, code, len(starts), len(server.accepted))


def attempt(out: SmtpTransport, what: Parcel, starts: list[int]) -> tuple[str, Code | None]:
    try:
        out.deliver(what, lambda: starts.append(1))
    except RouteError as fault:
        return "route", fault.code
    except NotDeliveredError as fault:
        return "retry", fault.code
    except RefusedError as fault:
        return "failed", fault.code
    except ScordError as fault:
        return "no verdict of a transport", fault.code
    except Exception:  # noqa: BLE001 -- as the outbox does
        return "uncertain", None
    return "sent", None
