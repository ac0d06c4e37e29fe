"""Mail out through a real server: Postfix takes it, Dovecot has it, not a byte is changed."""

from __future__ import annotations

import hashlib
import os
import time
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING

import pytest
from tests.exchange.dovecot import Dovecot
from tests.exchange.postfix import Postfix

from scord.exchange.letter import seal
from scord.exchange.mail_server import MailServer
from scord.exchange.smtp import SmtpTransport
from scord.exchange.transport import Parcel, RefusedError, RouteError
from scord.lots.profile import Frozen
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.exchange.certificates import Authority

pytest_plugins = ("tests.exchange.trust",)
pytestmark = [pytest.mark.system, pytest.mark.usefixtures("trusted")]

SIZE_LIMIT = 8_000_000


@pytest.fixture(scope="module")
def dovecot(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dovecot]:
    with Dovecot(tmp_path_factory.mktemp("dovecot"), authority) as started:
        yield started


@pytest.fixture(scope="module")
def postfix(
    dovecot: Dovecot, authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Postfix]:
    folder = tmp_path_factory.mktemp("postfix")
    with Postfix(folder, authority, dovecot, size_limit=SIZE_LIMIT) as started:
        yield started


def transport(postfix: Postfix, secret: str = "s3cret") -> SmtpTransport:  # noqa: S107 -- of a test
    return SmtpTransport(MailServer(postfix.host, postfix.port, "sender", secret))


def parcel(data: bytes, number: int, recipient: str = "acks@test.invalid") -> Parcel:
    message_id = f"<TEST-SCOR-991234567-{number:06d}@scord.invalid>"
    letter = seal(
        Frozen("lot.pdf", message_id, (), data),
        sender="sender@test.invalid",
        recipient=recipient,
        subject="Lot SCOR",
        frozen_at=datetime(2026, 3, 10, 9, 0, tzinfo=UTC),
        test=True,
    )
    return Parcel("lot.pdf", message_id, hashlib.sha256(letter).hexdigest(), letter)


def arrived(dovecot: Dovecot, user: str, message_id: str) -> bytes:
    """The raw letter in the mailbox."""
    end = time.monotonic() + 15
    while time.monotonic() < end:
        for path in dovecot.maildir(user).glob("new/*"):
            raw = path.read_bytes()
            if message_from_bytes(raw)["Message-ID"] == message_id:
                return raw
        time.sleep(0.05)
    raise AssertionError("the letter did not arrive")


def test_a_pdf_arrives_with_not_a_byte_changed(dovecot: Dovecot, postfix: Postfix) -> None:
    data = b"%PDF-1.4\n" + os.urandom(5_000_000)
    sent = parcel(data, 1)
    transport(postfix).deliver(sent, lambda: None)
    raw = arrived(dovecot, "acks", sent.message_id).replace(b"\r\n", b"\n")
    assert raw.endswith(sent.data.replace(b"\r\n", b"\n"))  # before it, who received it
    *_, attachment = message_from_bytes(raw, policy=SMTP).walk()
    assert attachment.get_payload(decode=True) == data


def test_a_bounce_names_the_message_by_its_id(dovecot: Dovecot, postfix: Postfix) -> None:
    sent = parcel(b"%PDF-1.4\n", 2, recipient="nobody@test.invalid")
    transport(postfix).deliver(sent, lambda: None)
    end = time.monotonic() + 15
    bounces: list[bytes] = []
    while not bounces and time.monotonic() < end:
        raws = [path.read_bytes() for path in dovecot.maildir("sender").glob("new/*")]
        bounces = [raw for raw in raws if b"multipart/report" in raw]
        time.sleep(0.05)
    assert f"Original-Envelope-Id: {sent.message_id.strip('<>')}".encode() in bounces[0]


def test_a_wrong_password_is_a_fault_of_the_route(postfix: Postfix) -> None:
    wrong = {"secret": "wrong"}
    with pytest.raises(RouteError) as fault:
        transport(postfix, **wrong).deliver(parcel(b"x", 3), lambda: None)
    assert fault.value.code == Code.MAIL_LOGIN_REFUSED


def test_a_message_above_the_servers_limit_is_not_offered(postfix: Postfix) -> None:
    heavy = parcel(b"x" * SIZE_LIMIT, 4)
    with pytest.raises(RefusedError) as fault:
        transport(postfix).deliver(heavy, lambda: None)
    assert fault.value.facts == {"size": len(heavy.data), "limit": SIZE_LIMIT}


def test_a_recipient_that_the_server_does_not_serve_is_refused(postfix: Postfix) -> None:
    sent = parcel(b"%PDF-1.4\n", 5, recipient="scor@elsewhere.invalid")
    with pytest.raises(RefusedError) as fault:
        transport(postfix).deliver(sent, lambda: None)
    assert fault.value.code == Code.MAIL_RECIPIENT_REFUSED
    assert fault.value.facts["status"] == "550 5.1.1"
