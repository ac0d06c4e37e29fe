"""Whether what lies in the service's folder is from the service: who owns it, who may write.

On POSIX. On Windows the service alone writes there by the rights it gives the folder.
"""

from __future__ import annotations

import os
import socket
import stat
import struct
from typing import TYPE_CHECKING, TypeVar

import msgspec

from scord_shared.errors import Code, ScordError
from scord_shared.places import Endpoint, Place, Token

if TYPE_CHECKING:
    from pathlib import Path

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OTHERS_ANY = stat.S_IRWXG | stat.S_IRWXO
_SIZE_MAX = 4_096
_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid: struct ucred of unix(7)

_Read = TypeVar("_Read", Endpoint, Token)


def folder_owner(folder: Path) -> int:
    """The user that the service must run as. Raises NOT_THE_SERVICE where others may write."""
    found = folder.stat()
    if os.name != "nt" and found.st_mode & _OTHERS_WRITE:
        raise ScordError(Code.NOT_THE_SERVICE, path=str(folder))
    return found.st_uid


def listens_rightly(connection: socket.socket, place: Place) -> None:
    """The one behind the Unix socket is the folder's owner. Raises NOT_THE_SERVICE."""
    answer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    if _CREDENTIALS.unpack(answer)[1] not in (0, folder_owner(place.folder)):
        raise ScordError(Code.NOT_THE_SERVICE, path=str(place.folder))


def endpoint_of(place: Place) -> Endpoint:
    """The address on loopback. Raises OSError, NOT_THE_SERVICE."""
    owner = folder_owner(place.folder)
    return _read(place.endpoint, Endpoint, (owner,), _OTHERS_WRITE)


def token_of(place: Place, user: str) -> str:
    """What `user`, who runs this program, shares with the service. Raises as endpoint_of does."""
    if folder_owner(place.tokens) != folder_owner(place.folder):
        raise ScordError(Code.NOT_THE_SERVICE, path=str(place.tokens))
    me = os.geteuid() if os.name != "nt" else 0
    return _read(place.token(user), Token, (me,), _OTHERS_ANY).token


def _read(path: Path, kind: type[_Read], owners: tuple[int, ...], forbidden: int) -> _Read:
    """A small JSON file that is a file, no link, of one of `owners`, without `forbidden` rights."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "rb") as source:
        about = os.fstat(handle)
        if os.name != "nt" and (about.st_uid not in owners or about.st_mode & forbidden):
            raise ScordError(Code.NOT_THE_SERVICE, path=str(path))
        try:
            return msgspec.json.decode(source.read(_SIZE_MAX), type=kind)
        except msgspec.MsgspecError as fault:
            raise ScordError(Code.NOT_THE_SERVICE, path=str(path)) from fault
