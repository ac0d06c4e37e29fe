"""A program on the service's port that is not the service, or a service that misbehaves."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from scord_shared import signing
from scord_shared.places import Place, own_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Answering = Callable[[int, bytes], bytes]
Talking = Callable[[socket.socket], None]

TOKEN = "the-services-token"  # noqa: S105 -- one of a test


def answer(status: str, body: bytes, **headers: str) -> bytes:
    """An HTTP answer, byte for byte."""
    told = {"Content-Length": str(len(body)), "Content-Type": "application/json"} | headers
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def proof(port: int, hello: bytes) -> bytes:
    """What the true service answers to a client's first words."""
    nonce = json.loads(hello.partition(b"\r\n\r\n")[2])["nonce"]
    return answer("200 OK", json.dumps({"proof": signing.proof(TOKEN, nonce, port)}).encode())


@contextmanager
def holding_the_port(
    folder: Path, *answering: Answering, talking: Talking = lambda _: None
) -> Iterator[tuple[Place, list[bytes]]]:
    """A listener that the endpoint file leads to. Each `answering` is given the port and a request
    and gives the bytes to send; then `talking` has the connection, and it is closed. Yields all it
    was told.
    """
    heard: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
        place = _place(folder, port)
        listener.settimeout(0.05)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                with suppress(OSError), closing(listener.accept()[0]) as to:
                    _serve(to, port, answering, heard)
                    talking(to)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield place, heard
        finally:
            over.set()
            thread.join(20)


def _place(folder: Path, port: int) -> Place:
    place = Place(folder)
    place.tokens.mkdir(parents=True)
    place.endpoint.write_text(json.dumps({"port": port, "instance": "i", "api": 1, "pid": 1}))
    file = place.token(own_name())
    file.write_text(json.dumps({"user": own_name(), "instance": "i", "token": TOKEN}))
    file.chmod(0o600)
    return place


def _serve(
    to: socket.socket, port: int, answering: tuple[Answering, ...], heard: list[bytes]
) -> None:
    to.settimeout(5)
    for one in answering:
        request = _request(to)
        heard.append(request)
        if not request:
            break
        to.sendall(one(port, request))


def _request(to: socket.socket) -> bytes:
    """A whole request, or what came of it."""
    data = b""
    while b"\r\n\r\n" not in data or len(data.partition(b"\r\n\r\n")[2]) < _length(data):
        try:
            piece = to.recv(65536)
        except OSError:
            return data
        if not piece:
            return data
        data += piece
    return data


def _length(data: bytes) -> int:
    for line in data.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
