"""Clients that dawdle, crowd or babble, over the real sockets: the next one is answered well."""

from __future__ import annotations

import os
import socket
import time
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest
from tests.api.serving import Served, ask, heard, served

from scord.api.guard import AT_ONCE
from scord_shared.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context

UNIX = pytest.mark.skipif(os.name == "nt", reason="there is no Unix socket")


@UNIX
@pytest.mark.slow
def test_headers_that_drip_in_are_cut_off_and_the_next_client_is_answered(
    quiet: Context,
    tmp_path: Path,
) -> None:
    with (
        served(quiet, folder=tmp_path / "run", request_seconds=1.0) as api,
        closing(api.connected()) as slow,
    ):
        begun = time.monotonic()
        slow.sendall(b"GET /v1/status HTTP/1.1\r\nHost: scord\r\n")
        status = _dripped(slow, b"X-Slow: yes\r\n", every=0.2, seconds=6)
        assert status == 408
        assert time.monotonic() - begun < 5
        assert api.client.status().revision == 0


@UNIX
@pytest.mark.slow
def test_a_body_that_drips_in_is_refused_in_our_words(quiet: Context, tmp_path: Path) -> None:
    with (
        served(quiet, folder=tmp_path / "run", request_seconds=1.0) as api,
        closing(api.connected()) as slow,
    ):
        head = "POST /v1/page-link HTTP/1.1\r\nHost: scord\r\nContent-Length: 1000\r\n"
        slow.sendall(f"{head}Content-Type: application/json\r\n\r\n".encode())
        begun = time.monotonic()
        for _ in range(4):
            slow.sendall(b" ")
            time.sleep(0.2)
        told = heard(slow)
        assert (told.status, told.code) == (408, Code.REQUEST_TOO_SLOW)
        assert time.monotonic() - begun < 5


@UNIX
@pytest.mark.slow
def test_a_connection_that_never_says_a_word_is_closed(quiet: Context, tmp_path: Path) -> None:
    with (
        served(quiet, folder=tmp_path / "run", request_seconds=1.0) as api,
        closing(api.connected()) as silent,
    ):
        assert heard(silent).status == 408
        assert silent.recv(1) == b""


@UNIX
@pytest.mark.slow
def test_two_hundred_idle_connections_do_not_block_a_good_one(api: Served) -> None:
    with ExitStack() as idle:
        for _ in range(200):
            idle.enter_context(closing(api.connected()))
            idle.enter_context(closing(socket.create_connection(("127.0.0.1", api.port))))
        begun = time.monotonic()
        assert api.client.status().revision == 0
        assert api.over_tcp("GET", "/v1/status", api.session()).status == 200
        assert time.monotonic() - begun < 5


def test_one_user_has_only_so_many_requests_at_once_and_is_told(api: Served) -> None:
    session = api.session()
    with ExitStack() as waiting:
        streams = []
        for _ in range(AT_ONCE):
            to = socket.create_connection(("127.0.0.1", api.port), 20)
            streams.append(waiting.enter_context(closing(to)))
            lines = {"Host": f"127.0.0.1:{api.port}"} | session
            head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
            to.sendall(f"GET /v1/events HTTP/1.1\r\n{head}\r\n".encode())
            assert to.recv(4096).startswith(b"HTTP/1.1 200")
        told = api.over_tcp("GET", "/v1/status", session)
        assert (told.status, told.code) == (429, Code.TOO_MANY_AT_ONCE)
        streams[0].close()
        for _ in range(100):
            told = api.over_tcp("GET", "/v1/status", session)
            if told.status == 200:
                break
            time.sleep(0.05)
        assert told.status == 200


@UNIX
def test_a_second_request_on_one_connection_is_answered(api: Served) -> None:
    with closing(api.connected()) as to:
        for _ in range(3):
            assert ask(to, "GET", "/v1/status", {"Host": "scord"}).status == 200


@UNIX
def test_garbage_is_answered_400_and_the_next_client_well(api: Served) -> None:
    with closing(api.connected()) as to:
        to.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        assert heard(to).status == 400
    assert api.client.status().revision == 0


def _dripped(to: socket.socket, data: bytes, *, every: float, seconds: float) -> int | None:
    """The status that came while `data` was sent again and again; None where none came."""
    to.settimeout(every)
    answer = b""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            to.sendall(data)
            answer = to.recv(4096)
            break
        except TimeoutError:
            continue
        except OSError:
            return None
    return int(answer.split()[1]) if answer else None
