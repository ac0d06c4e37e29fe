"""POP3 against Dovecot, and against a scripted server where Dovecot is too well-behaved."""

from __future__ import annotations

import poplib
import ssl
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.exchange.mailbox_server import Pop3Server, Script, numbered_letter

from scord.exchange.pop3 import Pop3Mailbox
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.exchange.certificates import Issued
    from tests.exchange.dovecots import Account

    from scord.exchange.mail_server import MailServer

pytest_plugins = ("tests.exchange.trust", "tests.exchange.dovecots")
pytestmark = pytest.mark.usefixtures("trusted")

LETTERS = [numbered_letter(n) for n in range(3)]


def keys(server: MailServer) -> list[str]:
    with Pop3Mailbox(server) as box:
        return [letter.key for letter in box.letters()]


def fault(server: MailServer) -> ScordError:
    with pytest.raises(ScordError) as raised:
        keys(server)
    return raised.value


@pytest.mark.system
def test_letters_come_from_dovecot_oldest_first_and_byte_for_byte(account: Account) -> None:
    account.deliver(*LETTERS)
    with Pop3Mailbox(account.pop3()) as box:
        letters = box.letters()
        fetched = [box.fetch(one, 10_000) for one in letters]
        headers = [box.headers(one) for one in letters]
    assert [one.size for one in letters] == [len(raw) for raw in fetched]
    for raw, head, sent in zip(fetched, headers, LETTERS, strict=True):
        assert raw.endswith(sent)  # below what the delivery adds
        assert raw.startswith(head)
        assert head.endswith(b"\r\n\r\n")


@pytest.mark.system
def test_keys_are_the_same_in_every_session_and_whatever_the_flags(account: Account) -> None:
    account.deliver(*LETTERS)
    before = keys(account.pop3())
    other = account.other_program()
    other.store("1:2", "+FLAGS", r"(\Seen \Flagged)")
    other.logout()
    assert keys(account.pop3()) == before
    assert len(set(before)) == 3
    assert all(key.startswith("pop3:") for key in before)


@pytest.mark.system
def test_reading_leaves_every_letter_and_flag_as_it_was(account: Account) -> None:
    account.deliver(*LETTERS)
    other = account.other_program()
    other.store("2", "+FLAGS", r"(\Seen)")
    before = account.flags()
    with Pop3Mailbox(account.pop3()) as box:
        for letter in box.letters():
            box.fetch(letter, 10_000)
    assert account.flags() == before  # because RSET comes before QUIT
    other.logout()


@pytest.mark.system
def test_what_another_program_has_fetched_and_marked_as_seen_is_found_all_the_same(
    account: Account,
) -> None:
    account.deliver(*LETTERS)
    line = poplib.POP3_SSL(
        account.dovecot.host, account.dovecot.pop3s_port, context=ssl.create_default_context()
    )
    line.user(account.user)
    line.pass_(account.pop3().secret)
    line.retr(1)
    line.quit()
    other = account.other_program()
    assert other.search(None, "UNSEEN") == ("OK", [b"2 3"])  # why that is never asked
    other.logout()
    assert len(keys(account.pop3())) == 3


@pytest.mark.system
def test_only_what_is_removed_goes(account: Account) -> None:
    account.deliver(*LETTERS)
    with Pop3Mailbox(account.pop3()) as box:
        first, *others = box.letters()
        box.remove(first)
    assert keys(account.pop3()) == [one.key for one in others]


@pytest.mark.system
def test_what_is_removed_stays_where_the_session_ends_in_a_fault(account: Account) -> None:
    account.deliver(*LETTERS)
    box = Pop3Mailbox(account.pop3())
    with box:
        box.remove(box.letters()[0])
        box.__exit__(KeyError, KeyError(), None)
    assert len(keys(account.pop3())) == 3


@pytest.mark.system
def test_a_letter_that_vanished_since_it_was_listed_is_busy(
    account: Account,
) -> None:
    account.deliver(*LETTERS)
    with Pop3Mailbox(account.pop3()) as box:
        letters = box.letters()
        other = account.other_program()
        other.store("2", "+FLAGS", r"(\Deleted)")
        other.expunge()
        other.logout()
        with pytest.raises(ScordError) as raised:
            box.fetch(letters[1], 10_000)
    assert raised.value.code == Code.MAIL_BUSY
    assert len(keys(account.pop3())) == 2


def test_a_letter_of_another_session_that_is_no_more_is_gone(issued: Issued) -> None:
    with Pop3Server(issued, Script(LETTERS)) as server:
        with Pop3Mailbox(server.account()) as box:
            last = box.letters()[2]
        server.script.letters = LETTERS[:2]
        with pytest.raises(ScordError) as raised, Pop3Mailbox(server.account()) as box:
            box.fetch(last, 10_000)
    assert (raised.value.code, raised.value.facts["status"]) == (Code.MAIL_BUSY, "gone")


@pytest.mark.system
def test_a_mailbox_that_another_session_holds_is_busy(locking_account: Account) -> None:
    server = locking_account.pop3()
    with Pop3Mailbox(server):
        found = fault(server)
    assert keys(server) == []
    assert (found.code, found.facts["status"]) == (Code.MAIL_BUSY, "IN-USE")


@pytest.mark.system
def test_two_sessions_at_once_see_the_same(account: Account) -> None:
    account.deliver(*LETTERS)
    with Pop3Mailbox(account.pop3()) as one, Pop3Mailbox(account.pop3()) as other:
        found = one.letters()
        assert other.letters() == found
        assert [one.fetch(each, 9_999) for each in found] == [
            other.fetch(each, 9_999) for each in found
        ]


@pytest.mark.system
@pytest.mark.parametrize("encryption", ["tls", "starttls"])
@pytest.mark.parametrize("login", ["password", "xoauth2"])
def test_every_way_in(account: Account, encryption: str, login: str) -> None:
    account.deliver(LETTERS[0])
    assert len(keys(account.pop3(encryption=encryption, login=login))) == 1


@pytest.mark.system
@pytest.mark.parametrize("login", ["password", "xoauth2"])
def test_a_wrong_secret_is_refused(account: Account, login: str) -> None:
    found = fault(account.pop3(login=login, secret="wrong"))  # noqa: S106 -- none
    assert (found.code, found.facts["status"]) == (Code.MAIL_LOGIN_REFUSED, "AUTH")


@pytest.mark.system
def test_tls_where_starttls_is_spoken_is_untrusted(account: Account) -> None:
    assert fault(replace(account.pop3(), encryption="tls")).code == Code.MAIL_UNTRUSTED


def test_a_server_without_uidl_is_not_understood_and_nothing_is_fetched(issued: Issued) -> None:
    with Pop3Server(issued, Script(LETTERS, replies={"UIDL": b"-ERR what?\r\n"})) as server:
        assert fault(server.account()).code == Code.MAIL_NOT_UNDERSTOOD
    assert not any(said.startswith(("RETR", "TOP")) for said in server.said)


def test_a_uidl_used_again_for_another_letter_differs_by_size(issued: Issued) -> None:
    with Pop3Server(issued, Script([numbered_letter(1, 100)])) as server:
        with Pop3Mailbox(server.account()) as box:
            (before,) = box.letters()
        server.script.letters = [numbered_letter(2, 200)]
        with Pop3Mailbox(server.account()) as box:
            (after,) = box.letters()
    assert (before.key, before != after) == (after.key, True)


def test_copies_under_one_uidl_count_once_and_others_under_it_each(issued: Issued) -> None:
    letters = [numbered_letter(1), numbered_letter(1), numbered_letter(2, 200)]
    with (
        Pop3Server(issued, Script(letters, uidl=lambda _: "same")) as server,
        Pop3Mailbox(server.account()) as box,
    ):
        assert [box.fetch(one, 10_000) for one in box.letters()] == letters[1:]


@pytest.mark.parametrize(
    ("reply", "code", "status"),
    [
        (b"-ERR [IN-USE] locked\r\n", Code.MAIL_BUSY, "IN-USE"),
        (b"-ERR [LOGIN-DELAY] later\r\n", Code.MAIL_BUSY, "LOGIN-DELAY"),
        (b"-ERR [SYS/TEMP] later\r\n", Code.MAIL_BUSY, "SYS/TEMP"),
        (b"-ERR [AUTH] no\r\n", Code.MAIL_LOGIN_REFUSED, "AUTH"),
        (b"-ERR no\r\n", Code.MAIL_LOGIN_REFUSED, None),
        (b"-ERR [ODD] no\r\n", Code.MAIL_LOGIN_REFUSED, "ODD"),
    ],
)
def test_what_the_server_says_at_the_login_decides_whether_to_wait(
    issued: Issued, reply: bytes, code: Code, status: str | None
) -> None:
    with Pop3Server(issued, Script(LETTERS, replies={"PASS": reply})) as server:
        found = fault(server.account())
    assert (found.code, found.facts["status"]) == (code, status)


def test_an_answer_too_many_never_becomes_the_answer_to_the_next_command(issued: Issued) -> None:
    replies = {"TOP": b"+OK\r\nA: b\r\n\r\n.\r\n+OK\r\nMessage-ID: <forged>\r\n\r\n.\r\n"}
    with (
        Pop3Server(issued, Script(LETTERS, replies=replies)) as server,
        Pop3Mailbox(server.account()) as box,
    ):
        letter = box.letters()[0]
        box.headers(letter)
        with pytest.raises(ScordError) as raised:
            box.fetch(letter, 10_000)
    assert raised.value.code == Code.MAIL_NOT_UNDERSTOOD


def test_a_session_ends_with_rset_and_quit(issued: Issued) -> None:
    with Pop3Server(issued, Script(LETTERS)) as server:
        keys(server.account())
    assert server.said == ["STLS", "USER acks", "PASS ackpw", "UIDL", "LIST", "RSET", "QUIT"]


def test_a_list_that_makes_no_sense_is_not_understood(issued: Issued) -> None:
    with Pop3Server(issued, Script(LETTERS, replies={"UIDL": b"+OK\r\n1\r\n.\r\n"})) as server:
        assert fault(server.account()).code == Code.MAIL_NOT_UNDERSTOOD
