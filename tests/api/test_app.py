"""How the application answers what goes wrong, in one form and without a word too many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.api.serving import JSON, Served, served
from tests.practice import until

from scord.api.app import build
from scord.store.states import ScanState
from scord.store.tables import Scan
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context

NAME = "DUPONT-PATIENT"


def test_a_path_that_is_not_there_is_told_in_our_form(api: Served) -> None:
    told = api.as_user("GET", "/v1/nothing")
    assert told.status == 404
    assert set(told.json) == {"code", "title", "advice", "facts"}
    assert told.code == Code.NOT_THERE


def test_a_method_that_is_not_there_says_which_are(api: Served) -> None:
    told = api.as_user("DELETE", "/v1/status", JSON)
    assert (told.status, told.code) == (405, Code.REQUEST_INVALID)
    assert told.headers["allow"] == "GET"


@pytest.mark.parametrize(
    "body",
    [
        f'{{"path": ["{NAME}"]}}',
        f'{{"path": "/", "nir": "{NAME}"}}',
        f'{{"{NAME}',
        f'"{NAME}"',
        f'{{"path": "/{NAME} "}}',
    ],
)
def test_what_is_invalid_is_named_by_its_place_and_never_told_back(
    api: Served, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    told = api.as_user("POST", "/v1/page-link", JSON, body.encode())
    assert (told.status, told.code) == (422, Code.REQUEST_INVALID)
    assert told.json["facts"]["reason"]
    assert NAME.encode() not in told.body
    assert NAME not in caplog.text


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        (None, "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("de-DE, fr;q=0.5", "fr"),
        ("de", "fr"),
        ("", "fr"),
    ],
)
def test_a_fault_is_told_in_the_language_of_who_asks(
    api: Served, asked: str | None, language: str
) -> None:
    headers = {"Accept-Language": asked} if asked is not None else {}
    told = api.as_user("GET", "/v1/nothing", headers)
    assert told.json["title"].startswith("There is" if language == "en" else "Rien")


def test_the_settings_language_is_the_usual_one(quiet: Context, tmp_path: Path) -> None:
    settings = quiet.settings.model_copy(update={"language": "en"})
    with served(replace(quiet, settings=settings), folder=tmp_path / "run") as api:
        assert api.as_user("GET", "/v1/nothing").json["title"].startswith("There is")
        assert api.over_tcp("GET", "/v1/status").json["title"].startswith("Scord does")


def test_an_unforeseen_fault_tells_nothing_to_who_asks_and_no_name_to_the_log(
    api: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Any:
        raise RuntimeError(NAME)

    monkeypatch.setattr(api.house.board, "_position", broken)
    told = api.as_user("GET", "/v1/status")
    assert (told.status, told.code) == (500, Code.INTERNAL)
    assert told.json["facts"] == {}
    assert NAME.encode() not in told.body
    assert b"RuntimeError" not in told.body
    until(lambda: "RuntimeError" in caplog.text, "the log")  # written after the answer
    assert NAME not in caplog.text
    monkeypatch.undo()
    assert api.as_user("GET", "/v1/status").status == 200


def test_a_fault_of_ours_keeps_its_code_and_facts(
    api: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> Any:
        raise ScordError(Code.STORE_BUSY, path="/state")

    monkeypatch.setattr(api.house.board, "_position", busy)
    told = api.as_user("GET", "/v1/status")
    assert (told.status, told.code) == (503, Code.STORE_BUSY)
    assert told.json["facts"] == {"path": "/state"}


def test_html_in_a_name_stays_json(api: Served, quiet: Context) -> None:
    name = "<script>alert(1)</script>.pdf"
    Scan.create(
        claim="1",
        folder="scanner",
        name=name,
        sha256="0" * 64,
        size=1,
        mtime_ns=1,
        first_seen_at=quiet.clock.now(),
        taken_at=quiet.clock.now(),
        state=ScanState.REFUSED,
    )
    told = api.as_user("GET", "/v1/scans")
    assert told.headers["content-type"] == "application/json"
    assert told.headers["x-content-type-options"] == "nosniff"
    assert told.json["items"][0]["name"] == name


def test_the_description_of_the_api_is_for_those_who_may_read(api: Served) -> None:
    told = api.as_user("GET", "/v1/openapi.json")
    assert "/v1/status" in told.json["paths"]


def test_nothing_of_a_request_is_reported_elsewhere(
    api: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    telemetry = build(api.house, tokens=None)._telemetry  # type: ignore[arg-type]
    wanted = ("tracing", "metrics", "logs", "auto_configure")
    assert not any(telemetry[name] for name in wanted)
