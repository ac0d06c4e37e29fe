"""Logs in to a mail server, in UTF-8, which smtplib's own login does not know (RFC 4616 section 2).

To be used on an encrypted line only: the secret is as good as in the clear.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from scord.exchange.mail_server import xoauth2

if TYPE_CHECKING:
    from scord.exchange.mail_server import MailServer
    from scord.exchange.smtp_session import Session

_MECHANISMS = {"password": ("PLAIN", "LOGIN"), "xoauth2": ("XOAUTH2",)}
_CHALLENGE = 334


def mechanism_for(server: MailServer, session: Session) -> str | None:
    """The first of ours that the server has offered; None where there is none."""
    offered = session.esmtp_features.get("auth", "").upper().split()
    return next((one for one in _MECHANISMS[server.login] if one in offered), None)


def authenticate(server: MailServer, session: Session, mechanism: str) -> tuple[int, bytes]:
    """The server's last reply: 235 where it lets us in."""
    first, *answers = _credentials(server, mechanism)
    code, text = session.docmd("AUTH", f"{mechanism} {first}".strip())
    for answer in answers:
        if code != _CHALLENGE:
            break
        code, text = session.docmd(answer)
    return code, text


def _credentials(server: MailServer, mechanism: str) -> list[str]:
    """What is said with AUTH, then what to each challenge, all in base64.

    The one challenge of XOAUTH2 is its way to fail: the empty answer asks for the code.
    """
    plain = _base64(f"\0{server.user}\0{server.secret}")
    return {
        "PLAIN": [plain, plain],  # some servers ask again
        "LOGIN": ["", _base64(server.user), _base64(server.secret)],
        "XOAUTH2": [_base64(xoauth2(server)), ""],
    }[mechanism]


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
