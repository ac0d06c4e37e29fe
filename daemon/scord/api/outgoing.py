"""What every answer carries: headers that keep browsers strict, a signature where one is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from scord_shared import signing
from scord_shared.status import API_VERSION

if TYPE_CHECKING:
    from starlette.types import Message, Send

_HEADERS = {
    "X-Scord-Api": str(API_VERSION),
    "Cache-Control": "no-store",
    # blob: because pictures and documents are fetched with the session's key, then shown
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Outgoing:
    """Sends an answer on; one that is to be signed only once it is whole."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._signed_with: tuple[str, str] | None = None
        self._start: Message = {}
        self._pieces: list[bytes] = []
        self.begun = False

    def sign(self, token: str, nonce: str) -> None:
        self._signed_with = token, nonce

    async def __call__(self, message: Message) -> None:
        self.begun = True
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_HEADERS)
            if self._signed_with:
                self._start = message
                return
        if self._signed_with:
            self._pieces.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._send_whole(*self._signed_with)
            return
        await self._send(message)

    async def _send_whole(self, token: str, nonce: str) -> None:
        body = b"".join(self._pieces)
        signature = signing.answer_signature(token, nonce, self._start["status"], body)
        MutableHeaders(scope=self._start)[signing.SIGNATURE] = signature
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})
