"""Asks the application itself, as somebody whom the guard has let in."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from scord_shared.status import Caller

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message

BY = "Anne"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data)

    @property
    def code(self) -> str:
        """Of the fault that this answer tells, in the form that all faults have."""
        told = self.json
        assert set(told) == {"code", "title", "advice", "facts"}, told
        assert told["title"], told
        return str(told["code"])


@dataclass(frozen=True)
class Asker:
    """Each request runs on an event loop and worker threads of its own, so many may ask at once."""

    app: ASGIApp
    caller: Caller = field(default=Caller(BY, may_change=True))
    trusted: bool = False

    def reader(self) -> Asker:
        return replace(self, caller=Caller("Lise", may_change=False))

    def get(self, path: str, **query: object) -> Answer:
        return self._ask("GET", path, query, b"")

    def post(
        self, path: str, body: object = None, *, data: bytes | None = None, **query: object
    ) -> Answer:
        if data is None:
            data = b"" if body is None else json.dumps(body).encode()
        return self._ask("POST", path, query, data)

    def _ask(self, method: str, path: str, query: dict[str, object], data: bytes) -> Answer:
        asked = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": urlencode({k: _text(v) for k, v in query.items()}).encode(),
            "headers": [(b"host", b"scord"), (b"content-type", b"application/json")],
            "caller": self.caller,
            "trusted": self.trusted,
            "state": {},
        }
        return asyncio.run(_run(self.app, asked, data))


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


async def _run(app: ASGIApp, asked: dict[str, Any], data: bytes) -> Answer:
    told: list[Message] = []
    incoming = iter([{"type": "http.request", "body": data, "more_body": False}])

    async def receive() -> Message:
        message = next(incoming, None)
        if message is None:
            await asyncio.Event().wait()
        assert message
        return message

    async def send(message: Message) -> None:
        told.append(message)

    await app(asked, receive, send)
    head, *pieces = told
    headers = {name.decode(): value.decode("latin-1") for name, value in head["headers"]}
    return Answer(head["status"], headers, b"".join(one.get("body", b"") for one in pieces))
