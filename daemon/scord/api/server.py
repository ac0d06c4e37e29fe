"""Runs the API beside the engine: one thread with an event loop of its own."""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import uvicorn

from scord.actions.status import status
from scord.api import endpoint
from scord.api.app import build
from scord.api.board import Board, Position
from scord.api.callers import Callers
from scord.api.crowd import Crowd
from scord.api.guard import Doors, Guard
from scord.api.house import House
from scord.api.protocol import ApiProtocol
from scord.api.pulse import Pulse
from scord.api.sessions import Sessions
from scord.api.signed import SignedCalls
from scord.api.tokens import Tokens
from scord.lots import standing
from scord.store import journal
from scord.store.database import close_store
from scord.store.sight import everything
from scord_shared.errors import describe

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

    from scord.store.context import Context
    from scord_shared.status import Status

log = logging.getLogger(__name__)

START_SECONDS = 30.0  # a machine may be busy
STOP_SECONDS = 3.0
_FINISH_SECONDS = 1  # for answers under way at the end


@contextmanager
def serve(context: Context, wake: Callable[[], None]) -> Iterator[House]:
    """The API, answering while the block lasts; the house's board may be told of changes.

    `wake` lets the engine look at once. Raises ScordError ADDRESS_UNFIT where it cannot listen.
    """
    place = endpoint.place_of(context.settings)
    instance = secrets.token_hex(8)
    with ExitStack() as held:
        held.enter_context(endpoint.claimed(place))
        sockets = held.enter_context(endpoint.listening(place))
        with endpoint.unfit(place):
            tokens = Tokens(place, instance)
        held.callback(tokens.withdraw)
        port = sockets[0].getsockname()[1]
        board = Board(
            position=_position,
            look=lambda: _look(house.context),
            wake=wake,
            now=context.clock.now,
        )
        sessions, pulse = Sessions(context.clock, port), Pulse(context.clock)
        house = House(context, instance, board, sessions, wake, pulse)
        server = _Server(house, tokens, port)
        held.callback(server.stop)
        with endpoint.unfit(place):
            server.start(sockets)
        held.enter_context(endpoint.published(place, port, instance))
        log.info("the API listens in %s", place.folder)
        yield house


# Whoever asks first, the board is for all; what one of them may not see, the route leaves out.


def _position() -> Position:
    with everything():
        return Position(revision=standing.position(), latest=journal.end())


def _look(context: Context) -> Status:
    with everything():
        return status(context)


class _Server(uvicorn.Server):
    def __init__(self, house: House, tokens: Tokens, port: int) -> None:
        settings, clock = house.context.settings, house.context.clock
        doors = Doors(Callers(settings.api, clock), SignedCalls(tokens, clock), house.sessions)
        hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        protocol = partial(ApiProtocol, crowd=Crowd(), seconds=settings.api.request_seconds)
        super().__init__(
            uvicorn.Config(
                Guard(build(house, tokens), settings, doors, hosts),
                http=cast("Any", protocol),
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,  # a query may hold a number that names a person
                proxy_headers=False,
                server_header=False,
                date_header=False,
                timeout_graceful_shutdown=_FINISH_SECONDS,
            )
        )
        self._board = house.board
        self._pulse = house.pulse
        self._listening = threading.Event()
        self._over = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._fault: Exception | None = None

    def start(self, sockets: list[socket.socket]) -> None:
        """Returns once it answers. Raises OSError where it does not come to that."""
        self._thread = threading.Thread(target=self._live, args=(sockets,), name="api")
        self._thread.start()
        self._listening.wait(START_SECONDS)
        if not self.started:
            raise OSError(type(self._fault).__name__) from self._fault

    def stop(self) -> None:
        """Sends home who waits, and returns within STOP_SECONDS."""
        if self._loop and self._thread and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._end)
            self._thread.join(STOP_SECONDS)

    async def main_loop(self) -> None:
        """Instead of waking ten times a second, as the base class does."""
        self._loop = asyncio.get_running_loop()
        self._pulse.attach(self._loop)
        self._listening.set()
        await self._over.wait()

    def _live(self, sockets: list[socket.socket]) -> None:
        try:
            asyncio.run(self.serve(sockets))
        except Exception as fault:  # noqa: BLE001 -- the engine goes on; the log says why
            log.error("the API ended: %s", describe(fault))  # noqa: TRY400 -- may hold a name
            self._fault = fault
        finally:
            close_store()  # this thread's connection
            self._listening.set()

    def _end(self) -> None:
        self._board.close()
        self._over.set()
