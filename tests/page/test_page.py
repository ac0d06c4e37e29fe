"""The page over the real API: what is open, what needs a session, and that names stay text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import Practice

from scord.page.routes import PLACES
from scord.store.states import DocumentState

if TYPE_CHECKING:
    from tests.api.serving import Served

    from scord.store.context import Context

HOSTILE = "<img src=x onerror=alert(1)>.pdf"


@pytest.mark.parametrize("place", [*PLACES, "/enter", "/static/page.js", "/static/page.css"])
def test_what_holds_no_data_is_open_under_a_strict_policy(api: Served, place: str) -> None:
    told = api.over_tcp("GET", place)
    assert told.status == 200
    policy = told.headers["content-security-policy"]
    assert "default-src 'self'" in policy or "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_overview_needs_a_session(api: Served) -> None:
    told = api.over_tcp("GET", "/page/overview")
    assert (told.status, told.code) == (401, "api.who-unknown")


def test_a_link_opens_the_overview(api: Served) -> None:
    told = api.over_tcp("GET", "/page/overview", api.session())
    assert told.status == 200
    assert "Rien ne demande votre attention." in told.body.decode()


def test_it_speaks_the_language_asked_for(api: Served) -> None:
    told = api.over_tcp("GET", "/page/overview", api.session() | {"Accept-Language": "en"})
    assert "Nothing needs your attention." in told.body.decode()


def test_html_in_a_file_name_stays_text(quiet: Context, api: Served) -> None:
    Practice(quiet).document(None, name=HOSTILE, state=DocumentState.INBOX)
    page = api.over_tcp("GET", "/page/overview", api.session()).body.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;.pdf" in page
    assert "<img" not in page


def test_a_paused_service_says_so(api: Served) -> None:
    api.client.post("/v1/pause")
    assert "Envoi en pause" in api.over_tcp("GET", "/page/overview", api.session()).body.decode()
