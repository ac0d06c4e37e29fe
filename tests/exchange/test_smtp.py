"""SMTP out: the verdict of every phase and every fault, held against what the server took."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest
from tests.exchange.mailing import (
    BUSY,
    GARBLED,
    HEAVY,
    LONG,
    PARCEL,
    SENT,
    SHORT,
    TWO,
    UNCERTAIN,
    UNREACHABLE,
    UNTRUSTED,
    Outcome,
    attempt,
    outcome,
    transport,
)
from tests.exchange.smtp_server import SmtpServer

from scord.exchange.transport import RefusedError
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.exchange.certificates import Issued

pytest_plugins = ("tests.exchange.trust",)
pytestmark = pytest.mark.usefixtures("trusted")

FAULTS = ("drop", "hang", "drip", "slow", "garbage", "4xx", "5xx")
BEFORE = (UNREACHABLE, UNREACHABLE, UNREACHABLE, SENT, GARBLED, BUSY)
MATRIX = {
    "greeting": (*BEFORE, ("route", Code.MAIL_UNREACHABLE)),
    "ehlo": (*BEFORE, ("route", Code.MAIL_NOT_UNDERSTOOD)),
    "starttls": (*BEFORE, UNTRUSTED),
    # what is said in the clear where TLS has to begin is no word of the server's
    "tls": (UNREACHABLE, UNREACHABLE, UNREACHABLE, SENT, UNTRUSTED, UNTRUSTED, UNTRUSTED),
    "ehlo2": (*BEFORE, ("route", Code.MAIL_NOT_UNDERSTOOD)),
    "auth": (*BEFORE, ("route", Code.MAIL_LOGIN_REFUSED)),
    "mail": (*BEFORE, ("failed", Code.MAIL_REFUSED)),
    "rcpt": (*BEFORE, ("failed", Code.MAIL_RECIPIENT_REFUSED)),
    "rcpt2": (*BEFORE, ("failed", Code.MAIL_RECIPIENT_REFUSED)),
    "data": (*BEFORE, ("failed", Code.MAIL_REFUSED)),
    "body": (*BEFORE, BUSY),  # said out of turn: no word on this message
    "end": (UNCERTAIN, UNCERTAIN, UNCERTAIN, SENT, UNCERTAIN, BUSY, ("failed", Code.MAIL_REFUSED)),
    "quit": (SENT,) * len(FAULTS),
}
WAITS = {"hang": pytest.mark.slow, "drip": pytest.mark.slow}
CELLS = [
    pytest.param(phase, fault, expected, id=f"{phase}-{fault}", marks=WAITS.get(fault, ()))
    for phase, row in MATRIX.items()
    for fault, expected in zip(FAULTS, row, strict=True)
]
RAW = {"garbage": b"\x00\xffnonsense\r\n", "4xx": b"451 4.3.0 no\r\n", "5xx": b"554 5.0.0 no\r\n"}


def script(issued: Issued, phase: Any, fault: Any) -> SmtpServer:
    if fault not in RAW:
        return SmtpServer(issued, does={phase: fault})
    if phase == "body":
        return SmtpServer(issued, says={"data": b"354 go on\r\n" + RAW[fault]})
    return SmtpServer(issued, says={phase: RAW[fault]})


@pytest.mark.parametrize(("phase", "fault", "expected"), CELLS)
def test_every_fault_in_every_phase_has_its_verdict(
    issued: Issued, phase: str, fault: str, expected: tuple[str, Code | None]
) -> None:
    what = {"body": HEAVY, "rcpt2": TWO}.get(phase, PARCEL)
    seconds = SHORT if fault in ("hang", "drip") else LONG
    with script(issued, phase, fault) as server:
        got = outcome(server, what, seconds=seconds)
    assert (got.verdict, got.code) == expected
    assert got.started == (phase in ("body", "end", "quit") or fault == "slow")
    # nothing lost, nothing sent twice: this holds whatever the table says
    allowed = {"sent": (1,), "uncertain": (0, 1)}.get(got.verdict, (0,))
    assert got.accepted in allowed


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert attempt(transport(port), PARCEL, []) == UNREACHABLE


@pytest.fixture
def deaf_port() -> Iterator[int]:
    """A server that never takes a connection, with its queue full."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        yield port
        for one in waiting:
            one.close()


def test_a_connection_that_nobody_takes_is_unreachable_in_time(deaf_port: int) -> None:
    assert attempt(transport(deaf_port, seconds=SHORT), PARCEL, []) == UNREACHABLE


@pytest.mark.parametrize("host", ["nowhere.invalid", "a..b", "x" * 70 + ".invalid"])
def test_an_unknown_host_is_a_fault_of_the_route(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)  # a test asks no name server
    out = transport(25, host=host)
    assert attempt(out, PARCEL, []) == ("route", Code.MAIL_UNREACHABLE)


def test_a_silent_name_server_says_nothing_of_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    assert attempt(transport(25), PARCEL, []) == UNREACHABLE


@pytest.mark.parametrize("broken", [OSError("disk"), RuntimeError("store")])
def test_what_breaks_at_the_mark_leaves_the_server_with_nothing(
    issued: Issued, broken: Exception
) -> None:
    def breaks() -> None:
        raise broken

    with SmtpServer(issued) as server, pytest.raises(type(broken), match=str(broken)):
        transport(server.port).deliver(PARCEL, breaks)
    assert server.heard[-1] == "DATA"
    assert server.accepted == []


@pytest.mark.parametrize("reply", [b"250 2.0.0 ok", b"250", b"250 ", b"250-one\r\n250 two"])
def test_a_plain_yes_after_the_end_is_sent(issued: Issued, reply: bytes) -> None:
    with SmtpServer(issued, says={"end": reply + b"\r\n"}) as server:
        assert outcome(server) == Outcome("sent", None, 1, 1)


@pytest.mark.parametrize(
    "reply",
    [
        b"221 bye",
        b"200 fine",
        b"354 more",
        b"2500",
        b"25",
        b"-250 ok",
        b"250-ok\r\n451 no",
        b"999 ok",
        b"OK",
        b"",
        b"250-" + b"x" * 70_000,
        b"250-x\r\n" * 70_000,
    ],
)
def test_anything_but_a_plain_yes_or_no_after_the_end_is_uncertain(
    issued: Issued, reply: bytes
) -> None:
    with SmtpServer(issued, says={"end": reply + b"\r\n"}) as server:
        assert outcome(server) == Outcome(*UNCERTAIN, 1, 1)


@pytest.mark.parametrize(
    ("phase", "reply", "expected"),
    [
        ("mail", b"552 5.3.4 too big", Code.MAIL_TOO_LARGE),
        ("mail", b"552 too big", Code.MAIL_TOO_LARGE),
        ("mail", b"550 5.7.1 not you", Code.MAIL_REFUSED),
        ("rcpt", b"552 5.2.3 too big for him", Code.MAIL_TOO_LARGE),
        ("rcpt", b"552 5.2.2 mailbox full", Code.MAIL_RECIPIENT_REFUSED),
        ("data", b"554 5.5.1 no recipients", Code.MAIL_REFUSED),
        ("end", b"552 5.3.4 too big", Code.MAIL_TOO_LARGE),
        ("end", b"554 5.6.0 virus", Code.MAIL_REFUSED),
    ],
)
def test_a_refusal_for_good_says_what_was_refused(
    issued: Issued, phase: Any, reply: bytes, expected: Code
) -> None:
    with SmtpServer(issued, says={phase: reply + b"\r\n"}) as server:
        got = outcome(server)
    assert (got.verdict, got.code, got.accepted) == ("failed", expected, 0)


def test_a_message_above_the_size_that_the_server_takes_is_not_offered(issued: Issued) -> None:
    offer = b"250-localhost\r\n250-SIZE 20000\r\n250 AUTH PLAIN\r\n"
    with (
        SmtpServer(issued, says={"ehlo2": offer}) as server,
        pytest.raises(RefusedError) as refused,
    ):
        transport(server.port).deliver(PARCEL, lambda: None)
    assert refused.value.code == Code.MAIL_TOO_LARGE
    assert refused.value.facts == {"size": len(PARCEL.data), "limit": 20_000}
    assert server.heard[4:] == ["QUIT"]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [(b"550 5.1.1 unknown", "failed"), (b"450 4.2.0 greylisted", "retry")],
)
def test_one_refused_recipient_of_two_keeps_it_from_both(
    issued: Issued, reply: bytes, expected: str
) -> None:
    with SmtpServer(issued, says={"rcpt2": reply + b"\r\n"}) as server:
        got = outcome(server, TWO)
    assert (got.verdict, got.accepted) == (expected, 0)
    assert server.heard[-1] == "QUIT"
    assert "DATA" not in server.heard
