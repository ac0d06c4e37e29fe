"""A mail server as it is reached: where, how the line is kept private, and who one says one is.

The line is always encrypted. The server's certificate has to be one that the system trusts, or the
very one whose fingerprint is pinned, whoever signed that.
"""

from __future__ import annotations

import hashlib
import ssl
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from scord_shared.errors import Code, ScordError

Encryption = Literal["starttls", "tls"]
Login = Literal["password", "xoauth2"]
# of a line: it broke, which says nothing against the server
LOST_IN_TLS = (ssl.SSLEOFError, ssl.SSLSyscallError, ssl.SSLZeroReturnError)
_RELOAD_SECONDS = 3600  # an authority may be added or withdrawn


@dataclass(frozen=True)
class MailServer:
    """`secret`: the password, or the access token of OAuth 2. `pin`: SHA-256 of the certificate (of
    its DER), 64 hexadecimal digits in small letters.
    """

    host: str
    port: int
    user: str
    secret: str = field(repr=False)
    encryption: Encryption = "starttls"
    login: Login = "password"
    pin: str | None = None
    timeout_seconds: float = 60.0


def tls_context(server: MailServer) -> ssl.SSLContext:
    if server.pin:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # `check_certificate` does it
        return context
    return _trusting(ssl.get_default_verify_paths(), int(time.monotonic() // _RELOAD_SECONDS))


@lru_cache(maxsize=2)
def _trusting(_paths: object, _hour: int) -> ssl.SSLContext:
    """To load the system's authorities takes 39 ms, most of what a lot costs."""
    return ssl.create_default_context()


def check_certificate(server: MailServer, line: ssl.SSLSocket) -> None:
    """To be called before anything is said on the line. Raises ScordError MAIL_UNTRUSTED."""
    certificate = line.getpeercert(binary_form=True) or b""
    if server.pin and hashlib.sha256(certificate).hexdigest() != server.pin:
        raise ScordError(Code.MAIL_UNTRUSTED, host=server.host)
    _seen[server.host, server.port] = Shown(certificate, pinned=server.pin is not None)


class Shown(NamedTuple):
    """A server's certificate (its DER) as it was last shown and believed."""

    certificate: bytes
    pinned: bool


_seen: dict[tuple[str, int], Shown] = {}


def certificates_shown() -> dict[tuple[str, int], Shown]:
    """By host and port, in this life of the service: the courier notes what of it matters."""
    return dict(_seen)


def xoauth2(server: MailServer) -> str:
    """The first answer of SASL XOAUTH2, not yet in base64.

    Source: https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
    """
    return f"user={server.user}\1auth=Bearer {server.secret}\1\1"
