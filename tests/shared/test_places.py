from __future__ import annotations

import os
import socket
from contextlib import closing
from pathlib import Path

import pytest

from scord_shared.places import (
    ENVIRONMENT,
    SOCKET_PATH_MAX,
    Place,
    client_folder,
    own_name,
    reachable,
    system_folder,
)

UNIX = pytest.mark.skipif(os.name == "nt", reason="there is no Unix socket")


def test_a_client_looks_where_an_installed_service_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    assert client_folder() == system_folder()
    monkeypatch.setenv(ENVIRONMENT, "")
    assert client_folder() == system_folder()


def test_the_settings_own_variable_leads_the_client_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    assert client_folder() == tmp_path


@pytest.mark.parametrize("user", ["anne", "../../etc/passwd", "CON", "DOM\\Hélène", "", "a" * 999])
def test_a_token_lies_in_its_folder_whatever_the_user_is_called(tmp_path: Path, user: str) -> None:
    place = Place(tmp_path)
    file = place.token(user)
    assert file.parent == place.tokens
    assert file.name.removesuffix(".json").isalnum()
    assert len(file.name) < 50


def test_two_users_have_two_files(tmp_path: Path) -> None:
    assert Place(tmp_path).token("anne") != Place(tmp_path).token("Anne")


def test_this_user_has_a_name() -> None:
    assert own_name()


@UNIX
def test_a_short_path_is_taken_as_it_is(tmp_path: Path) -> None:
    with reachable(Path("/run/scord/api.sock")) as address:
        assert address == "/run/scord/api.sock"


@UNIX
@pytest.mark.parametrize("length", [SOCKET_PATH_MAX, SOCKET_PATH_MAX + 1, 400])
def test_a_socket_is_bound_and_reached_by_a_path_of_any_length(tmp_path: Path, length: int) -> None:
    socket_path = _of_length(tmp_path, length)
    with closing(socket.socket(socket.AF_UNIX)) as listener, reachable(socket_path) as address:
        listener.bind(address)
        listener.listen()
        with closing(socket.socket(socket.AF_UNIX)) as client, reachable(socket_path) as same:
            client.connect(same)
    assert socket_path.is_socket()


@UNIX
def test_a_folder_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), reachable(tmp_path / ("x" * 200) / "api.sock"):
        pass


def _of_length(folder: Path, length: int) -> Path:
    while length - len(str(folder)) > 60:
        folder /= "x" * 40
    folder.mkdir(parents=True, exist_ok=True)
    return folder / ("s" * (length - len(str(folder)) - 1))
