"""One connection: who is at its other end, room in the crowd, and no dawdling."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING, Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from scord.api.crowd import LOOPBACK

if TYPE_CHECKING:
    import asyncio

    from scord.api.crowd import Crowd

_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid: struct ucred of unix(7)
_GRACE_SECONDS = 1.0  # in which the guard can still answer in our form


class ApiProtocol(H11Protocol):
    """`scope["state"]` of its requests has `peer`, the user's number or None on TCP, and `due`, the
    loop's time by which the request has to be here whole.
    """

    def __init__(self, *arguments: Any, crowd: Crowd, seconds: float, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._crowd = crowd
        self._seconds = seconds
        self._who: int | str = LOOPBACK
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        peer = peer_user(transport.get_extra_info("socket"))
        self._who = LOOPBACK if peer is None else peer
        self.app_state = {**self.app_state, "peer": peer}
        super().connection_made(transport)
        if self._crowd.enter(self._who, self):
            self._expect()
        else:
            self._close(503)

    def connection_lost(self, exc: Exception | None) -> None:
        self._crowd.leave(self._who, self)
        self._expect_nothing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._deadline is None:
            self._expect()
        super().data_received(data)
        if not self._receiving:
            self._expect_nothing()

    def shutdown(self) -> None:
        """What has not come whole by now is not waited for."""
        if self._receiving:
            self.drop()
        else:
            super().shutdown()

    @property
    def served(self) -> bool:
        cycle = self.cycle
        return cycle is not None and not cycle.response_complete and not cycle.more_body

    def drop(self) -> None:
        self.transport.abort()

    @property
    def _receiving(self) -> bool:
        """A request has begun and is not here whole."""
        begun = self.conn.their_state is h11.IDLE and bool(self.conn.trailing_data[0])
        return begun or self.conn.their_state is h11.SEND_BODY

    def _expect(self) -> None:
        self.app_state["due"] = self.loop.time() + self._seconds
        wait = self._seconds + _GRACE_SECONDS
        self._deadline = self.loop.call_later(wait, self._close, 408)

    def _expect_nothing(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _close(self, status: int) -> None:
        if self.conn.our_state is h11.IDLE:
            headers = [(b"connection", b"close"), (b"content-length", b"0")]
            answer = h11.Response(status_code=status, headers=headers, reason=b"")
            self.transport.write(self.conn.send(answer) or b"")
        self.transport.close()


def peer_user(connection: socket.socket) -> int | None:
    """The number of the user who connected, by the word of the system; None on TCP."""
    if connection.family != getattr(socket, "AF_UNIX", None):
        return None
    answer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    uid: int = _CREDENTIALS.unpack(answer)[1]
    return uid
