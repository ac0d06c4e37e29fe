"""A Dovecot for a module of tests, with a new account for each. For `pytest_plugins`."""

from __future__ import annotations

import imaplib
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from tests.exchange.dovecot import Dovecot

from scord.exchange.mail_server import MailServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.exchange.certificates import Authority

SECRET = 'pâsse "mot" \\ 1'  # noqa: S105 -- of accounts that live as long as a test
_USERS = {f"user{number}": SECRET for number in range(30)}


@dataclass(frozen=True)
class Account:
    """An empty mailbox, what others do to it, and how our clients reach it."""

    dovecot: Dovecot
    user: str

    def pop3(self, **changes: Any) -> MailServer:
        return self._server(changes, tls=self.dovecot.pop3s_port, starttls=self.dovecot.pop3_port)

    def imap(self, **changes: Any) -> MailServer:
        return self._server(changes, tls=self.dovecot.imaps_port, starttls=self.dovecot.imap_port)

    def deliver(self, *letters: bytes) -> None:
        for letter in letters:
            self.dovecot.deliver(self.user, letter)

    def other_program(self) -> imaplib.IMAP4:
        """As the LPS or a person's own may be connected: INBOX is open for writing."""
        line = imaplib.IMAP4(self.dovecot.host, self.dovecot.imap_port)
        line.starttls(ssl.create_default_context())
        line.authenticate("PLAIN", lambda _: f"\0{self.user}\0{SECRET}".encode())
        line.select()
        return line

    def flags(self) -> list[bytes]:
        """All letters with their flags, as the files of the maildir have them."""
        folder = self.dovecot.maildir(self.user)
        kept = [path.name.encode() for name in ("new", "cur") for path in (folder / name).iterdir()]
        return sorted(kept)

    def _server(self, changes: dict[str, Any], **ports: int) -> MailServer:
        secret = self.dovecot.token(self.user) if changes.get("login") == "xoauth2" else SECRET
        usual: dict[str, Any] = {
            "port": ports[changes.get("encryption", "starttls")],
            "secret": secret,
            "timeout_seconds": 20.0,
        }
        return MailServer(self.dovecot.host, user=self.user, **usual | changes)


@pytest.fixture(scope="module")
def dovecot(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dovecot]:
    with Dovecot(tmp_path_factory.mktemp("dovecot"), authority, _USERS) as running:
        yield running


@pytest.fixture(scope="module")
def users() -> Iterator[str]:
    return iter(_USERS)


@pytest.fixture
def account(dovecot: Dovecot, users: Iterator[str], trusted: None) -> Account:
    return Account(dovecot, next(users))


@pytest.fixture
def locking_account(
    authority: Authority, tmp_path_factory: pytest.TempPathFactory, trusted: None
) -> Iterator[Account]:
    """At a server where a POP3 session has the mailbox for itself."""
    folder = tmp_path_factory.mktemp("dovecot")
    with Dovecot(folder, authority, {"acks": SECRET}, lock=True) as running:
        yield Account(running, "acks")
