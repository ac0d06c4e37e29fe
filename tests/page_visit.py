"""A page that was opened once, at a service in a thread or process of its own."""

from __future__ import annotations

import json
import socket
from contextlib import closing
from typing import TYPE_CHECKING, Any

import msgspec
from tests.api.serving import JSON, Told, ask
from tests.practice import PATIENCE_SECONDS, until

from scord_shared.client import Client
from scord_shared.places import Endpoint

if TYPE_CHECKING:
    from scord_shared.places import Place


class PageVisit:
    """Asks with the two secrets of one session, whatever becomes of the service meanwhile."""

    def __init__(self, place: Place) -> None:
        self.port = msgspec.json.decode(place.endpoint.read_bytes(), type=Endpoint).port
        secret = Client(place).page_link("/").rpartition("#")[2]
        told = self._ask("POST", "/v1/session", JSON, {"secret": secret})
        cookie = told.headers["set-cookie"].partition(";")[0]
        self._keys = JSON | {"Cookie": cookie, "X-Scord-Key": told.json["key"]}

    def get(self, path: str) -> Any:
        return self.read(path).json

    def read(self, path: str) -> Told:
        told = self._ask("GET", path, self._keys)
        assert told.status == 200, told
        return told

    def post(self, path: str, body: Any) -> Told:
        return self._ask("POST", path, self._keys, body)

    def change(self, changes: dict[str, Any]) -> Any:
        body = {"revision": self.get("/v1/settings")["revision"], "changes": changes}
        told = self.post("/v1/settings", body)
        assert told.status == 200, told
        return told.json

    def settled(self) -> dict[str, Any]:
        """Each setting's value by its place, once no change is on its way; `last_fault` too."""

        def shown() -> Any:
            now = self.get("/v1/settings")
            return None if now["pending"] else now

        now = until(shown, "the change taken up")
        values = {one["place"]: one["value"] for one in now["settings"]}
        return values | {"last_fault": now["last_fault"]}

    def _ask(self, method: str, path: str, headers: dict[str, str], body: Any = None) -> Told:
        data = b"" if body is None else json.dumps(body).encode()
        host = {"Host": f"127.0.0.1:{self.port}"}
        with closing(socket.create_connection(("127.0.0.1", self.port), PATIENCE_SECONDS)) as to:
            return ask(to, method, path, host | headers, data)
