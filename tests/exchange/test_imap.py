"""IMAP against Dovecot, and against a scripted server where Dovecot is too well-behaved."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.exchange.mailbox_server import ImapServer, Script, numbered_letter

from scord.exchange.imap import ImapMailbox
from scord.exchange.imap_session import modified_utf7
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.exchange.certificates import Issued
    from tests.exchange.dovecots import Account

    from scord.exchange.mail_server import MailServer

pytest_plugins = ("tests.exchange.trust", "tests.exchange.dovecots")
pytestmark = pytest.mark.usefixtures("trusted")

LETTERS = [numbered_letter(n) for n in range(3)]


def keys(server: MailServer, folder: str = "INBOX") -> list[str]:
    with ImapMailbox(server, folder) as box:
        return [letter.key for letter in box.letters()]


def fault(server: MailServer, folder: str = "INBOX") -> ScordError:
    with pytest.raises(ScordError) as raised:
        keys(server, folder)
    return raised.value


@pytest.mark.system
def test_letters_come_from_dovecot_oldest_first_and_byte_for_byte(account: Account) -> None:
    account.deliver(*LETTERS)
    with ImapMailbox(account.imap()) as box:
        letters = box.letters()
        fetched = [box.fetch(one, 10_000) for one in letters]
        headers = [box.headers(one) for one in letters]
    assert [one.size for one in letters] == [len(raw) for raw in fetched]
    for raw, head, sent in zip(fetched, headers, LETTERS, strict=True):
        assert raw.endswith(sent)  # below what the delivery adds
        assert raw.startswith(head)
        assert head.endswith(b"\r\n\r\n")


@pytest.mark.system
def test_reading_leaves_every_letter_and_flag_as_it_was(account: Account) -> None:
    account.deliver(*LETTERS)
    other = account.other_program()
    other.store("2", "+FLAGS", r"(\Seen \Flagged)")
    before = account.flags()
    with ImapMailbox(account.imap()) as box:
        for letter in box.letters():
            box.headers(letter)
            box.fetch(letter, 10_000)
    assert account.flags() == before
    assert other.search(None, "SEEN") == ("OK", [b"2"])
    other.logout()


@pytest.mark.system
def test_letters_are_found_whatever_their_flags(account: Account) -> None:
    account.deliver(*LETTERS)
    other = account.other_program()
    other.store("1:3", "+FLAGS", r"(\Seen \Deleted \Flagged)")
    other.unselect()
    other.logout()
    assert len(keys(account.imap())) == 3


@pytest.mark.system
def test_keys_change_with_uidvalidity_and_an_old_one_is_gone(account: Account) -> None:
    account.deliver(*LETTERS)
    with ImapMailbox(account.imap()) as box:
        before = box.letters()
    shutil.rmtree(account.dovecot.maildir(account.user))
    account.deliver(*LETTERS)
    with ImapMailbox(account.imap()) as box:
        after = box.letters()
        with pytest.raises(ScordError) as raised:
            box.fetch(before[0], 10_000)
    assert {one.key for one in before}.isdisjoint(one.key for one in after)
    assert (raised.value.code, raised.value.facts["status"]) == (Code.MAIL_BUSY, "gone")


@pytest.mark.system
def test_a_letter_that_vanished_since_it_was_listed_is_gone_and_the_others_are_not(
    account: Account,
) -> None:
    account.deliver(*LETTERS)
    with ImapMailbox(account.imap()) as box:
        first, second, third = box.letters()
        other = account.other_program()
        other.store("2", "+FLAGS", r"(\Deleted)")
        other.expunge()
        other.logout()
        assert box.fetch(first, 10_000).endswith(LETTERS[0])
        with pytest.raises(ScordError) as raised:
            box.fetch(second, 10_000)
        assert box.fetch(third, 10_000).endswith(LETTERS[2])
    assert (raised.value.code, raised.value.facts["status"]) == (Code.MAIL_BUSY, "gone")


@pytest.mark.system
def test_only_what_is_removed_goes_not_what_others_have_marked(account: Account) -> None:
    account.deliver(*LETTERS)
    other = account.other_program()
    other.store("3", "+FLAGS", r"(\Deleted)")
    with ImapMailbox(account.imap()) as box:
        first, *others = box.letters()
        box.remove(first)
    assert keys(account.imap()) == [one.key for one in others]
    assert other.search(None, "DELETED")[0] == "OK"
    other.logout()


def test_without_uidplus_nothing_is_expunged(issued: Issued) -> None:
    replies = {"SELECT": b"* OK [UIDVALIDITY 7] x\r\n{tag} OK [READ-WRITE] done\r\n"}
    with (
        ImapServer(issued, Script(LETTERS, replies=replies)) as server,
        ImapMailbox(server.account()) as box,
    ):
        box.remove(box.letters()[0])
    said = [one.partition(" ")[2] for one in server.said]
    assert r"UID STORE 1 +FLAGS.SILENT (\Deleted)" in said
    assert not any("EXPUNGE" in one or "CLOSE" in one for one in said)


@pytest.mark.system
def test_two_sessions_at_once_see_the_same(account: Account) -> None:
    account.deliver(*LETTERS)
    with ImapMailbox(account.imap()) as one, ImapMailbox(account.imap()) as other:
        found = one.letters()
        assert other.letters() == found
        assert [one.fetch(each, 9_999) for each in found] == [
            other.fetch(each, 9_999) for each in found
        ]


@pytest.mark.system
def test_mail_that_comes_during_the_session_does_not_disturb_it(account: Account) -> None:
    account.deliver(LETTERS[0])
    with ImapMailbox(account.imap()) as box:
        (letter,) = box.letters()
        account.deliver(*LETTERS[1:])
        assert box.fetch(letter, 10_000).endswith(LETTERS[0])
        assert len(box.letters()) == 3


@pytest.mark.system
@pytest.mark.parametrize("encryption", ["tls", "starttls"])
@pytest.mark.parametrize("login", ["password", "xoauth2"])
def test_every_way_in(account: Account, encryption: str, login: str) -> None:
    account.deliver(LETTERS[0])
    assert len(keys(account.imap(encryption=encryption, login=login))) == 1


@pytest.mark.system
@pytest.mark.parametrize("login", ["password", "xoauth2"])
def test_a_wrong_secret_is_refused(account: Account, login: str) -> None:
    found = fault(account.imap(login=login, secret="wrong"))  # noqa: S106 -- none
    assert (found.code, found.facts["status"]) == (
        Code.MAIL_LOGIN_REFUSED,
        "AUTHENTICATIONFAILED",
    )


@pytest.mark.system
def test_tls_where_starttls_is_spoken_is_untrusted(account: Account) -> None:
    assert fault(replace(account.imap(), encryption="tls")).code == Code.MAIL_UNTRUSTED


@pytest.mark.system
def test_a_folder_whose_name_is_not_ascii_is_found(account: Account) -> None:
    account.deliver(LETTERS[0])
    other = account.other_program()
    other.copy("1", '"R&AOk-ponses &- co"')
    other.logout()
    assert len(keys(account.imap(), "Réponses & co")) == 1


@pytest.mark.system
def test_a_folder_that_is_not_there_is_told_by_its_name(account: Account) -> None:
    found = fault(account.imap(), 'nowhere "to be" found')
    assert (found.code, found.facts["path"]) == (
        Code.FOLDER_UNREACHABLE,
        'nowhere "to be" found',
    )


@pytest.mark.parametrize(
    ("name", "coded"),
    [
        ("INBOX", "INBOX"),
        ("R&D", "R&-D"),
        ("Réponses", "R&AOk-ponses"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),  # RFC 3501's own
        ("a\r\nb", "a&AA0ACg-b"),
    ],
)
def test_folder_names_are_written_as_imap_has_them(name: str, coded: str) -> None:
    assert modified_utf7(name) == coded


@pytest.mark.parametrize(
    ("reply", "code", "status"),
    [
        (b"{tag} NO [INUSE] locked\r\n", Code.MAIL_BUSY, "INUSE"),
        (b"{tag} NO [UNAVAILABLE] later\r\n", Code.MAIL_BUSY, "UNAVAILABLE"),
        (b"{tag} NO [PRIVACYREQUIRED] no\r\n", Code.MAIL_UNTRUSTED, "PRIVACYREQUIRED"),
        (b"{tag} NO no\r\n", Code.MAIL_LOGIN_REFUSED, None),
        (b"{tag} BAD what\r\n", Code.MAIL_LOGIN_REFUSED, None),
        (b"* BYE too many\r\n", Code.MAIL_BUSY, None),
    ],
)
def test_what_the_server_says_at_the_login_decides_whether_to_wait(
    issued: Issued, reply: bytes, code: Code, status: str | None
) -> None:
    with ImapServer(issued, Script(LETTERS, replies={"LOGIN": reply})) as server:
        found = fault(server.account())
    assert (found.code, found.facts.get("status")) == (code, status)


@pytest.mark.parametrize(
    "reply",
    [
        b"{tag} OK done\r\n",
        b"* OK [UIDVALIDITY x] odd\r\n{tag} OK done\r\n",
        b"* 1 FETCH {99999999999999999999999}\r\n",
        b"* 1 FETCH {" + b"9" * 5000 + b"}\r\n",
        b"{tag} BAD what\r\n",
        b"\x00\xff\r\n",
    ],
)
def test_an_answer_that_makes_no_sense_to_the_opening_of_the_folder(
    issued: Issued, reply: bytes
) -> None:
    with ImapServer(issued, Script(LETTERS, replies={"EXAMINE": reply})) as server:
        assert fault(server.account()).code == Code.MAIL_NOT_UNDERSTOOD


@pytest.mark.parametrize("greeting", [b"* PREAUTH welcome\r\n", b"* OK hello\r\n"])
def test_without_starttls_the_password_is_never_said(issued: Issued, greeting: bytes) -> None:
    """Whoever sits on the line says so, hoping that we go on in the clear."""
    capability = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n{tag} OK done\r\n"
    replies = {"greeting": greeting, "CAPABILITY": capability}
    with ImapServer(issued, Script(LETTERS, replies=replies)) as server:
        assert fault(server.account()).code == Code.MAIL_UNTRUSTED
    assert not any("AUTH" in said or "LOGIN" in said for said in server.said)


def test_an_announcement_of_more_than_was_asked_is_too_large_and_never_waited_for(
    issued: Issued,
) -> None:
    replies = {"BODY": b"* 1 FETCH (UID 1 BODY[] {50000000000}\r\n"}
    with (
        ImapServer(issued, Script(LETTERS, replies=replies)) as server,
        ImapMailbox(server.account()) as box,
    ):
        letter = box.letters()[0]
        with pytest.raises(ScordError) as raised:
            box.fetch(letter, 10_000)
    assert raised.value.code == Code.MAIL_TOO_LARGE


def test_another_letter_than_was_asked_for_is_not_taken_for_it(issued: Issued) -> None:
    replies = {"BODY": b"* 2 FETCH (UID 2 BODY[] {3}\r\nabc)\r\n{tag} OK done\r\n"}
    with (
        ImapServer(issued, Script(LETTERS, replies=replies)) as server,
        ImapMailbox(server.account()) as box,
    ):
        letter = box.letters()[0]
        with pytest.raises(ScordError) as raised:
            box.fetch(letter, 10_000)
    assert raised.value.facts["status"] == "gone"


def test_unasked_news_and_a_uid_behind_the_letter_are_understood(issued: Issued) -> None:
    replies = {
        "BODY": b"* 9 EXISTS\r\n* 2 FETCH (FLAGS (\\Seen))\r\n"
        b"* 1 FETCH (BODY[] {3}\r\nabc UID 1)\r\n{tag} OK done\r\n"
    }
    with (
        ImapServer(issued, Script(LETTERS, replies=replies)) as server,
        ImapMailbox(server.account()) as box,
    ):
        assert box.fetch(box.letters()[0], 10_000) == b"abc"
