"""The service's address on this machine: its folder, its sockets, the file that tells the port."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec
from filelock import FileLock, Timeout

from scord.api import rights
from scord.settings import Settings
from scord.store.files import write_whole
from scord_shared.errors import Code, ScordError
from scord_shared.places import Endpoint, Place, reachable, system_folder
from scord_shared.status import API_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

_BACKLOG = 128


def place_of(settings: Settings) -> Place:
    """Where the service with these settings is met."""
    at_home = settings.state_dir / "run"
    usual = Settings.model_fields["state_dir"].get_default(call_default_factory=True)
    own = at_home if settings.state_dir != usual else system_folder()
    return Place(settings.api.folder or own)


@contextmanager
def claimed(place: Place) -> Iterator[None]:
    """Makes the folder and holds it, so that no second service takes the address.

    Raises ScordError ADDRESS_UNFIT.
    """
    with unfit(place):
        rights.own_folder(place.folder)
        lock = FileLock(place.folder / "api.lock", timeout=0, mode=0o600)
        try:
            lock.acquire()
        except Timeout as fault:
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE)) from fault
    try:
        yield
    finally:
        lock.release()


@contextmanager
def listening(place: Place) -> Iterator[list[socket.socket]]:
    """The open sockets, loopback TCP first. Raises ScordError ADDRESS_UNFIT."""
    opened: list[socket.socket] = []
    try:
        with unfit(place):
            opened.append(_loopback())
            if hasattr(socket, "AF_UNIX"):
                opened.append(_unix(place))
        yield opened
    finally:
        for one in opened:
            one.close()
        if hasattr(socket, "AF_UNIX"):
            place.socket.unlink(missing_ok=True)


@contextmanager
def published(place: Place, port: int, instance: str) -> Iterator[None]:
    """Tells everyone the port while the block lasts. Raises ScordError ADDRESS_UNFIT."""
    told = Endpoint(port=port, instance=instance, api=API_VERSION, pid=os.getpid())
    with unfit(place):
        write_whole(place.endpoint, msgspec.json.encode(told))
        place.endpoint.chmod(0o644)  # whatever the umask
    try:
        yield
    finally:
        place.endpoint.unlink(missing_ok=True)


@contextmanager
def unfit(place: Place) -> Iterator[None]:
    """The system's refusals as ADDRESS_UNFIT."""
    try:
        yield
    except OSError as fault:
        raise ScordError(
            Code.ADDRESS_UNFIT, path=str(place.folder), reason=fault.strerror or str(fault)
        ) from fault


def _loopback() -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows would let another take the port as well
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    return _bound(listener, ("127.0.0.1", 0))


def _unix(place: Place) -> socket.socket:
    """What a service that crashed left behind is replaced: only we hold the folder."""
    place.socket.unlink(missing_ok=True)
    with reachable(place.socket) as address:
        listener = _bound(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), address)
    place.socket.chmod(0o666)  # who asks is told by the system; see callers.py
    return listener


def _bound(listener: socket.socket, address: str | tuple[str, int]) -> socket.socket:
    try:
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener
