"""Where the service is met on this machine: the folder of its address, and what stands in it."""

from __future__ import annotations

import getpass
import hashlib
import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import site_config_path

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVIRONMENT = (
    "SCORD_API__FOLDER"  # the setting api.folder by its own name, so that both sides agree
)
SOCKET_PATH_MAX = 107  # bytes of a Unix socket's path: sun_path has 108 with the closing NUL


@dataclass(frozen=True)
class Place:
    """`folder` is readable to all and written by the service alone, which is why it is trusted."""

    folder: Path

    @property
    def socket(self) -> Path:
        """The Unix socket; not on Windows."""
        return self.folder / "api.sock"

    @property
    def endpoint(self) -> Path:
        """The JSON file of an Endpoint."""
        return self.folder / "endpoint.json"

    @property
    def tokens(self) -> Path:
        return self.folder / "tokens"

    def token(self, user: str) -> Path:
        """The file that only `user` and the service can read; a user's name may hold any sign."""
        return self.tokens / f"{hashlib.sha256(user.encode()).hexdigest()[:32]}.json"


@dataclass(frozen=True)
class Endpoint:
    """The service's address on loopback TCP; `instance` is new at each start, `api` the version."""

    port: int
    instance: str
    api: int
    pid: int


@dataclass(frozen=True)
class Token:
    """What `user` and the service of `instance` both know, and never send."""

    user: str
    instance: str
    token: str


def system_folder() -> Path:
    """Where the address of an installed service stands."""
    if os.name == "nt":
        return site_config_path("scord", appauthor=False) / "run"
    return Path("/run/scord")


def client_folder() -> Path:
    """Where a program looks for the service that was told no other place."""
    named = os.environ.get(ENVIRONMENT)
    return Path(named) if named else system_folder()


def own_name() -> str:
    """The user that this program runs as; on Windows with the domain before it."""
    if os.name == "nt":
        domain = os.environ.get("USERDOMAIN")
        return f"{domain}\\{getpass.getuser()}" if domain else getpass.getuser()
    import pwd  # noqa: PLC0415 -- not on Windows

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


@contextmanager
def reachable(socket: Path) -> Iterator[str]:
    """An address for bind or connect that is short enough, however long the path of `socket` is."""
    if len(os.fsencode(socket)) <= SOCKET_PATH_MAX:
        yield str(socket)
        return
    folder = os.open(socket.parent, getattr(os, "O_PATH", os.O_RDONLY))
    try:
        yield f"/proc/self/fd/{folder}/{socket.name}"
    finally:
        os.close(folder)
