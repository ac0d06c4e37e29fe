"""How tray and command line speak to the service: one request, one connection, no proxy ever.

Light, since the tray lives with it all day: the standard library and msgspec. For one thread at a
time; a second thread takes a second client.
"""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec

from scord_shared.connection import Question, usual_way
from scord_shared.errors import Code, ScordError
from scord_shared.places import Place, client_folder
from scord_shared.status import API_VERSION, OLDEST_API, ServiceStatus

if TYPE_CHECKING:
    from pathlib import Path

    from scord_shared.connection import Answer, Way

SECONDS = 20.0  # for the service to begin its answer; a wait for news is added to it

_JSON = "application/json"
_BYTES = "application/octet-stream"


class Client:
    """Every call raises ScordError: the service's own code, or SERVICE_SILENT where none answers,
    NOT_THE_SERVICE where another does, UPDATE_NEEDED where the two are of different versions.
    """

    def __init__(self, place: Place, *, way: Way | None = None, language: str = "fr") -> None:
        self._place = place
        self._way = way or usual_way(place)
        self._language = language

    @classmethod
    def find(cls, folder: Path | None = None, *, language: str = "fr") -> Client:
        """The service met in `folder`, or where this machine usually has it."""
        return cls(Place(folder or client_folder()), language=language)

    def status(
        self, since: int | None = None, instance: str | None = None, wait: float = 0
    ) -> ServiceStatus:
        """How things stand; with a known revision and `wait` (at most 30 s) as soon as it is news.

        The `instance` of that revision lets a restart of the service count as news.
        """
        known = {"since": since, "instance": instance, "wait": wait or None}
        answer = self._ask("GET", _target("/v1/status", known), b"", _JSON, wait)
        try:
            return msgspec.json.decode(answer.body, type=ServiceStatus)
        except msgspec.MsgspecError as fault:
            raise self._of_another_version(answer) from fault

    def page_link(self, path: str = "/") -> str:
        """An address that opens the page at `path`, once, within a minute."""
        return str(self.post("/v1/page-link", {"path": path})["link"])

    def get(self, path: str, **query: Any) -> Any:
        """What is at `path`, such as "/v1/invoices": decoded JSON, bytes of another kind as such.

        A query's None is left out.
        """
        return _told(self._ask("GET", _target(path, query), b"", _JSON))

    def post(self, path: str, body: Any = None) -> Any:
        """Asks for a change; `body` goes as JSON, bytes as they are."""
        return self._change("POST", path, body)

    def delete(self, path: str, body: Any = None) -> Any:
        return self._change("DELETE", path, body)

    def _change(self, method: str, path: str, body: Any) -> Any:
        if isinstance(body, bytes):
            return _told(self._ask(method, path, body, _BYTES))
        data = b"" if body is None else msgspec.json.encode(body)
        return _told(self._ask(method, path, data, _JSON))

    def _ask(self, method: str, target: str, body: bytes, kind: str, wait: float = 0) -> Answer:
        headers = {
            "Content-Type": kind,
            "Accept-Language": self._language,
            "X-Scord-Api": str(API_VERSION),
            "Connection": "close",
        }
        try:
            answer = self._way.ask(Question(method, target, headers, body, SECONDS + wait))
        except (OSError, http.client.HTTPException) as fault:
            raise ScordError(Code.SERVICE_SILENT, path=str(self._place.folder)) from fault
        theirs = answer.headers.get("X-Scord-Api", "")
        if not theirs.isdecimal() or int(theirs) < OLDEST_API:
            raise self._of_another_version(answer)
        if answer.status >= http.HTTPStatus.BAD_REQUEST:
            raise _fault(answer)
        return answer

    def _of_another_version(self, answer: Answer) -> ScordError:
        theirs = answer.headers.get("X-Scord-Api", "?")
        return ScordError(Code.UPDATE_NEEDED, ours=API_VERSION, theirs=theirs)


def _target(path: str, query: dict[str, Any]) -> str:
    asked = {name: value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(asked)}" if asked else path


def _told(answer: Answer) -> Any:
    if not answer.body:
        return None
    if not answer.headers.get("Content-Type", "").startswith(_JSON):
        return answer.body
    return msgspec.json.decode(answer.body)


def _fault(answer: Answer) -> ScordError:
    """What the service says is wrong; a code that we do not know yet comes with its own words."""
    try:
        told = msgspec.json.decode(answer.body)
        code, title, facts = told["code"], told["title"], dict(told["facts"])
    except (msgspec.MsgspecError, KeyError, TypeError, ValueError):
        return ScordError(Code.INTERNAL, reason=f"HTTP {answer.status}")
    if code not in set(Code):
        return ScordError(Code.INTERNAL, reason=title)
    return ScordError(Code(code), **facts)
