from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from tests.api.serving import Served, served
from tests.shared.impostor import TOKEN, answer, holding_the_port, proof

from scord_shared import signing
from scord_shared.client import Client
from scord_shared.connection import SignedWay
from scord_shared.errors import Code, ScordError
from scord_shared.places import ENVIRONMENT, Place, own_name
from scord_shared.status import API_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scord.store.context import Context

UNIX = pytest.mark.skipif(os.name == "nt", reason="there is no Unix socket")
PATIENT = {"family_name": "DUPONT-PATIENT", "nir": "269054958815780"}


@pytest.fixture
def api(context: Context) -> Iterator[Served]:
    with served(context) as running:
        yield running


def _signing(place: Place) -> Client:
    return Client(place, way=SignedWay(place))


# -- with the service


@UNIX
def test_the_service_is_found_by_its_folder_or_the_environment(
    api: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Client.find(api.place.folder).status().instance == api.house.instance
    monkeypatch.setenv(ENVIRONMENT, str(api.place.folder))
    assert Client.find().status().instance == api.house.instance


@pytest.mark.parametrize("way", ["client", "signing_client"])
def test_both_ways_tell_the_same(api: Served, way: str) -> None:
    client: Client = getattr(api, way)
    status = client.status()
    assert (status.instance, status.api.newest) == (api.house.instance, API_VERSION)
    assert status.you.name == own_name()
    assert client.get("/v1/invoices", number="no such", colour=None)["items"] == []
    assert client.page_link("/scor").startswith(f"http://127.0.0.1:{api.port}/enter#")
    assert client.delete("/v1/session") is None


@pytest.mark.parametrize("way", ["client", "signing_client"])
def test_a_fault_of_the_service_comes_with_its_code_and_facts(api: Served, way: str) -> None:
    client: Client = getattr(api, way)
    with pytest.raises(ScordError) as fault:
        client.post("/v1/page-link", {"path": "//evil.example"})
    assert fault.value.code is Code.REQUEST_INVALID
    assert fault.value.facts == {"reason": "path"}


@UNIX
def test_no_proxy_is_asked_whatever_the_environment_says(
    api: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert api.client.status()
    assert api.signing_client.status()


# -- without it


@pytest.mark.parametrize("signing_way", [False, True])
def test_where_no_service_runs_that_is_said_with_the_place(
    tmp_path: Path, *, signing_way: bool
) -> None:
    place = Place(tmp_path / "run")
    with pytest.raises(ScordError) as fault:
        (_signing(place) if signing_way else Client(place)).status()
    assert fault.value.code is Code.SERVICE_SILENT
    assert fault.value.facts == {"path": str(place.folder)}


@UNIX
def test_a_socket_that_nobody_serves_is_silence(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with closing(socket.socket(socket.AF_UNIX)) as crashed:
        crashed.bind(str(place.socket))
    with pytest.raises(ScordError, match=Code.SERVICE_SILENT):
        Client(place).status()


@UNIX
@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", b"\x00\n"])
def test_a_service_that_dies_in_the_middle_is_silence(tmp_path: Path, said: bytes) -> None:
    with _saying(tmp_path, said) as place, pytest.raises(ScordError, match=Code.SERVICE_SILENT):
        Client(place).status()


@UNIX
def test_a_service_that_hangs_is_silence_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scord_shared.client.SECONDS", 0.2)
    place = Place(tmp_path)
    with closing(socket.socket(socket.AF_UNIX)) as hanging:
        hanging.bind(str(place.socket))
        hanging.listen()
        with pytest.raises(ScordError, match=Code.SERVICE_SILENT):
            Client(place).status()


# -- with a service of another version


@UNIX
@pytest.mark.parametrize("version", [None, "0", "x", ""])
def test_an_older_service_needs_an_update(tmp_path: Path, version: str | None) -> None:
    headers = {} if version is None else {"X-Scord-Api": version}
    with (
        _saying(tmp_path, answer("200 OK", b"{}", **headers)) as place,
        pytest.raises(ScordError, match=Code.UPDATE_NEEDED),
    ):
        Client(place).status()


@UNIX
def test_a_newer_services_unknown_status_needs_an_update(tmp_path: Path) -> None:
    with (
        _saying(tmp_path, _told("200 OK", {"status": {"alerts": "of another kind"}})) as place,
        pytest.raises(ScordError, match=Code.UPDATE_NEEDED),
    ):
        Client(place).status()


@UNIX
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"code": "of.tomorrow", "title": "Titre", "advice": "", "facts": {}}, "Titre"),
        ({"error": "?"}, "HTTP 500"),
        ([], "HTTP 500"),
    ],
)
def test_a_fault_we_do_not_know_is_internal_with_what_was_said(
    tmp_path: Path, body: Any, reason: str
) -> None:
    with (
        _saying(tmp_path, _told("500 Oh", body)) as place,
        pytest.raises(ScordError) as fault,
    ):
        Client(place).status()
    assert (fault.value.code, fault.value.facts) == (Code.INTERNAL, {"reason": reason})


# -- with an impostor on the port


@pytest.mark.parametrize(
    "first",
    [
        lambda *_: answer("200 OK", b'{"proof": "guessed"}'),
        lambda *_: answer("200 OK", b"{}"),
        lambda *_: answer("200 OK", b"not json"),
        lambda *_: answer("200 OK", b"[]"),
        lambda *_: answer("403 Forbidden", b"{}"),
        lambda *_: answer("302 Found", b"", Location="http://evil.example/"),
        lambda *_: answer("200 OK", b"x" * 1_000_000),
    ],
)
def test_an_impostor_on_the_port_is_told_from_the_service_and_learns_a_name_only(
    tmp_path: Path, first: Any
) -> None:
    with holding_the_port(tmp_path / "run", first, first) as (place, heard):
        with pytest.raises(ScordError) as fault:
            _signing(place).post("/v1/prescriptions", PATIENT)
        assert fault.value.code is Code.NOT_THE_SERVICE
    (hello, *rest) = heard
    assert not any(rest)
    assert hello.startswith(b"POST /v1/hello ")
    said = json.loads(hello.partition(b"\r\n\r\n")[2])
    assert set(said) == {"user", "nonce"}
    for secret in (TOKEN, PATIENT["nir"], PATIENT["family_name"], "prescriptions"):
        assert secret.encode() not in hello


def test_an_impostor_that_drips_its_answer_is_silence_long_before_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scord_shared.client.SECONDS", 0.3)
    line, dripped = b"HTTP/1.1 200 OK\r\nX-Drip: " + b"a" * 200, []

    def drip(to: socket.socket) -> None:
        for byte in line:
            time.sleep(0.05)
            to.sendall(bytes([byte]))
            dripped.append(byte)

    with (
        holding_the_port(tmp_path / "run", talking=drip) as (place, _),
        pytest.raises(ScordError, match=Code.SERVICE_SILENT),
    ):
        _signing(place).post("/v1/prescriptions", PATIENT)
    assert 0 < len(dripped) < len(line) / 2


def test_an_impostor_that_passes_the_proof_on_from_another_port_is_found_out(
    tmp_path: Path, api: Served
) -> None:
    def passed_on(_: int, hello: bytes) -> bytes:
        body = hello.partition(b"\r\n\r\n")[2]
        told = api.over_tcp("POST", signing.HELLO, {"Content-Type": "application/json"}, body)
        assert told.status == 200
        return answer("200 OK", told.body)

    api.signing_client.status()  # so that the token is there
    with holding_the_port(tmp_path / "run", passed_on, passed_on) as (place, heard):
        place.token(own_name()).write_bytes(api.place.token(own_name()).read_bytes())
        with pytest.raises(ScordError, match=Code.NOT_THE_SERVICE):
            _signing(place).post("/v1/prescriptions", PATIENT)
    assert not any(PATIENT["nir"].encode() in one for one in heard)


@pytest.mark.parametrize(
    "second",
    [
        lambda *_: answer("200 OK", b"{}"),
        lambda *_: answer("200 OK", b"{}", **{"X-Scord-Signature": "0" * 64}),
        lambda *_: answer("403 Forbidden", b'{"code": "api.not-allowed"}'),
        lambda _, request: _signed(request, b'{"a": 1}', sent=b'{"a": 2}'),
        lambda _, request: _signed(request, b"{}", nonce="0" * 32),
        lambda _, request: _signed(request, b"{}", status=403),
    ],
)
def test_an_answer_that_is_not_signed_for_this_request_is_not_believed(
    tmp_path: Path, second: Any
) -> None:
    with (
        holding_the_port(tmp_path / "run", proof, second) as (place, _),
        pytest.raises(ScordError, match=Code.NOT_THE_SERVICE),
    ):
        _signing(place).get("/v1/status")


def test_an_answer_that_is_signed_for_this_request_is_believed(tmp_path: Path) -> None:
    rightly = lambda _, request: _signed(request, b'{"a": 1}')  # noqa: E731 -- like those above
    with holding_the_port(tmp_path / "run", proof, rightly) as (place, heard):
        assert _signing(place).get("/v1/status") == {"a": 1}
    assert not any(TOKEN.encode() in one for one in heard)


def test_a_user_whom_the_service_does_not_know_is_told_so(tmp_path: Path) -> None:
    refusing = lambda *_: answer("401 Unauthorized", b"{}")  # noqa: E731 -- like those above
    with (
        holding_the_port(tmp_path / "run", refusing) as (place, _),
        pytest.raises(ScordError, match=Code.WHO_UNKNOWN),
    ):
        _signing(place).status()


# -- cost


def test_the_client_takes_the_service_and_its_frameworks_into_no_tray() -> None:
    program = (
        "import sys, scord_shared.client;"
        "heavy = {'scord', 'pydantic', 'fastapi', 'starlette', 'uvicorn', 'peewee', 'requests'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def _signed(
    request: bytes, body: bytes, sent: bytes | None = None, nonce: str = "", status: int = 200
) -> bytes:
    """An answer signed for `body` and 200, whatever is sent."""
    head = request.decode("latin-1").lower()
    asked = head.partition("x-scord-nonce: ")[2].partition("\r\n")[0]
    signature = signing.answer_signature(TOKEN, nonce or asked, 200, body)
    headers = {"X-Scord-Signature": signature, "X-Scord-Api": str(API_VERSION)}
    return answer(f"{status} Told", body if sent is None else sent, **headers)


def _told(status: str, body: Any) -> bytes:
    return answer(status, json.dumps(body).encode(), **{"X-Scord-Api": str(API_VERSION)})


@contextmanager
def _saying(folder: Path, said: bytes) -> Iterator[Place]:
    """A Unix socket on which one client is told `said`, and no more."""
    place = Place(folder)
    with closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(place.socket))
        listener.listen()

        def serve() -> None:
            to, _ = listener.accept()
            with closing(to):
                to.recv(65536)
                to.sendall(said)

        thread = threading.Thread(target=serve)
        thread.start()
        yield place
        thread.join(20)
