"""Another user of this machine, in a process of their own; it takes root to become one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.api.serving import Served, served

if os.name != "nt":
    import grp
    import pwd

from scord_shared.errors import Code
from scord_shared.places import own_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.store.context import Context

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="users as POSIX has them"),
]

STRANGER = 65534  # nobody: in none of our groups

# Everything is imported before the rights are gone: the interpreter may lie where only root reads.
_PROGRAM = """
import encodings.idna, http.client, json, os, pwd, socket, sys
from pathlib import Path
from scord_shared.client import Client
from scord_shared.connection import SignedWay, UnixWay
from scord_shared.errors import ScordError
from scord_shared.places import Place

folder, user, what = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
place = Place(folder)
os.setgroups([])
os.setgid(user)
os.setuid(user)


def ask(way):
    try:
        return Client(place, way=way(place)).status().you
    except ScordError as fault:
        return f"{fault.code} {fault.facts}"


def read():
    try:
        return [file.read_bytes() for file in (place.token(sys.argv[4]), place.folder / "api.lock")]
    except OSError as fault:
        return type(fault).__name__


def write():
    told = []
    for path in (place.folder, place.tokens):
        try:
            (path / "api.sock.new").write_text("")
            told.append("written")
        except OSError as fault:
            told.append(type(fault).__name__)
    return told


def enter(source=None, family=socket.AF_INET):
    connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[5]))
    connection.sock = socket.socket(family)
    if source:
        connection.sock.bind((source, 0))
    ours = "::ffff:127.0.0.1" if family == socket.AF_INET6 else "127.0.0.1"
    connection.sock.connect((ours, int(sys.argv[5])))
    body = json.dumps({"secret": sys.argv[4]})
    connection.request("POST", "/v1/session", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    return f"{answer.status} {'set-cookie' in answer.headers}"


print({"socket": lambda: ask(UnixWay), "signed": lambda: ask(SignedWay), "read": read,
       "write": write, "enter": enter, "enter from elsewhere": lambda: enter("127.0.0.2"),
       "enter by IPv6": lambda: enter(family=socket.AF_INET6)}[what]())
"""


@pytest.fixture(autouse=True)
def _root() -> None:
    if os.geteuid() == 0:
        return
    if os.environ.get("CI"):
        pytest.fail("these tests have to run, and so as root")
    pytest.skip("only root can become another user")


@contextmanager
def _open_to_all(context: Context, **api: object) -> Iterator[Served]:
    """The API in a folder whose parents everybody may enter, as /run is."""
    with tempfile.TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        with served(context, folder=Path(parent) / "run", **api) as running:
            yield running


def _as_stranger(api: Served, what: str, user: int = STRANGER, about: str | None = None) -> str:
    facts = (str(api.place.folder), str(user), what, about or own_name(), str(api.port))
    command = [sys.executable, "-c", _PROGRAM, *facts]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


def test_another_user_is_known_by_the_system_and_refused_with_the_groups_name(
    quiet: Context,
) -> None:
    with _open_to_all(quiet) as api:
        told = _as_stranger(api, "socket")
    assert told.startswith(Code.NOT_ALLOWED)
    assert quiet.settings.api.read_group in told


def test_another_user_who_signs_is_refused_in_the_same_words(quiet: Context) -> None:
    with _open_to_all(quiet) as api:
        told = _as_stranger(api, "signed")
    assert told.startswith(Code.NOT_ALLOWED)
    assert quiet.settings.api.read_group in told


def test_a_user_without_a_name_is_refused(quiet: Context) -> None:
    with _open_to_all(quiet) as api:
        assert _as_stranger(api, "socket", 3_999_999).startswith(Code.NOT_ALLOWED)


def test_a_user_in_the_group_may_read_and_not_change(quiet: Context) -> None:
    nobody = pwd.getpwuid(STRANGER)
    group = grp.getgrgid(nobody.pw_gid).gr_name
    with _open_to_all(quiet, read_group=group) as api:
        assert _as_stranger(api, "socket") == f"Caller(name={nobody.pw_name!r}, may_change=False)"
        assert _as_stranger(api, "signed") == f"Caller(name={nobody.pw_name!r}, may_change=False)"


def test_another_users_token_cannot_be_read(quiet: Context) -> None:
    with _open_to_all(quiet) as api:
        api.signing_client.status()
        assert api.place.token(own_name()).exists()
        assert _as_stranger(api, "read") == "PermissionError"


@pytest.mark.parametrize("way", ["enter", "enter from elsewhere", "enter by IPv6"])
def test_another_user_who_has_read_a_link_on_its_way_cannot_enter_by_it(
    quiet: Context, way: str
) -> None:
    with _open_to_all(quiet) as api:
        secret = api.client.page_link().rpartition("#")[2]
        assert _as_stranger(api, way, about=secret) == "410 False"


def test_another_user_cannot_put_anything_beside_the_address(quiet: Context) -> None:
    with _open_to_all(quiet) as api:
        assert _as_stranger(api, "write") == "['PermissionError', 'PermissionError']"


def test_a_folder_that_others_may_write_is_not_believed(quiet: Context) -> None:
    with _open_to_all(quiet) as api:
        api.place.folder.chmod(0o777)
        for way in ("socket", "signed"):
            assert _as_stranger(api, way).startswith(Code.NOT_THE_SERVICE)


def test_a_socket_of_another_than_the_folders_owner_is_not_believed(quiet: Context) -> None:
    """As if root had left the folder open for a moment."""
    with _open_to_all(quiet) as api:
        squatter = subprocess.Popen(
            [sys.executable, "-c", _SQUATTER, str(api.place.folder), str(STRANGER)],
            stdout=subprocess.PIPE,
        )
        try:
            assert squatter.stdout
            assert squatter.stdout.readline() == b"listening\n"
            told = _as_stranger(api, "socket")
        finally:
            squatter.kill()
            squatter.wait()
    assert told.startswith(Code.NOT_THE_SERVICE)


_SQUATTER = """
import os, socket, sys, time
folder = sys.argv[1]
os.unlink(folder + "/api.sock")
listener = socket.socket(socket.AF_UNIX)
listener.bind(folder + "/api.sock")
os.chmod(folder + "/api.sock", 0o666)
os.setuid(int(sys.argv[2]))
listener.listen()
print("listening", flush=True)
time.sleep(60)
"""
