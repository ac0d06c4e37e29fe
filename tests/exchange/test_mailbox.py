"""POP3 and IMAP against a server that fails in every phase in every way: what comes of each."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest
from tests.exchange.mailbox_server import (
    GARBAGE,
    KINDS,
    Fault,
    ImapServer,
    MailboxServer,
    Pop3Server,
    Script,
)

from scord.exchange.imap import ImapMailbox
from scord.exchange.mail_server import MailServer
from scord.exchange.pop3 import Pop3Mailbox
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.exchange.certificates import Authority, Issued

    from scord.exchange.mailbox import Mailbox

pytest_plugins = ("tests.exchange.trust",)
pytestmark = pytest.mark.usefixtures("trusted")

PATIENCE = 0.4  # seconds, for servers that never answer
LETTERS = [
    b"Message-ID: <%d@caisse.invalid>\r\n\r\n.\r\n..dots\r\n%b\r\n" % (n, b"x" * 5000)
    for n in range(3)
]
SERVERS = {"pop3": Pop3Server, "imap": ImapServer}

LOST, GARBLED, BUSY = Code.MAIL_UNREACHABLE, Code.MAIL_NOT_UNDERSTOOD, Code.MAIL_BUSY
UNTRUSTED, REFUSED = Code.MAIL_UNTRUSTED, Code.MAIL_LOGIN_REFUSED
# drop, cut, hang, error, slow, garbage: the code, and how many of three letters are taken
ALL = (None, 3)


def _row(error: Code, taken: int = 0) -> tuple[tuple[Code | None, int], ...]:
    return tuple((code, taken) for code in (LOST, LOST, LOST, error, LOST, GARBLED))


_TLS = tuple((code, 0) for code in (LOST, LOST, LOST, None, LOST, UNTRUSTED))
MATRIX = {
    ("pop3", "greeting"): _row(BUSY),
    ("pop3", "STLS"): _row(UNTRUSTED),
    ("pop3", "TLS"): _TLS,
    ("pop3", "USER"): _row(REFUSED),
    ("pop3", "PASS"): _row(REFUSED),
    ("pop3", "UIDL"): _row(GARBLED),
    ("pop3", "LIST"): _row(GARBLED),
    ("pop3", "TOP"): _row(BUSY, 1),  # the second letter's
    ("pop3", "RETR"): _row(BUSY, 1),
    ("pop3", "RSET"): (ALL,) * 6,
    ("pop3", "QUIT"): (ALL,) * 6,
    ("imap", "greeting"): _row(BUSY),
    ("imap", "CAPABILITY"): _row(GARBLED),
    ("imap", "STARTTLS"): _row(UNTRUSTED),
    ("imap", "TLS"): _TLS,
    ("imap", "AUTHENTICATE"): _row(REFUSED),
    ("imap", "LOGIN"): _row(REFUSED),
    ("imap", "EXAMINE"): _row(Code.FOLDER_UNREACHABLE),
    ("imap", "SIZES"): _row(BUSY),
    ("imap", "HEADER"): _row(BUSY, 1),
    ("imap", "BODY"): _row(BUSY, 1),
    ("imap", "LOGOUT"): (ALL,) * 6,
}
PER_LETTER = ("TOP", "RETR", "HEADER", "BODY")
CELLS = [
    pytest.param(
        protocol, Fault(verb, kind, 1 + (verb in PER_LETTER)), *cell, id=f"{protocol}-{verb}-{kind}"
    )
    for (protocol, verb), row in MATRIX.items()
    for kind, cell in zip(KINDS, row, strict=True)
    if (verb, kind) != ("TLS", "error")
]


def mailbox(protocol: str, account: MailServer) -> Mailbox:
    return Pop3Mailbox(account) if protocol == "pop3" else ImapMailbox(account)


def take(box: Mailbox, taken: dict[str, bytes]) -> None:
    with box:
        for letter in box.letters():
            assert box.headers(letter).startswith(b"Message-ID:")
            taken[letter.key] = box.fetch(letter, 10_000)


def start(protocol: str, issued: Issued, script: Script) -> MailboxServer:
    return SERVERS[protocol](issued, script)


@pytest.fixture(params=["pop3", "imap"])
def protocol(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.slow
@pytest.mark.parametrize(("protocol", "fault", "code", "count"), CELLS)
def test_every_fault_has_its_code_takes_no_letter_by_half_and_none_is_lost_by_it(
    issued: Issued, protocol: str, fault: Fault, code: Code | None, count: int
) -> None:
    taken: dict[str, bytes] = {}
    with start(protocol, issued, Script(LETTERS, fault)) as server:
        box = mailbox(protocol, server.account(PATIENCE))
        began = time.monotonic()
        if code is None:
            take(box, taken)
        else:
            with pytest.raises(ScordError) as raised:
                take(box, taken)
            assert raised.value.code == code
        assert time.monotonic() - began < 4 * PATIENCE
        assert list(taken.values()) == LETTERS[:count]
        server.script.fault = None
        take(mailbox(protocol, server.account()), taken)
    assert list(taken.values()) == LETTERS
    assert not any("DELE" in said or "STORE" in said for said in server.said)


@pytest.fixture
def full_door() -> Iterator[int]:
    """A port whose queue is full: who comes is neither let in nor sent away."""
    with socket.socket() as door, socket.socket() as first, socket.socket() as second:
        door.bind(("127.0.0.1", 0))
        door.listen(0)
        for line in (first, second):
            line.setblocking(False)
            line.connect_ex(door.getsockname())
        yield door.getsockname()[1]


def test_a_server_that_does_not_let_us_in_is_unreachable_in_time(
    protocol: str, full_door: int
) -> None:
    box = mailbox(protocol, MailServer("127.0.0.1", full_door, "a", "b", timeout_seconds=PATIENCE))
    assert code_of(box) == Code.MAIL_UNREACHABLE


def test_a_closed_port_is_unreachable(protocol: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    assert code_of(mailbox(protocol, MailServer("127.0.0.1", port, "a", "b"))) == LOST


@pytest.mark.parametrize("host", ["nowhere.invalid", "x" * 70 + ".invalid"])
def test_a_host_that_there_cannot_be_is_unreachable(protocol: str, host: str) -> None:
    assert code_of(mailbox(protocol, MailServer(host, 995, "a", "b"))) == LOST


def test_a_server_whose_certificate_nobody_vouches_for_never_hears_the_password(
    protocol: str, issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with start(protocol, issued, Script(LETTERS)) as server:
        assert code_of(mailbox(protocol, server.account())) == UNTRUSTED
    assert_nothing_secret(server)


def test_a_certificate_for_another_host_is_untrusted(protocol: str, authority: Authority) -> None:
    other = authority.issue("other", hosts=("other.invalid",))
    with start(protocol, other, Script(LETTERS)) as server:
        assert code_of(mailbox(protocol, server.account())) == UNTRUSTED
    assert_nothing_secret(server)


def test_an_expired_certificate_is_untrusted(protocol: str, authority: Authority) -> None:
    with start(protocol, authority.issue("old", days=-1), Script(LETTERS)) as server:
        assert code_of(mailbox(protocol, server.account())) == UNTRUSTED


def test_words_said_in_the_clear_behind_starttls_are_not_believed(
    protocol: str, issued: Issued
) -> None:
    replies = {
        "STLS": b"+OK\r\n+OK\r\n+OK\r\n",
        "STARTTLS": b"{tag} OK done\r\n* CAPABILITY IMAP4rev1\r\n",
    }
    with start(protocol, issued, Script(LETTERS, replies=replies)) as server:
        assert code_of(mailbox(protocol, server.account())) == UNTRUSTED
    assert_nothing_secret(server)


def test_a_password_that_would_be_read_as_a_command_is_never_said(protocol: str) -> None:
    account = MailServer("nowhere.invalid", 1, "acks", "x\r\nDELE 1")
    assert code_of(mailbox(protocol, account)) == REFUSED


def test_a_letter_above_the_limit_is_not_fetched_and_the_others_are(
    protocol: str, issued: Issued
) -> None:
    letters = [b"A: b\r\n\r\n" + b"y" * 20_000 + b"\r\n", *LETTERS]
    with (
        start(protocol, issued, Script(letters)) as server,
        mailbox(protocol, server.account()) as box,
    ):
        first, *others = box.letters()
        with pytest.raises(ScordError) as raised:
            box.fetch(first, 10_000)
        assert [box.fetch(one, 10_000) for one in others] == LETTERS
    assert raised.value.code == Code.MAIL_TOO_LARGE
    assert raised.value.facts["size"] == len(letters[0])
    assert sum("RETR" in said or "PEEK[]" in said for said in server.said) == 3


def test_a_letter_that_is_larger_than_the_server_said_is_given_up(
    protocol: str, issued: Issued
) -> None:
    replies = {
        "LIST": b"+OK\r\n1 100\r\n.\r\n",
        "SIZES": b"* 1 FETCH (UID 1 RFC822.SIZE 100)\r\n{tag} OK done\r\n",
    }
    with (
        start(protocol, issued, Script(LETTERS, replies=replies)) as server,
        mailbox(protocol, server.account()) as box,
    ):
        (letter,) = box.letters()
        with pytest.raises(ScordError) as raised:
            box.fetch(letter, 1_000)
    assert raised.value.code == Code.MAIL_TOO_LARGE


@pytest.mark.parametrize(
    "flood",
    [b"+OK " + b"x" * 200_000, b"* OK " + b"x" * 200_000, b"* OK x\r\n" * 20_000],
    ids=["one line of POP3", "one line of IMAP", "many lines"],
)
def test_a_server_that_floods_is_not_understood(
    protocol: str, issued: Issued, flood: bytes
) -> None:
    replies = {"greeting": flood, "CAPABILITY": flood}
    with start(protocol, issued, Script(LETTERS, replies=replies)) as server:
        assert code_of(mailbox(protocol, server.account())) == GARBLED


def test_long_lines_and_bare_line_feeds_come_as_they_are(protocol: str, issued: Issued) -> None:
    letter = b"A: b\r\n\r\n" + b"z" * 100_000 + b"\nbare\n.\r\n"
    with (
        start(protocol, issued, Script([letter])) as server,
        mailbox(protocol, server.account()) as box,
    ):
        (one,) = box.letters()
        assert box.fetch(one, 1_000_000) == letter


def test_an_empty_mailbox_has_no_letters(protocol: str, issued: Issued) -> None:
    with start(protocol, issued, Script([])) as server, mailbox(protocol, server.account()) as box:
        assert box.letters() == []


def test_after_garbage_nothing_more_is_asked_in_that_session(protocol: str, issued: Issued) -> None:
    replies = {"RETR": GARBAGE, "BODY": GARBAGE}
    with (
        start(protocol, issued, Script(LETTERS, replies=replies)) as server,
        mailbox(protocol, server.account()) as box,
    ):
        letter, other, _ = box.letters()
        codes = []
        for one in (letter, other):
            with pytest.raises(ScordError) as raised:
                box.fetch(one, 10_000)
            codes.append(raised.value.code)
    assert codes == [GARBLED, LOST]


def code_of(box: Mailbox) -> Code:
    with pytest.raises(ScordError) as raised, box:
        pass
    return raised.value.code


def assert_nothing_secret(server: MailboxServer) -> None:
    assert not any(said.split()[0] in ("USER", "PASS") for said in server.said if said)
    assert not any("AUTH" in said or "LOGIN" in said for said in server.said)
