"""Stands before the application: lets in whole requests of people who may ask, and nothing else.

The checks are functions of what the request says; here they only stand in order. See docs/api.md.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import contextmanager
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, NamedTuple

from starlette.datastructures import Headers

from scord.api import checks, faults
from scord.api.outgoing import Outgoing
from scord_shared import signing
from scord_shared.errors import Code, ScordError, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from scord.api.callers import Callers, Known
    from scord.api.sessions import Sessions
    from scord.api.signed import SignedCalls
    from scord.settings import Settings
    from scord_shared.signing import Claim
    from scord_shared.status import Caller

log = logging.getLogger(__name__)

AT_ONCE = 8  # requests of one user: one who waits for news in many windows leaves room for others


class Doors(NamedTuple):
    """The three ways to say who one is: the Unix socket, a signature, the page's session."""

    callers: Callers
    signed: SignedCalls
    sessions: Sessions


class Guard:
    """ASGI middleware; sets scope["caller"] and scope["trusted"] for all but what is open to
    everyone.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, doors: Doors, hosts: frozenset[str]
    ) -> None:
        self._app = app
        self._settings = settings
        self._doors = doors
        self._hosts = hosts
        self._inside: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        outgoing = Outgoing(send)
        try:
            await self._serve(scope, headers, receive, outgoing)
        except ScordError as fault:
            await self._refuse(fault, scope, headers, receive, outgoing)
        except Exception as fault:  # noqa: BLE001 -- told in the log without its message
            log.error("a request failed: %s", describe(fault))  # noqa: TRY400 -- as above
            if not outgoing.begun:
                await self._refuse(ScordError(Code.INTERNAL), scope, headers, receive, outgoing)

    async def _serve(
        self, scope: Scope, headers: Headers, receive: Receive, outgoing: Outgoing
    ) -> None:
        claim = self._claim(scope, headers, outgoing)
        checks.same_version(headers)
        checks.from_here(headers, self._hosts if scope["state"]["peer"] is None else None)
        checks.kind_of_body(scope["method"], headers)
        if checks.is_open(scope["method"], scope["path"]):
            body = await self._body(scope, headers, receive, checks.OPEN_BODY_BYTES)
            await self._app(scope, _again(body, receive), outgoing)
            return
        caller, trusted = await self._caller(scope, headers, claim)
        with self._place(caller):
            limit = self._settings.api.max_body_bytes
            body = await self._body(scope, headers, receive, limit)
            if claim and signing.digest(body) != claim.body:
                raise ScordError(Code.REQUEST_REFUSED, reason="body")
            scope["caller"], scope["trusted"] = caller, trusted
            await self._app(scope, _again(body, receive), outgoing)

    def _claim(self, scope: Scope, headers: Headers, outgoing: Outgoing) -> Claim | None:
        """Whose signature the request carries. From then on even a refusal is proven to be ours."""
        if scope["state"]["peer"] is not None:
            return None
        claim = signing.claimed(headers, scope["method"], checks.target(scope))
        if claim:
            token = self._doors.signed.token(claim, headers.get(signing.SIGNATURE, ""))
            outgoing.sign(token, claim.nonce)
        return claim

    async def _caller(self, scope: Scope, headers: Headers, claim: Claim | None) -> Known:
        callers, signed, sessions = self._doors
        peer = scope["state"]["peer"]
        if peer is not None:
            return await callers.caller(peer)
        if claim:
            signed.take(claim)
            checks.signable(scope["path"])
            return await callers.caller(claim.user)
        cookie = _cookie(headers, sessions.cookie_name)
        return await callers.caller(sessions.who(cookie, headers.get("x-scord-key", "")))

    async def _body(self, scope: Scope, headers: Headers, receive: Receive, limit: int) -> bytes:
        checks.announced_size(headers, limit)
        try:
            async with asyncio.timeout_at(scope["state"]["due"]):
                return await _read(receive, limit)
        except TimeoutError:
            raise ScordError(Code.REQUEST_TOO_SLOW) from None

    @contextmanager
    def _place(self, caller: Caller) -> Iterator[None]:
        if self._inside[caller.name] >= AT_ONCE:
            raise ScordError(Code.TOO_MANY_AT_ONCE)
        self._inside[caller.name] += 1
        try:
            yield
        finally:
            self._inside[caller.name] -= 1

    async def _refuse(
        self,
        fault: ScordError,
        scope: Scope,
        headers: Headers,
        receive: Receive,
        outgoing: Outgoing,
    ) -> None:
        language = faults.language_of(headers, self._settings.language)
        await faults.answer(fault, language)(scope, receive, outgoing)


async def _read(receive: Receive, limit: int) -> bytes:
    """The whole body. Raises REQUEST_TOO_LARGE as soon as it is more than `limit` bytes."""
    pieces, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ScordError(Code.REQUEST_TOO_SLOW)
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        more = message.get("more_body", False)
        if size > limit:
            raise ScordError(Code.REQUEST_TOO_LARGE, limit=limit)
    return b"".join(pieces)


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was read to those behind, then whatever comes: the client's leaving."""
    whole: Message = {"type": "http.request", "body": body, "more_body": False}
    told = iter((whole,))

    async def next_message() -> Message:
        for message in told:
            return message
        return await receive()

    return next_message


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""
