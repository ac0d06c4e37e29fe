"""Logging in: the mechanisms, secrets with accents, and every way to be turned away."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from tests.exchange.mailing import GARBLED, Outcome, outcome
from tests.exchange.smtp_server import SECRET, TOKEN, SmtpServer

from scord_shared.errors import Code

if TYPE_CHECKING:
    from tests.exchange.certificates import Issued

pytest_plugins = ("tests.exchange.trust",)
pytestmark = pytest.mark.usefixtures("trusted")

REFUSED = Outcome("route", Code.MAIL_LOGIN_REFUSED, 0, 0)
SENT = Outcome("sent", None, 1, 1)


def offering(mechanisms: bytes) -> bytes:
    return b"250-localhost\r\n250 AUTH " + mechanisms + b"\r\n"


@pytest.mark.parametrize("mechanisms", [b"PLAIN", b"LOGIN", b"CRAM-MD5 LOGIN", b"plain"])
def test_a_password_with_accents_opens_by_what_is_offered(
    issued: Issued, mechanisms: bytes
) -> None:
    assert not SECRET.isascii()
    with SmtpServer(issued, says={"ehlo2": offering(mechanisms)}) as server:
        assert outcome(server) == SENT


@pytest.mark.parametrize("mechanisms", [b"PLAIN", b"LOGIN"])
def test_a_wrong_password_is_a_fault_of_the_route(issued: Issued, mechanisms: bytes) -> None:
    with SmtpServer(issued, says={"ehlo2": offering(mechanisms)}) as server:
        assert outcome(server, secret="wrong") == REFUSED  # noqa: S106 -- that is the point


def test_a_server_that_asks_again_for_what_it_was_told_is_told_again(issued: Issued) -> None:
    with SmtpServer(issued, says={"auth": b"334 \r\n"}) as server:
        assert outcome(server) == REFUSED  # by this one, which knows no such way
    asked, told = server.heard[3:5]
    assert asked == f"AUTH PLAIN {told}"


def test_a_token_opens_by_xoauth2(issued: Issued) -> None:
    with SmtpServer(issued) as server:
        assert outcome(server, login="xoauth2", secret=TOKEN) == SENT


def test_a_refused_token_is_a_fault_of_the_route_after_its_one_challenge(issued: Issued) -> None:
    with SmtpServer(issued) as server:
        assert outcome(server, login="xoauth2", secret="spent") == REFUSED  # noqa: S106 -- invented
    assert server.heard[-2:] == ["", "QUIT"]


@pytest.mark.parametrize(
    ("login", "offer"),
    [
        ("password", offering(b"XOAUTH2 GSSAPI")),
        ("xoauth2", offering(b"PLAIN")),
        ("password", b"250 localhost\r\n"),
        ("password", offering(b"")),
    ],
)
def test_without_a_way_to_log_in_nothing_is_offered(
    issued: Issued, login: str, offer: bytes
) -> None:
    with SmtpServer(issued, says={"ehlo2": offer}) as server:
        assert outcome(server, login=login) == REFUSED
    assert not [one for one in server.heard if one.startswith(("AUTH", "mail"))]


def test_a_way_to_log_in_offered_in_the_clear_is_not_taken(issued: Issued) -> None:
    clear = b"250-localhost\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n"
    with SmtpServer(issued, says={"ehlo": clear, "ehlo2": b"250 localhost\r\n"}) as server:
        assert outcome(server) == REFUSED


def test_a_login_that_is_busy_is_tried_again(issued: Issued) -> None:
    with SmtpServer(issued, says={"auth": b"454 4.7.0 later\r\n"}) as server:
        assert outcome(server) == Outcome("retry", Code.MAIL_BUSY, 0, 0)


def test_challenges_without_end_are_no_login(issued: Issued) -> None:
    again = b"334 " + base64.b64encode(b"again?") + b"\r\n"
    with SmtpServer(issued, says={"auth": again + again}) as server:
        assert outcome(server) == Outcome(*GARBLED, 0, 0)
