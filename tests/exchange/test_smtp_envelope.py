"""What a frozen message says of its own way: from whom, to whom, how large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.exchange.mailing import PARCEL, RECIPIENT, SENDER, Outcome, attempt, outcome, transport
from tests.exchange.smtp_server import SmtpServer

from scord.exchange.transport import Parcel
from scord_shared.errors import Code

if TYPE_CHECKING:
    from tests.exchange.certificates import Issued

pytest_plugins = ("tests.exchange.trust",)
pytestmark = pytest.mark.usefixtures("trusted")


def test_a_message_arrives_as_it_is_and_is_asked_after(issued: Issued) -> None:
    with SmtpServer(issued) as server:
        got = outcome(server)
    assert got == Outcome("sent", None, 1, 1)
    name = "TEST-SCOR-991234567-000001.20260310T090000Z@scord.invalid"
    assert server.heard[4:] == [
        f"mail FROM:<{SENDER}> SIZE={len(PARCEL.data)} RET=HDRS ENVID={name}",
        f"rcpt TO:<{RECIPIENT}> NOTIFY=FAILURE,DELAY",
        "DATA",
        "QUIT",
    ]


def test_a_server_that_offers_nothing_is_asked_for_nothing(issued: Issued) -> None:
    with SmtpServer(issued, says={"ehlo2": b"250-localhost\r\n250 AUTH PLAIN\r\n"}) as server:
        assert outcome(server) == Outcome("sent", None, 1, 1)
    assert server.heard[4:6] == [f"mail FROM:<{SENDER}>", f"rcpt TO:<{RECIPIENT}>"]


@pytest.mark.parametrize("said", [b"SIZE", b"SIZE 0", b"SIZE many"])
def test_a_server_that_names_no_size_is_offered_any(issued: Issued, said: bytes) -> None:
    offer = b"250-localhost\r\n250-" + said + b"\r\n250 AUTH PLAIN\r\n"
    with SmtpServer(issued, says={"ehlo2": offer}) as server:
        assert outcome(server).verdict == "sent"


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: nobody\r\n\r\nx\r\n",
        b"From: a@b.invalid, c@d.invalid\r\nTo: e@f.invalid\r\n\r\nx\r\n",
        b"From: a@b.invalid\r\nTo: undisclosed:;\r\n\r\nx\r\n",
        "From: é@b.invalid\r\nTo: e@f.invalid\r\n\r\nx\r\n".encode(),
        b"From: a@b.invalid\r\nTo: e@f.invalid\r\n\r\nlone\nfeed\r\n",
        b"From: a@b.invalid\r\nTo: e@f.invalid\r\n\r\nlone\rreturn\r\n",
        b"From: a@b.invalid\r\nTo: e@f.invalid\r\n\r\nno end",
        b"From: a@b.invalid\r\nTo: e@f.invalid\r\n\r\n\xe9\r\n",
        b"From: a@b.invalid\r\nTo: e@f.invalid\r\n\r\n" + b"x" * 999 + b"\r\n",
    ],
)
def test_a_letter_that_servers_would_mangle_is_refused_before_a_word(data: bytes) -> None:
    assert attempt(transport(9), Parcel("x", "<x@y>", "", data), []) == ("failed", Code.INTERNAL)
