"""What a request must be like before anybody asks whose it is. Each raises the fault it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.page.places import is_place
from scord_shared.errors import Code, ScordError
from scord_shared.signing import HELLO
from scord_shared.status import API_VERSION, OLDEST_API

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Scope

SOCKET_HOST = "scord"  # the Host of requests over the Unix socket
OPEN_BODY_BYTES = 4_096
VERSION = "x-scord-api"

# Open to everyone who reaches the port: files without data, and the two ways to prove who one is.
_ENTRANCE = "/enter"
_FILES_BELOW = "/static/"
_PROOFS = frozenset({"/v1/session", HELLO})
_STREAMS = frozenset({"/v1/events"})

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
# A page of another site cannot send these without asking first, and it is never answered yes.
_BODY_KINDS = frozenset({"application/json", "application/octet-stream"})


def same_version(headers: Mapping[str, str]) -> None:
    """The client says which version it speaks; one that says nothing speaks ours."""
    theirs = headers.get(VERSION, str(API_VERSION))
    if not theirs.isascii() or not theirs.isdecimal() or int(theirs[:9]) < OLDEST_API:
        raise ScordError(Code.UPDATE_NEEDED, ours=theirs[:9], theirs=API_VERSION)


def from_here(headers: Mapping[str, str], hosts: frozenset[str] | None) -> None:
    """Against pages of other sites: `hosts` are ours on TCP, None on the Unix socket."""
    if headers.get("host") not in (hosts or {SOCKET_HOST}):
        raise ScordError(Code.REQUEST_REFUSED, reason="Host")
    origin = headers.get("origin")
    if origin is not None and origin not in {f"http://{host}" for host in hosts or ()}:
        raise ScordError(Code.REQUEST_REFUSED, reason="Origin")
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise ScordError(Code.REQUEST_REFUSED, reason="Sec-Fetch-Site")


def kind_of_body(method: str, headers: Mapping[str, str]) -> None:
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if method not in _READING and kind not in _BODY_KINDS:
        raise ScordError(Code.REQUEST_INVALID, reason="Content-Type")


def announced_size(headers: Mapping[str, str], limit: int) -> None:
    """Of the body, before a byte of it is read; what comes is counted as well."""
    size = headers.get("content-length", "0")
    if not size.isdecimal() or len(size) > len(str(limit)) or int(size) > limit:
        raise ScordError(Code.REQUEST_TOO_LARGE, limit=limit)


def signable(path: str) -> None:
    """A signature covers a whole answer; a stream has no end."""
    if path in _STREAMS:
        raise ScordError(Code.REQUEST_INVALID, reason=path)


def is_open(method: str, path: str) -> bool:
    """Whether a request needs no identity."""
    if method in _READING:
        return path == _ENTRANCE or path.startswith(_FILES_BELOW) or is_place(path)
    return method == "POST" and path in _PROOFS


def target(scope: Scope) -> str:
    """Path and query as they were sent."""
    path, query = scope["raw_path"].decode("ascii"), scope["query_string"].decode("ascii")
    return f"{path}?{query}" if query else path
