"""The line to an SMTP server: private, in time, and nothing believed that is no reply."""

from __future__ import annotations

import hashlib
import ssl
from typing import TYPE_CHECKING, Any

import pytest
from tests.exchange.certificates import make_authority
from tests.exchange.mailing import (
    BUSY,
    GARBLED,
    HEAVY,
    PARCEL,
    RECIPIENT,
    SENT,
    SHORT,
    UNREACHABLE,
    UNTRUSTED,
    Outcome,
    attempt,
    outcome,
    raw,
    transport,
)
from tests.exchange.smtp_server import SECRET, SmtpServer

from scord.exchange.smtp import SmtpTransport
from scord.exchange.transport import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exchange.certificates import Authority, Issued

    from scord_shared.errors import Code

pytest_plugins = ("tests.exchange.trust",)
pytestmark = pytest.mark.usefixtures("trusted")


def test_a_yes_said_too_early_is_not_taken_for_the_last(issued: Issued) -> None:
    script: dict[Any, bytes] = {"data": b"354 go on\r\n250 queued\r\n"}
    with SmtpServer(issued, says=script) as server:
        assert outcome(server, HEAVY) == Outcome(*GARBLED, 1, 0)


def test_a_server_in_time_with_every_reply_still_has_to_end(issued: Issued) -> None:
    with SmtpServer(issued, does={"mail": "drip"}) as server:
        out = SmtpTransport(transport(server.port).server, delivery_seconds=SHORT)
        assert attempt(out, PARCEL, []) == UNREACHABLE
    assert server.accepted == []


@pytest.mark.parametrize("lines", [b".", b"..", b".\r\n.\r\n..x", b"", b"\r\n\r\n."])
def test_lines_of_dots_arrive_as_they_are(issued: Issued, lines: bytes) -> None:
    with SmtpServer(issued) as server:
        assert outcome(server, raw(lines + b"\r\n")).verdict == "sent"


@pytest.mark.parametrize("over", range(-1, 5))
def test_an_end_of_data_that_falls_between_two_pieces_arrives(issued: Issued, over: int) -> None:
    piece, end = 16_384, len(b".\r\n")
    left = piece + over - end - len(raw(b"").data)
    whole, rest = divmod(left - 2, 100)
    what = raw((b"x" * 98 + b"\r\n") * whole + b"x" * rest + b"\r\n")
    assert len(what.data) + end == piece + over
    with SmtpServer(issued) as server:
        assert outcome(server, what) == Outcome(*SENT, 1, 1)


def test_the_name_of_this_machine_is_not_told(issued: Issued) -> None:
    with SmtpServer(issued) as server:
        assert outcome(server).verdict == "sent"
    assert server.heard[0] == server.heard[2] == "ehlo [127.0.0.1]"


def test_a_line_that_is_encrypted_from_the_first_byte_delivers(issued: Issued) -> None:
    with SmtpServer(issued, implicit_tls=True) as server:
        assert outcome(server, encryption="tls") == Outcome(*SENT, 1, 1)
    assert server.heard[0] == "ehlo [127.0.0.1]"
    assert "STARTTLS" not in server.heard


def test_a_server_in_the_clear_where_tls_is_due_is_a_fault_of_the_route(issued: Issued) -> None:
    with SmtpServer(issued) as server:
        assert outcome(server, encryption="tls") == Outcome(*UNTRUSTED, 0, 0)


def test_no_word_goes_over_a_line_that_stays_in_the_clear(issued: Issued) -> None:
    offer = b"250-localhost\r\n250 AUTH PLAIN\r\n"
    with SmtpServer(issued, says={"ehlo": offer}) as server:
        assert outcome(server) == Outcome(*UNTRUSTED, 0, 0)
    assert len(server.heard) == 1


def test_what_is_said_in_the_clear_after_starttls_is_not_believed(issued: Issued) -> None:
    smuggled = b"220 go\r\n250-localhost\r\n250 AUTH PLAIN\r\n"
    with SmtpServer(issued, says={"starttls": smuggled}) as server:
        assert outcome(server) == Outcome(*UNTRUSTED, 0, 0)
    assert server.heard[1:] == ["STARTTLS"]


def test_a_certificate_of_an_unknown_authority_is_a_fault_of_the_route(tmp_path: Path) -> None:
    with SmtpServer(make_authority(tmp_path).issue("stranger")) as server:
        assert outcome(server) == Outcome(*UNTRUSTED, 0, 0)
    assert server.heard[1:] == ["STARTTLS"]


@pytest.mark.parametrize("changes", [{"days": -1}, {"hosts": ["elsewhere.invalid"]}, {"hosts": []}])
def test_an_expired_certificate_or_one_of_another_host_is_a_fault_of_the_route(
    authority: Authority, changes: Any
) -> None:
    with SmtpServer(authority.issue("unfit", **changes)) as server:
        assert outcome(server) == Outcome(*UNTRUSTED, 0, 0)


def pin_of(issued: Issued) -> str:
    certificate = ssl.PEM_cert_to_DER_cert(issued.certificate_path.read_text())
    return hashlib.sha256(certificate).hexdigest()


def test_a_pinned_certificate_is_trusted_whoever_signed_it(tmp_path: Path) -> None:
    stranger = make_authority(tmp_path).issue("stranger", hosts=["elsewhere.invalid"])
    with SmtpServer(stranger) as server:
        assert outcome(server, pin=pin_of(stranger)) == Outcome(*SENT, 1, 1)


def test_another_than_the_pinned_certificate_is_a_fault_of_the_route(
    authority: Authority, issued: Issued
) -> None:
    with SmtpServer(issued) as server:
        got = outcome(server, pin=pin_of(authority.issue("other")))
    assert got == Outcome(*UNTRUSTED, 0, 0)
    assert server.heard[1:] == ["STARTTLS"]


@pytest.mark.parametrize(
    ("phase", "more", "expected"),
    [
        ("mail", b"421 4.3.2 closing\r\n", BUSY),
        ("mail", b"554 5.0.0 closing\r\n", BUSY),
        ("rcpt", b"250 2.1.5 ok\r\n", GARBLED),
        ("auth", b"hello\r\n", GARBLED),
    ],
)
def test_what_is_said_unasked_is_no_answer_to_the_next_question(
    issued: Issued, phase: Any, more: bytes, expected: tuple[str, Code]
) -> None:
    with SmtpServer(issued, says={phase: b"250 ok\r\n" + more}) as server:
        if phase == "auth":
            server.says[phase] = b"235 ok\r\n" + more
        assert outcome(server) == Outcome(*expected, 0, 0)


def test_a_reply_without_an_end_is_not_read_to_it(issued: Issued) -> None:
    with SmtpServer(issued, says={"mail": b"250-" + b"x" * 1_000_000}) as server:
        assert outcome(server) == Outcome(*GARBLED, 0, 0)


def test_neither_secret_nor_address_is_in_what_is_raised(issued: Issued) -> None:
    says: Any = {"rcpt": f"550 5.1.1 <{RECIPIENT}> unknown {SECRET}\r\n".encode()}
    with SmtpServer(issued, says=says) as server, pytest.raises(RefusedError) as refused:
        transport(server.port).deliver(PARCEL, lambda: None)
    assert refused.value.facts == {"host": "localhost", "status": "550 5.1.1"}
