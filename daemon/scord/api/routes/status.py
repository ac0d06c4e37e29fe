"""How things stand: asked once, waited for, or as a stream for the page."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

import scord
from scord.actions.status import status as look
from scord.api.board import Seen
from scord.api.house import House, InHouse, Reader
from scord.store.sight import hidden
from scord_shared.status import API_VERSION, OLDEST_API, Caller, ServiceStatus, Versions

WAIT_MAX_SECONDS = 30.0
KEEP_ALIVE_SECONDS = 15.0

router = APIRouter(tags=["status"])


@router.get("/status", response_model=ServiceStatus)
async def status(
    request: Request,
    house: InHouse,
    caller: Reader,
    since: Annotated[int | None, Query(description="The revision that you know.")] = None,
    instance: Annotated[str | None, Query(description="The instance that you know.")] = None,
    wait: Annotated[
        float,
        Query(ge=0, le=WAIT_MAX_SECONDS, description="Seconds to wait for a newer revision."),
    ] = 0.0,
) -> Response:
    """How things stand. With `since` and `wait`, the answer comes as soon as there is news."""
    known = since is not None and instance in (None, house.instance)
    if known and wait:
        seen = await _unless_gone(request, house, since or 0, wait)
    else:
        seen = await house.board.seen()
    return Response(await _encoded(house, caller, seen), media_type="application/json")


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def events(house: InHouse, caller: Reader) -> StreamingResponse:
    """The same as a stream of events `status`, one now and one at each change."""
    return StreamingResponse(_stream(house, caller), media_type="text/event-stream")


async def _unless_gone(request: Request, house: House, since: int, wait: float) -> Seen:
    """Waits for news, but not for a client who has left: it would hold one of its places."""
    news = asyncio.ensure_future(house.board.beyond(since, wait))
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((news, gone), return_when=asyncio.FIRST_COMPLETED)
        return await (news if news.done() else house.board.seen())
    finally:
        news.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _stream(house: House, caller: Caller) -> AsyncIterator[bytes]:
    seen, cards = await house.board.seen(), house.context.cards()
    yield await _event(house, caller, seen)
    while not house.board.closed:
        later = await house.board.beyond(seen.revision, KEEP_ALIVE_SECONDS)
        news = (later.revision, house.context.cards()) != (seen.revision, cards)
        yield await _event(house, caller, later) if news else b": \n\n"
        seen, cards = later, house.context.cards()


async def _event(house: House, caller: Caller, seen: Seen) -> bytes:
    told = await _encoded(house, caller, seen)
    return b"event: status\nid: %d\ndata: %b\n\n" % (seen.revision, told)


async def _encoded(house: House, caller: Caller, seen: Seen) -> bytes:
    """The board's status is for those who see everything."""
    shown = await run_in_threadpool(look, house.context) if hidden() else seen.status
    return msgspec.json.encode(
        ServiceStatus(
            version=scord.__version__,
            api=Versions(oldest=OLDEST_API, newest=API_VERSION),
            instance=house.instance,
            revision=seen.revision,
            at=house.context.clock.now(),
            you=caller,
            status=shown,
            cards=house.context.cards(),
        )
    )
