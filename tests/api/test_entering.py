"""The way into the page, as a browser goes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.api.serving import JSON, Served, Told, served

from scord_shared.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context


def _secret(api: Served, path: str = "/") -> str:
    return api.client.page_link(path).rpartition("#")[2]


def _enter(api: Served, secret: str, **headers: str) -> Told:
    body = json.dumps({"secret": secret}).encode()
    return api.over_tcp("POST", "/v1/session", JSON | headers, body)


def test_a_link_leads_to_the_page_with_a_cookie_no_script_can_read_and_a_key(api: Served) -> None:
    told = _enter(api, _secret(api, "/a-classer"))
    assert told.status == 200
    assert told.json["path"] == "/a-classer"
    name, _, rest = told.headers["set-cookie"].partition("=")
    assert str(api.port) in name
    parts = {part.strip().lower() for part in rest.split(";")[1:]}
    assert parts == {"httponly", "samesite=strict", "path=/"}
    assert told.json["key"] not in rest


def test_cookie_and_key_together_are_the_user_who_asked_for_the_link(api: Served) -> None:
    told = api.over_tcp("GET", "/v1/status", api.session())
    assert told.json["you"] == {"name": api.client.status().you.name, "may_change": True}


@pytest.mark.parametrize("missing", ["Cookie", "X-Scord-Key"])
def test_one_of_the_two_alone_is_refused(api: Served, missing: str) -> None:
    session = api.session()
    del session[missing]
    told = api.over_tcp("GET", "/v1/status", session)
    assert (told.status, told.code) == (401, Code.WHO_UNKNOWN)


def test_the_key_of_another_session_is_refused(api: Served) -> None:
    mixed = api.session() | {"X-Scord-Key": api.session()["X-Scord-Key"]}
    assert api.over_tcp("GET", "/v1/status", mixed).code == Code.WHO_UNKNOWN


@pytest.mark.parametrize("cookie", ["", "=", ";;;", "scord=1", 'a="\\', "\xff=1", "a" * 5_000])
def test_a_cookie_out_of_shape_is_refused(api: Served, cookie: str) -> None:
    told = api.over_tcp("GET", "/v1/status", api.session() | {"Cookie": cookie})
    assert told.code == Code.WHO_UNKNOWN


def test_a_link_used_twice_opens_once(api: Served) -> None:
    secret = _secret(api)
    assert _enter(api, secret).status == 200
    told = _enter(api, secret)
    assert (told.status, told.code) == (410, Code.LINK_SPENT)
    assert "set-cookie" not in told.headers


def test_a_link_too_old_opens_nothing(api: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scord.api.sessions.LINK_SECONDS", 0.0)
    assert _enter(api, _secret(api)).code == Code.LINK_SPENT


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"secret": 1}', b'{"secret": "x", "a": 1}'])
def test_a_secret_out_of_shape_is_refused_without_being_told_back(api: Served, body: bytes) -> None:
    told = api.over_tcp("POST", "/v1/session", JSON, body)
    assert (told.status, told.code) == (422, Code.REQUEST_INVALID)


def test_a_page_of_another_site_cannot_trade_a_link(api: Served) -> None:
    secret = _secret(api)
    assert _enter(api, secret, Origin="http://evil.example").code == Code.REQUEST_REFUSED
    assert _enter(api, secret, **{"Sec-Fetch-Site": "cross-site"}).code == Code.REQUEST_REFUSED
    assert _enter(api, secret, Origin=f"http://127.0.0.1:{api.port}").status == 200


def test_a_link_that_leads_elsewhere_is_refused(api: Served) -> None:
    told = api.as_user("POST", "/v1/page-link", JSON, b'{"path": "//evil.example"}')
    assert (told.status, told.code) == (422, Code.REQUEST_INVALID)


def test_a_page_may_ask_for_a_link_for_its_own_user(api: Served) -> None:
    told = api.over_tcp("POST", "/v1/page-link", api.session(), b"{}")
    assert _enter(api, told.json["link"].rpartition("#")[2]).status == 200


def test_leaving_ends_the_session(api: Served) -> None:
    session = api.session()
    assert api.over_tcp("DELETE", "/v1/session", session).status == 204
    assert api.over_tcp("GET", "/v1/status", session).code == Code.WHO_UNKNOWN


def test_who_lost_the_right_to_read_is_refused_with_the_page_open(
    quiet: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scord.api.callers.KNOWN_SECONDS", 0.0)
    with served(quiet, folder=tmp_path / "run") as api:
        session = api.session()
        assert api.over_tcp("GET", "/v1/status", session).status == 200
        monkeypatch.setattr("scord.api.accounts.find", lambda _: None)
        told = api.over_tcp("GET", "/v1/status", session)
        assert (told.status, told.code) == (403, Code.NOT_ALLOWED)
