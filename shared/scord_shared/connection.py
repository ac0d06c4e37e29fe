"""The two ways to the service: its Unix socket, or loopback TCP with both sides proving themselves.

Each gives (status, headers, body) of one request on one connection, and believes nothing of what is
not proven to come from the service.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import threading
import time
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple, Protocol

from scord_shared import signing, trust
from scord_shared.errors import Code, ScordError
from scord_shared.places import own_name, reachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord_shared.places import Place

_HELLO_MAX = 4_096


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Question(NamedTuple):
    """`target` is path and query; `seconds` how long the service may take to say a word."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    seconds: float


class Way(Protocol):
    def ask(self, question: Question) -> Answer:
        """Raises OSError, http.client.HTTPException, ScordError NOT_THE_SERVICE or WHO_UNKNOWN."""
        ...


class UnixWay:
    """The system tells the service who asks, and us who answers."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def ask(self, question: Question) -> Answer:
        with closing(_UnixConnection(self._place, question.seconds)) as connection:
            return _asked(connection, question)


class SignedWay:
    """For Windows, and wherever there is no Unix socket."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def ask(self, question: Question) -> Answer:
        port = trust.endpoint_of(self._place).port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=question.seconds)
        with closing(connection):
            user = own_name()
            token = self._proven(connection, user, port)
            claim = signing.Claim(
                user=user,
                method=question.method,
                target=question.target,
                at=int(time.time()),
                nonce=signing.new_nonce(),
                body=signing.digest(question.body),
            )
            signed = question._replace(headers=question.headers | claim.headers(token))
            answer = _asked(connection, signed)
            expected = signing.answer_signature(token, claim.nonce, answer.status, answer.body)
            if not signing.same(answer.headers.get(signing.SIGNATURE, ""), expected):
                raise ScordError(Code.NOT_THE_SERVICE, path=str(self._place.folder))
            return answer

    def _proven(self, connection: http.client.HTTPConnection, user: str, port: int) -> str:
        """The token, once the other end has shown that it knows it too: until then whoever holds
        the port hears a name and nothing else.
        """
        nonce = signing.new_nonce()
        body = json.dumps({"user": user, "nonce": nonce}).encode()
        with _cut_off(connection):
            connection.request("POST", signing.HELLO, body, {"Content-Type": "application/json"})
            told = connection.getresponse()
            answer = told.read(_HELLO_MAX)
        if told.status == http.HTTPStatus.UNAUTHORIZED:
            raise ScordError(Code.WHO_UNKNOWN)
        token = trust.token_of(self._place, user)
        if told.status != http.HTTPStatus.OK or not signing.same(
            _proof(answer), signing.proof(token, nonce, port)
        ):
            raise ScordError(Code.NOT_THE_SERVICE, path=str(self._place.folder))
        return token


def usual_way(place: Place) -> Way:
    return SignedWay(place) if os.name == "nt" else UnixWay(place)


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, place: Place, seconds: float) -> None:
        super().__init__("scord", timeout=seconds)
        self._place = place

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        with reachable(self._place.socket) as address:
            self.sock.connect(address)
        trust.listens_rightly(self.sock, self._place)


@contextmanager
def _cut_off(connection: http.client.HTTPConnection) -> Iterator[None]:
    """Ends the talk when its time is over: a timeout alone counts from each byte of an impostor."""
    connection.connect()

    def end() -> None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(connection.timeout or 0, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _asked(connection: http.client.HTTPConnection, question: Question) -> Answer:
    connection.request(question.method, question.target, question.body, question.headers)
    answer = connection.getresponse()
    return Answer(answer.status, answer.headers, answer.read())


def _proof(answer: bytes) -> str:
    try:
        return str(json.loads(answer)["proof"])
    except (ValueError, KeyError, TypeError):
        return ""
