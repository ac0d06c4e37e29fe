"""The service's address from start to end: where it stands, who holds it, how it goes away."""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.api.serving import JSON, ask, heard, served
from tests.api.waiting import Waiting, next_event, start_waiting

from scord.api import server
from scord_shared.errors import Code, ScordError
from scord_shared.status import API_VERSION

if TYPE_CHECKING:
    from scord.store.context import Context

UNIX = pytest.mark.skipif(os.name == "nt", reason="there is no Unix socket")
ROOT = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="only root can give a folder away"
)


# -- start


def test_it_answers_from_the_moment_it_is_there(context: Context) -> None:
    with served(context) as api:
        status = api.client.status()
    assert status.instance == api.house.instance
    assert status.api.newest == API_VERSION


@UNIX
def test_the_address_can_be_read_by_all_and_changed_by_the_service_alone(context: Context) -> None:
    before = os.umask(0o077)
    try:
        with served(context) as api:
            modes = {
                file.name: file.stat().st_mode & 0o777
                for file in (api.place.folder, *api.place.folder.iterdir())
            }
            told = json.loads(api.place.endpoint.read_bytes())
    finally:
        os.umask(before)
    assert modes == {
        "run": 0o755,
        "api.sock": 0o666,
        "endpoint.json": 0o644,
        "tokens": 0o711,
        "api.lock": 0o600,
    }
    assert told == {
        "port": api.port,
        "instance": api.house.instance,
        "api": API_VERSION,
        "pid": os.getpid(),
    }


@UNIX
def test_it_listens_on_loopback_alone(context: Context) -> None:
    with served(context) as api:
        listening = _listening_addresses(api.port)
    assert listening == {"0100007F"}  # 127.0.0.1 as /proc writes it


@UNIX
def test_the_folder_of_a_crashed_service_is_taken_over(context: Context) -> None:
    folder = context.settings.state_dir / "run"
    (folder / "tokens").mkdir(parents=True)
    (folder / "tokens" / "left.json").write_text("{}")
    with closing(socket.socket(socket.AF_UNIX)) as crashed:
        crashed.bind(str(folder / "api.sock"))
    (folder / "endpoint.json").write_text("{}")
    with served(context) as api:
        assert api.client.status().instance == api.house.instance
        assert not list(api.place.tokens.iterdir())


def test_a_second_service_cannot_take_the_address_and_the_first_goes_on(context: Context) -> None:
    with served(context) as api:
        with pytest.raises(ScordError) as fault, served(context):
            pass
        assert fault.value.code is Code.ADDRESS_UNFIT
        assert fault.value.facts["path"] == str(api.place.folder)
        assert api.client.status().instance == api.house.instance


@UNIX
def test_a_path_longer_than_a_socket_may_have_works(context: Context, tmp_path: Path) -> None:
    folder = tmp_path / ("long-" * 20) / ("longer-" * 10)
    with served(context, folder=folder) as api:
        assert len(str(api.place.socket)) > 150
        assert api.client.status().instance == api.house.instance
    assert not api.place.socket.exists()


def test_a_file_in_the_folders_place_is_a_fault_with_path_and_reason(
    context: Context, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ScordError) as fault, served(context, folder=tmp_path / "file"):
        pass
    assert fault.value.code is Code.ADDRESS_UNFIT
    assert fault.value.facts["path"] == str(tmp_path / "file")
    assert fault.value.facts["reason"]


@ROOT
def test_a_folder_of_another_user_is_not_used(context: Context, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    os.chown(tmp_path / "theirs", 65534, 65534)
    with (
        pytest.raises(ScordError, match=Code.ADDRESS_UNFIT),
        served(context, folder=tmp_path / "theirs"),
    ):
        pass


def test_a_fault_on_its_thread_while_it_starts_is_told_and_leaves_nothing_behind(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise OSError("no")

    with monkeypatch.context() as patch:
        patch.setattr(server._Server, "startup", broken)
        with pytest.raises(ScordError, match=Code.ADDRESS_UNFIT), served(context):
            pass
    with served(context) as api:
        assert api.client.status().instance == api.house.instance


# -- the end


@UNIX
def test_a_stop_sends_home_all_who_wait_within_three_seconds(context: Context) -> None:
    with served(context) as api:
        waiting = start_waiting(api, 5)
        stream = api.connected()
        stream.sendall(b"GET /v1/events HTTP/1.1\r\nHost: scord\r\n\r\n")
        next_event(stream)
        begun = time.monotonic()
    assert time.monotonic() - begun < server.STOP_SECONDS
    for one in waiting:
        assert one.told().instance == api.house.instance
    assert b"0\r\n\r\n" in _rest(stream)


@UNIX
def test_a_stop_does_not_wait_for_half_a_request(
    context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    with served(context) as api:
        half, none = api.connected(), api.connected()
        half.sendall(
            b"POST /v1/page-link HTTP/1.1\r\nHost: scord\r\nContent-Length: 9\r\n"
            b"Content-Type: application/json\r\n\r\n{"
        )
        none.sendall(b"GET /v1/sta")
        time.sleep(0.1)
        begun = time.monotonic()
    assert time.monotonic() - begun < server.STOP_SECONDS
    assert "Cancel" not in caplog.text  # nothing had to be cut off when patience was over
    half.close()
    none.close()


def test_after_the_end_nothing_leads_to_the_service(context: Context) -> None:
    with served(context) as api:
        api.signing_client.status()
    assert {file.name for file in api.place.folder.iterdir()} <= {"api.lock", "tokens"}
    assert not list(api.place.tokens.iterdir())
    with pytest.raises(ScordError, match=Code.SERVICE_SILENT):
        api.client.status()
    assert not any(thread.name == "api" for thread in threading.enumerate())


def test_a_restart_shows_to_who_waited_for_news(context: Context) -> None:
    with served(context) as api:
        before = api.client.status()
        waiting = Waiting(api, before)
        while not api.house.board._waiting:
            time.sleep(0.01)
    assert waiting.told().instance == before.instance
    with pytest.raises(ScordError, match=Code.SERVICE_SILENT):
        api.client.status(before.revision, before.instance, 30)
    with served(context) as later:
        begun = time.monotonic()
        after = later.client.status(before.revision, before.instance, 30)
        assert time.monotonic() - begun < 5
    assert after.instance != before.instance


def test_the_secrets_of_a_page_end_with_the_service(context: Context) -> None:
    with served(context) as api:
        session = api.session()
        link = api.client.page_link("/")
    with served(context) as later:
        assert later.over_tcp("GET", "/v1/status", session).code == Code.WHO_UNKNOWN
        body = json.dumps({"secret": link.rpartition("#")[2]}).encode()
        assert later.over_tcp("POST", "/v1/session", JSON, body).code == Code.LINK_SPENT


# -- what stays unsaid


@UNIX
def test_no_log_tells_what_was_asked(context: Context, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with served(context) as api:
        api.as_user("GET", "/v1/invoices?number=PATIENTNAME")
        api.as_user("POST", "/v1/page-link", JSON, b'{"path": "/PATIENTNAME"}')
        api.as_user("POST", "/v1/page-link", JSON, b'{"path": ["PATIENTNAME"]}')
        with closing(api.connected()) as to:
            ask(to, "GET", "/v1/status", {"Host": "scord", "Cookie": "PATIENTNAME"})
            to.sendall(b"PATIENTNAME\r\n\r\n")
            heard(to)
    assert "PATIENTNAME" not in caplog.text


def _rest(to: socket.socket) -> bytes:
    with closing(to):
        data = b""
        while piece := to.recv(4096):
            data += piece
        return data


def _listening_addresses(port: int) -> set[str]:
    tables = [Path("/proc/net", name).read_text() for name in ("tcp", "tcp6")]
    rows = [line.split() for table in tables for line in table.splitlines()]
    return {
        row[1].split(":")[0]
        for row in rows
        if row[1].endswith(f":{port:04X}") and row[3] == "0A"  # TCP_LISTEN
    }
