"""The API of a store, listening for real, and requests of every kind, well-formed and not."""

from __future__ import annotations

import http.client
import json
import os
import socket
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from scord.api.endpoint import place_of
from scord.api.server import serve
from scord.clock import SystemClock
from scord_shared.client import Client
from scord_shared.connection import Question, SignedWay
from scord_shared.places import reachable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scord.api.house import House
    from scord.store.context import Context
    from scord_shared.places import Place

JSON = {"Content-Type": "application/json"}
PATIENCE_SECONDS = 30.0


class Told(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        return str(self.json["code"])


@dataclass
class Served:
    house: House
    place: Place
    woken: list[str]

    @property
    def port(self) -> int:
        return int(self.house.sessions.origin.rpartition(":")[2])

    @property
    def client(self) -> Client:
        return Client(self.place)

    @property
    def signing_client(self) -> Client:
        return Client(self.place, way=SignedWay(self.place))

    def over_tcp(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> Told:
        """As a program on this machine asks that the service knows nothing of."""
        with closing(socket.create_connection(("127.0.0.1", self.port), PATIENCE_SECONDS)) as to:
            return ask(to, method, path, {"Host": f"127.0.0.1:{self.port}"} | (headers or {}), body)

    def as_user(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> Told:
        """As the user of these tests, by the way that is usual on this system."""
        if os.name == "nt":
            question = Question(method, path, headers or {}, body, PATIENCE_SECONDS)
            answer = SignedWay(self.place).ask(question)
            return Told(answer.status, _lower(answer.headers.items()), answer.body)
        with closing(self.connected()) as to:
            return ask(to, method, path, {"Host": "scord"} | (headers or {}), body)

    def connected(self) -> socket.socket:
        to = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        to.settimeout(PATIENCE_SECONDS)
        with reachable(self.place.socket) as address:
            to.connect(address)
        return to

    def session(self, path: str = "/") -> dict[str, str]:
        """The headers of a page that has been entered."""
        secret = self.client.page_link(path).rpartition("#")[2]
        told = self.over_tcp("POST", "/v1/session", JSON, json.dumps({"secret": secret}).encode())
        cookie = told.headers["set-cookie"].partition(";")[0]
        return JSON | {"Cookie": cookie, "X-Scord-Key": told.json["key"]}


@contextmanager
def served(context: Context, **api: Any) -> Iterator[Served]:
    """The API of `context`, by the machine's clock, with `api` changed in its settings."""
    changed = context.settings.api.model_copy(update=api)
    settings = context.settings.model_copy(update={"api": changed})
    woken: list[str] = []
    now = replace(context, settings=settings, clock=SystemClock())
    with serve(now, lambda: woken.append("woken")) as house:
        yield Served(house, place_of(settings), woken)


def ask(
    to: socket.socket, method: str, path: str, headers: dict[str, str], body: bytes = b""
) -> Told:
    """One request, byte for byte as told."""
    if body and "Transfer-Encoding" not in headers:
        headers = {"Content-Length": str(len(body))} | headers
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    to.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
    return heard(to, method)


def heard(to: socket.socket, method: str = "GET") -> Told:
    """The answer; raises ConnectionError where the connection is closed without one."""
    answer = http.client.HTTPResponse(to, method=method)
    answer.begin()
    return Told(answer.status, _lower(answer.getheaders()), answer.read())


def _lower(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}
