"""How two sides who share a token prove their words to each other without ever sending it.

Used over loopback TCP, where the system does not say who calls and any user may hold the port. The
service proves itself first; then each request and each answer carries a signature (HMAC-SHA256).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

HELLO = "/v1/hello"  # the one request that is not signed: it asks for the service's proof
PROOF = "x-scord-proof"

_USER = "x-scord-user"
_TIME = "x-scord-time"
_NONCE = "x-scord-nonce"
_BODY = "x-scord-body"
SIGNATURE = "x-scord-signature"  # of a request and of its answer

_NONCE_FORM = re.compile(r"[0-9a-f]{32}")
_TIME_FORM = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class Claim:
    """What a signature covers. `target` is path and query as sent, `at` the time in whole seconds
    of UTC since 1970, `body` the sha256 of the body in hexadecimal.
    """

    user: str
    method: str
    target: str
    at: int
    nonce: str
    body: str

    def signature(self, token: str) -> str:
        parts = (self.user, self.method, self.target, str(self.at), self.nonce, self.body)
        return _sign(token, "request", *parts)

    def headers(self, token: str) -> dict[str, str]:
        return {
            _USER: quote(self.user, safe=""),
            _TIME: str(self.at),
            _NONCE: self.nonce,
            _BODY: self.body,
            SIGNATURE: self.signature(token),
        }


def claimed(headers: Mapping[str, str], method: str, target: str) -> Claim | None:
    """What a request says of itself; None where it does not claim to be signed, or not rightly."""
    try:
        user, at, nonce, body = (headers[name] for name in (_USER, _TIME, _NONCE, _BODY))
    except KeyError:
        return None
    if not (_TIME_FORM.fullmatch(at) and _NONCE_FORM.fullmatch(nonce)):
        return None
    return Claim(unquote(user), method, target, int(at), nonce, body)


def new_nonce() -> str:
    return secrets.token_hex(16)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def proof(token: str, nonce: str, port: int) -> str:
    """What only the service can answer to `nonce`. The port keeps another from passing it on."""
    return _sign(token, "proof", nonce, str(port))


def answer_signature(token: str, nonce: str, status: int, body: bytes) -> str:
    """Of the answer to the request with `nonce`."""
    return _sign(token, "answer", nonce, str(status), digest(body))


def same(given: str, expected: str) -> bool:
    """Takes equally long whatever differs."""
    return hmac.compare_digest(given.encode(), expected.encode())


def _sign(token: str, kind: str, *parts: str) -> str:
    text = "\n".join(("scord-1", kind, *parts))
    return hmac.new(token.encode(), text.encode(), hashlib.sha256).hexdigest()
