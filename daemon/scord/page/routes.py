"""What the page is made of: a shell and files without data, and views for whoever may read."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from scord.page.places import PLACES
from scord.page.render import render
from scord.page.visit import Visit

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from scord.page.places import Place

_STATIC = Path(__file__).parent / "static"


def page_routes() -> list[BaseRoute]:
    """For the API's application to serve. All but `/page/…` hold no data and need no session."""
    return [
        *(Route(place.path, partial(_file, "index.html")) for place in PLACES),
        Route("/enter", partial(_file, "enter.html")),
        Mount("/static", StaticFiles(directory=_STATIC)),
        *(Route(f"/page{place.path}", partial(_view, place)) for place in PLACES),
    ]


async def _file(name: str, _request: Request) -> Response:
    return FileResponse(_STATIC / name)


async def _view(place: Place, request: Request) -> Response:
    visit = Visit.of(request)
    rights = {"X-Scord-May-Change": "yes" if visit.caller.may_change else "no"}
    return HTMLResponse(await run_in_threadpool(render, place, visit), headers=rights)
