"""The mail accounts of the practitioners, with their secrets: servers to send by and mailboxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.exchange.imap import ImapMailbox
from scord.exchange.mail_server import MailServer
from scord.exchange.pop3 import Pop3Mailbox
from scord.exchange.protection import check_certificates
from scord.exchange.smtp import SmtpTransport
from scord.secrets import find_secret, mail_password

if TYPE_CHECKING:
    from datetime import datetime

    from scord.exchange.mailbox import Mailbox
    from scord.settings import MailAccount, Settings

_PORTS = {"imap": 993, "pop3": 995}


def smtp_server(settings: Settings, account: MailAccount) -> MailServer:
    return MailServer(
        host=account.smtp_host,
        port=account.smtp_port,
        user=account.user or account.address,
        secret=_secret(settings, account),
        encryption=account.smtp_encryption,
        login=account.login,
        pin=account.smtp_pin,
    )


def mailbox(settings: Settings, account: MailAccount) -> Mailbox:
    """Not opened yet. The account has an inbox."""
    protocol = account.inbox or "imap"
    server = MailServer(
        host=account.inbox_host or account.smtp_host,
        port=account.inbox_port or _PORTS[protocol],
        user=account.user or account.address,
        secret=_secret(settings, account),
        encryption=account.inbox_encryption,
        login=account.login,
        pin=account.inbox_pin,
    )
    if protocol == "pop3":
        return Pop3Mailbox(server)
    return ImapMailbox(server, account.inbox_folder)


def check_account(settings: Settings, account: MailAccount, now: datetime) -> None:
    """Loads the certificates, logs in at both servers, and changes nothing.

    Raises ScordError as sending and fetching do.
    """
    check_certificates(settings, account, now)
    if settings.exchange.route == "mail":
        SmtpTransport(smtp_server(settings, account)).check()
    if account.inbox:
        with mailbox(settings, account) as box:
            box.letters()


def senders(settings: Settings, account: MailAccount) -> frozenset[str]:
    """Whose answers count, in small letters."""
    known = (*account.senders, *settings.exchange.addresses.values())
    return frozenset(address.lower() for address in known)


def _secret(settings: Settings, account: MailAccount) -> str:
    """Empty where there is none: the server then refuses the login, which is told."""
    return find_secret(settings.state_dir, mail_password(account.billing_number)) or ""
