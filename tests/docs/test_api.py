"""docs/api.md lists exactly the routes that there are, and the filters of each list."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from scord.api.routes import ROUTERS

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
_ROUTE = re.compile(r"`(GET|POST|DELETE) (/v1/[\w/{}.-]+)")
_PAGING = {"after", "limit"}


def routes() -> dict[tuple[str, str], dict[str, Any]]:
    app = FastAPI(openapi_url="/v1/openapi.json")
    for router in ROUTERS:
        app.include_router(router, prefix="/v1")
    return {
        (method.upper(), path): told
        for path, methods in app.openapi()["paths"].items()
        for method, told in methods.items()
    }


def plain(path: str) -> str:
    """Numbers are called by what they are of in the code, and `id` on the page."""
    return re.sub(r"(?<!parts/)(?<!pages/)\{\w+\}", "{id}", path)


def test_the_page_lists_exactly_the_routes_that_there_are() -> None:
    listed = {(method, path) for method, path in _ROUTE.findall(PAGE)}
    there = {(method, plain(path)) for method, path in routes()}
    assert listed == there | {("GET", "/v1/openapi.json")}


def test_the_page_lists_exactly_the_filters_of_each_list() -> None:
    told = {}
    for line in PAGE.split("## What can be asked\n")[1].split("\n## ")[0].splitlines():
        cells = line.split("|")
        if line.startswith("| `GET"):
            told[_ROUTE.findall(cells[1])[0][1]] = set(re.findall(r"`(\w+)`", cells[2])) - {"inbox"}
    there = {
        path: {one["name"] for one in about["parameters"]} - _PAGING
        for (method, path), about in routes().items()
        if method == "GET" and {one["name"] for one in about.get("parameters", ())} >= _PAGING
    }
    there.pop("/v1/invoices/{invoice}/history")
    assert told == there
