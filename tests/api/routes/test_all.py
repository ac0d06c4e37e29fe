"""What holds for every route: who may, which numbers, how pages follow, how many queries."""

from __future__ import annotations

import base64
import logging
import re
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from tests.api.filled import ARMED, fill
from tests.forms.forms import png, signed

from scord.api.routes import ROUTERS
from scord.store.tables import TABLES, JournalEntry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.routes.asking import Asker
    from tests.lots.practice import Practice

    from scord.store.tables import Row

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds

# How one gets in, and what has no end: told of in the tests of the API itself.
_NOT_MINE = {"/v1/status", "/v1/events", "/v1/page-link", "/v1/session", "/v1/hello"}
_ABOUT_ONESELF = {"/v1/alerts/claim", "/v1/alerts/{alert}/delivered"}


def described() -> dict[str, Any]:
    app = FastAPI()
    for router in ROUTERS:
        app.include_router(router, prefix="/v1")
    paths: dict[str, Any] = app.openapi()["paths"]
    return {path: told for path, told in paths.items() if path not in _NOT_MINE}


PATHS = described()
CHANGES = sorted(path for path, told in PATHS.items() if "post" in told)
LISTS = sorted(
    path
    for path, told in PATHS.items()
    if "after" in {one["name"] for one in told.get("get", {}).get("parameters", ())}
)
NUMBERED = sorted(path for path in PATHS if "{" in path)
SIGNATURE = base64.b64encode(png(signed())).decode()
BODIES: dict[str, Any] = {
    "file": {"invoice": 1, "document_type": "ORDN"},
    "settle": {"positive": True},
    "assign": {"fse_lot": 1},
    "prescribe": {"reference": "ORD-1"},
    "correct": {"invoice": {"mode": "degrade"}},
    "say": {"verdict": "transmitted"},
    "form": {"patient": "absent"},
    "signature": {"on_forms": True, "picture": SIGNATURE},
}


def numbered(path: str, number: object) -> str:
    return re.sub(r"\{\w+\}", str(number), path)


def body_of(path: str) -> Any:
    return BODIES.get(path.rpartition("/")[2])


def ask_with(ask: Asker, path: str, number: object) -> Any:
    where = numbered(path, number)
    return ask.post(where, body_of(path)) if path in CHANGES else ask.get(where)


def everything() -> dict[type[Row], list[Any]]:
    return {table: list(table.select().order_by(table.id).tuples()) for table in TABLES}


def test_there_is_something_to_test() -> None:
    assert len(CHANGES) > 20
    assert len(LISTS) > 10
    assert len(NUMBERED) > 20


@pytest.mark.parametrize("path", [path for path in CHANGES if path not in _ABOUT_ONESELF])
def test_whoever_may_only_read_changes_nothing(ask: Asker, practice: Practice, path: str) -> None:
    practice.ready()
    before = everything()
    answer = ask.reader().post(numbered(path, 1), body_of(path))
    assert (answer.status, answer.code) == (403, "api.not-allowed")
    assert answer.json["facts"] == {"name": "Lise", "group": "scord-gestion"}
    assert everything() == before


@pytest.mark.parametrize("path", NUMBERED)
def test_what_is_no_number_is_refused(ask: Asker, path: str) -> None:
    for number in (0, -1, 2**63, 2**64, "1.5", "x", "\0"):
        answer = ask_with(ask, path, number)
        assert (answer.status, answer.code) == (422, "api.request-invalid"), number


@pytest.mark.parametrize("path", NUMBERED)
def test_a_number_of_nothing_is_not_there(ask: Asker, path: str) -> None:
    for number in (99, 2**63 - 1):
        answer = ask_with(ask, path, number)
        assert answer.status == 404
        assert answer.code in {"api.not-there", "invoice.unknown", "document.unknown"}


@pytest.mark.slow
def test_pages_show_every_row_once_the_newest_first(ask: Asker, practice: Practice) -> None:
    fill(practice)
    for path in LISTS:
        where = numbered(path, ARMED)
        whole = ask.get(where, limit=200)
        assert whole.json["next"] is None
        numbers = [item["id"] for item in whole.json["items"]]
        assert numbers == sorted(numbers, reverse=True)
        assert len(numbers) > 1, f"there is something to turn pages of: {path}"
        assert list(walk(ask, where)) == whole.json["items"], path


def walk(ask: Asker, where: str) -> Iterator[Any]:
    page = ask.get(where, limit=1).json
    while True:
        assert len(page["items"]) <= 1
        yield from page["items"]
        if page["next"] is None:
            return
        page = ask.get(where, limit=1, after=page["next"]).json


@pytest.mark.parametrize("path", LISTS)
def test_a_page_out_of_bounds_is_refused(ask: Asker, path: str) -> None:
    for name, value in (("limit", 0), ("limit", 201), ("after", 0), ("after", 2**63)):
        answer = ask.get(numbered(path, 1), **{name: value})
        assert (answer.status, answer.code) == (422, "api.request-invalid"), name


@pytest.mark.slow
def test_a_long_page_costs_no_more_queries_than_a_short_one(
    ask: Asker, practice: Practice, caplog: pytest.LogCaptureFixture
) -> None:
    fill(practice)

    def queries(path: str, limit: int) -> int:
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="peewee"):
            assert ask.get(numbered(path, ARMED), limit=limit).status == 200
        return sum(record.name == "peewee" for record in caplog.records)

    for path in LISTS:
        assert 1 <= queries(path, 200) == queries(path, 1) <= 5, path


@pytest.mark.slow
def test_what_is_only_looked_at_writes_nothing(ask: Asker, practice: Practice) -> None:
    fill(practice)
    before = JournalEntry.select().count()
    for path, told in PATHS.items():
        if "get" in told:
            assert ask.get(numbered(path, 1)).status == 200, path
    assert JournalEntry.select().count() == before
