"""What the page is made of: files without any data for everyone, a view for whoever may read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from scord.page.overview import overview

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

_STATIC = Path(__file__).parent / "static"

# Addresses that the tray, the command line and people's bookmarks may open: parts of one page.
PLACES = ("/", "/a-classer", "/scor", "/alertes")

_templates = Environment(
    loader=PackageLoader("scord.page"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page_routes() -> list[BaseRoute]:
    """For the API's application to serve. All but `/page/…` hold no data and need no session."""
    return [
        *(Route(place, _index) for place in PLACES),
        Route("/enter", _enter),
        Mount("/static", StaticFiles(directory=_STATIC)),
        Route("/page/overview", _overview),
    ]


async def _index(_request: Request) -> Response:
    return FileResponse(_STATIC / "index.html")


async def _enter(_request: Request) -> Response:
    return FileResponse(_STATIC / "enter.html")


async def _overview(request: Request) -> Response:
    language = "en" if request.headers.get("accept-language", "").startswith("en") else "fr"
    context = request.app.state.house.context

    def look() -> str:
        return _templates.get_template("overview.html").render(overview(context, language))

    return HTMLResponse(await run_in_threadpool(look))
