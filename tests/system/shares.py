"""What a multifunction device delivers to: a real SMB server and a real FTP server, on loopback."""

from __future__ import annotations

import ftplib
import os
import select
import socket
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import ThreadedFTPServer
from tests.practice import until
from tests.system.processes import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

USER, PASSWORD = "root", "copieur"  # smbd knows only accounts that the system has
_SMB = """\
[global]
 server role = standalone server
 interfaces = 127.0.0.1
 bind interfaces only = yes
 smb ports = {port}
 disable netbios = yes
 passdb backend = tdbsam:{private}/passdb.tdb
 log file = {private}/log
 load printers = no
 printcap name = /dev/null
 disable spoolss = yes
 smb2 max write = 65536
 private dir = {private}
 lock directory = {private}
 state directory = {private}
 cache directory = {private}
 pid directory = {private}
 ncalrpc dir = {private}/rpc
[scans]
 path = {folder}
 read only = no
 create mask = 0660
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass(frozen=True)
class Smb:
    """What a device does on the share "scans"; the client is Samba's own."""

    port: int
    config: Path

    def does(self, orders: str) -> None:
        """One session: orders of smbclient, such as `put a b; rename b c`."""
        done = subprocess.run(self._client(orders), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def puts_and_dies(self, path: Path, name: str, after: int, come: Callable[[], object]) -> None:
        """The line is cut once the device has sent that many bytes and `come` says that some of
        them are in the folder: of what is on its way, the server drops what it likes.
        """
        with socket.create_server(("127.0.0.1", 0)) as door:
            cutter = threading.Thread(target=_relay, args=(door, self.port, after, come))
            cutter.start()
            command = self._client(f"put {path} {name}", door.getsockname()[1])
            done = subprocess.run(command, capture_output=True, check=False)
            cutter.join()
        assert done.returncode != 0

    def _client(self, orders: str, port: int | None = None) -> list[str]:
        server = ["smbclient", "//127.0.0.1/scans", "-p", str(port or self.port)]
        return [*server, "-s", str(self.config), "-U", f"{USER}%{PASSWORD}", "-c", orders]


def _relay(door: socket.socket, port: int, after: int, come: Callable[[], object]) -> None:
    """One connection: no more than `after` bytes of the client, and then silence until `come`."""
    client, _ = door.accept()
    with client, socket.create_connection(("127.0.0.1", port)) as server:
        while after > 0:
            for end in select.select([client, server], [], [])[0]:
                data = end.recv(1 << 14)
                (server if end is client else client).sendall(data)
                after -= len(data) if end is client else 0
        until(come, "a part with the server")


@contextmanager
def smb(folder: Path, private: Path) -> Iterator[Smb]:
    (private / "rpc").mkdir(parents=True)
    server = Smb(free_port(), private / "smb.conf")
    text = _SMB.format(port=server.port, private=private, folder=folder)
    server.config.write_text(text, "utf-8")
    subprocess.run(
        ["smbpasswd", "-c", server.config, "-s", "-a", USER],
        input=f"{PASSWORD}\n{PASSWORD}\n".encode(),
        capture_output=True,
        check=True,
    )
    daemon = ("smbd", "--foreground", "--no-process-group", "--configfile", server.config)
    with running(*daemon, env=dict(os.environ)):
        until(lambda: _listens(server.port), "the SMB server")
        yield server


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass(frozen=True)
class Ftp:
    """What a device does by FTP; the client is Python's own."""

    port: int

    @contextmanager
    def session(self) -> Iterator[ftplib.FTP]:
        with ftplib.FTP() as client:  # noqa: S321 -- what old devices speak
            client.connect("127.0.0.1", self.port, timeout=10)
            client.login(USER, PASSWORD)
            yield client


@contextmanager
def ftp(folder: Path) -> Iterator[Ftp]:
    accounts = DummyAuthorizer()
    accounts.add_user(USER, PASSWORD, str(folder), perm="elradfmw")
    handler = type("Handler", (FTPHandler,), {"authorizer": accounts})
    server = ThreadedFTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"timeout": 0.1})
    thread.start()
    try:
        yield Ftp(server.address[1])
    finally:
        server.close_all()
        thread.join()


@contextmanager
def mounted(shared: Path, here: Path) -> Iterator[None]:
    """`shared` as a mount: what is written to it elsewhere sends no event here, as on a share."""
    here.mkdir(parents=True, exist_ok=True)
    subprocess.run(["bindfs", shared, here], check=True)
    try:
        yield
    finally:
        subprocess.run(["fusermount3", "-u", "-z", here], check=True)
