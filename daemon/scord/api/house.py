"""What every route may use: the store's context, the engine's wake, who asks.

A route that touches the store is a plain `def`: it runs on a worker thread, whose connection opens
by itself at the first query and closes with the thread. What a route shares with others (board,
sessions) is touched in `async def` only, on the loop's one thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from scord.api.faults import language_of
from scord.store.context import Context
from scord_shared.errors import Code, ScordError
from scord_shared.status import Caller

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord.api.board import Board
    from scord.api.pulse import Pulse
    from scord.api.sessions import Sessions


@dataclass
class House:
    """`instance` is new at each start of the service; `wake` lets the engine look at once. The
    engine alone puts another `context` here, when settings have changed.
    """

    context: Context
    instance: str
    board: Board
    sessions: Sessions
    wake: Callable[[], None]
    pulse: Pulse


# The dependencies are coroutines, because FastAPI sends any other through a thread of its own.


async def _house(request: Request) -> House:
    house: House = request.app.state.house
    return house


async def _reader(request: Request) -> Caller:
    """Who asks; the guard has let nobody in who may not read."""
    caller: Caller = request.scope["caller"]
    return caller


async def _store(house: Annotated[House, Depends(_house)]) -> Context:
    return house.context


async def _language(request: Request, context: Annotated[Context, Depends(_store)]) -> str:
    """In which language an answer that holds text is to be."""
    return language_of(request.headers, context.settings.language)


async def _changer(
    caller: Annotated[Caller, Depends(_reader)], house: Annotated[House, Depends(_house)]
) -> Caller:
    """Raises ScordError NOT_ALLOWED for those who may only read."""
    if not caller.may_change:
        group = house.context.settings.api.change_group
        raise ScordError(Code.NOT_ALLOWED, name=caller.name, group=group)
    return caller


InHouse = Annotated[House, Depends(_house)]
Reader = Annotated[Caller, Depends(_reader)]
Changer = Annotated[Caller, Depends(_changer)]
Store = Annotated[Context, Depends(_store)]
Language = Annotated[str, Depends(_language)]
