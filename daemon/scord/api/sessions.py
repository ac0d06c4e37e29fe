"""Who has opened the page: one-time links, and the sessions they were traded for.

A session needs two secrets: a cookie, which a browser also sends to other programs on this machine,
since cookies know no ports, and a key that the page alone keeps. All of them end with the service.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from datetime import datetime

    from scord.clock import Clock

LINK_SECONDS = 60.0
IDLE_SECONDS = 12 * 3600.0
LINKS = 20
SESSIONS = 50

# A path of ours and nothing that a browser could take for an address elsewhere.
_LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,500}")


class Entered(NamedTuple):
    """`cookie` and `key` are the two secrets of a new session, `path` where its page begins."""

    name: str
    path: str
    cookie: str
    key: str


@dataclass
class _Link:
    name: str
    path: str
    until: float  # monotonic


@dataclass
class _Session:
    name: str
    key: str  # hashed, like the names of both tables: what lies in memory opens nothing
    elapsed: float
    wall: datetime


_Owned = TypeVar("_Owned", _Link, _Session)


class Sessions:
    """Used by one thread: the API's."""

    def __init__(self, clock: Clock, port: int) -> None:
        self._clock = clock
        self.origin = f"http://127.0.0.1:{port}"
        self.cookie_name = f"scord-{port}"
        self._links: dict[str, _Link] = {}
        self._sessions: dict[str, _Session] = {}

    def link(self, name: str, path: str) -> str:
        """An address that opens the page at `path` for the user `name`, once, for 60 seconds.

        Raises ScordError REQUEST_INVALID for a path that leads elsewhere.
        """
        if not _LOCAL_PATH.fullmatch(path):
            raise ScordError(Code.REQUEST_INVALID, reason="path")
        now = self._clock.monotonic()
        self._links = {of: link for of, link in self._links.items() if link.until > now}
        _make_room(self._links, LINKS)
        secret = secrets.token_urlsafe(32)
        self._links[_hashed(secret)] = _Link(name, path, now + LINK_SECONDS)
        return f"{self.origin}/enter#{secret}"

    def enter(self, secret: str) -> Entered:
        """Trades a link's secret for a session. Raises LINK_SPENT."""
        link = self._links.pop(_hashed(secret), None)
        if link is None or link.until <= self._clock.monotonic():
            raise ScordError(Code.LINK_SPENT)
        self._sessions = {of: one for of, one in self._sessions.items() if self._lives(one)}
        _make_room(self._sessions, SESSIONS)
        cookie, key = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self._sessions[_hashed(cookie)] = _Session(
            link.name, _hashed(key), self._clock.monotonic(), self._clock.now()
        )
        return Entered(link.name, link.path, cookie, key)

    def who(self, cookie: str, key: str) -> str:
        """The user who has both secrets of a session. Raises WHO_UNKNOWN."""
        session = self._sessions.get(_hashed(cookie))
        if (
            session is None
            or not hmac.compare_digest(session.key, _hashed(key))
            or not self._lives(session)
        ):
            raise ScordError(Code.WHO_UNKNOWN)
        session.elapsed, session.wall = self._clock.monotonic(), self._clock.now()
        return session.name

    def end(self, cookie: str) -> None:
        self._sessions.pop(_hashed(cookie), None)

    def _lives(self, session: _Session) -> bool:
        """By both clocks: the monotonic one may stand still while the machine sleeps."""
        asleep = (self._clock.now() - session.wall).total_seconds()
        return max(asleep, self._clock.monotonic() - session.elapsed) < IDLE_SECONDS


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _make_room(owned: dict[str, _Owned], limit: int) -> None:
    """Where all places are taken, the oldest of whoever holds the most goes."""
    if len(owned) >= limit:
        ((greediest, _),) = Counter(one.name for one in owned.values()).most_common(1)
        del owned[next(of for of, one in owned.items() if one.name == greediest)]
