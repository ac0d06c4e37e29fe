"""The page over the real API: what is open, what needs a session, and that names stay text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from markupsafe import escape
from tests.lots.practice import Practice

from scord.page.places import PLACES
from scord.store.states import DocumentState

if TYPE_CHECKING:
    from tests.api.serving import Served

    from scord.page.places import Place
    from scord.store.context import Context

HOSTILE = "<img src=x onerror=alert(1)>.pdf"


PATHS = tuple(place.path.replace("{invoice}", "7").replace("{lot}", "3") for place in PLACES)

LISTS = [place for place in PLACES if "{" not in place.path]


@pytest.mark.parametrize("path", [*PATHS, "/enter", "/static/js/page.js", "/static/css/base.css"])
def test_what_holds_no_data_is_open_under_a_strict_policy(api: Served, path: str) -> None:
    told = api.over_tcp("GET", path)
    assert told.status == 200
    policy = told.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", PATHS)
def test_every_view_needs_a_session(api: Served, path: str) -> None:
    told = api.over_tcp("GET", f"/page{path}")
    assert (told.status, told.code) == (401, "api.who-unknown")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("place", LISTS, ids=lambda one: one.path)
def test_an_empty_store_has_every_view_in_both_languages(
    api: Served, place: Place, language: str
) -> None:
    told = api.over_tcp("GET", f"/page{place.path}", api.session() | {"Accept-Language": language})
    assert told.status == 200
    assert f'data-title="{escape(place.title[language == "en"])}"' in told.body.decode()


@pytest.mark.parametrize("path", ["/page/factures/99", "/page/scor/lots/99", "/page/factures/x"])
def test_what_is_not_there_is_a_fault_with_advice(api: Served, path: str) -> None:
    told = api.over_tcp("GET", path, api.session())
    assert told.status == 404
    assert told.json["title"]
    assert told.json["advice"]


@pytest.mark.parametrize(
    "asked", ["colour=x&since=x&page=x&sort=x", "page=0", "page=9" + "9" * 30, "lot=5"]
)
def test_a_strange_address_still_shows_the_list(api: Served, asked: str) -> None:
    told = api.over_tcp("GET", f"/page/factures?{asked}", api.session())
    assert told.status == 200


def test_html_in_names_of_files_and_patients_stays_text(quiet: Context, api: Served) -> None:
    practice = Practice(quiet)
    invoice = practice.invoice(family_name=HOSTILE, given_name=HOSTILE)
    waiting = practice.document(None, name=HOSTILE, state=DocumentState.INBOX)
    for path in (f"/a-classer?document={waiting.id}", f"/factures/{invoice.id}"):
        page = api.over_tcp("GET", f"/page{path}", api.session()).body.decode()
        assert "&lt;img src=x onerror=alert(1)&gt;.pdf" in page
        assert "<img src=x" not in page


def test_a_search_stands_in_a_header_and_no_address(api: Served) -> None:
    search = {"X-Scord-Search": "z%C3%A9phyr"}
    page = api.over_tcp("GET", "/page/factures", api.session() | search).body.decode()
    assert 'value="zéphyr"' in page


def test_a_paused_service_offers_to_go_on(api: Served) -> None:
    api.client.post("/v1/pause")
    try:
        page = api.over_tcp("GET", "/page/", api.session()).body.decode()
    finally:
        api.client.post("/v1/resume")
    assert "/v1/resume" in page
