"""What the guard lets in and what it does not, over the real sockets."""

from __future__ import annotations

import json
import os
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.api.serving import JSON, Served, heard, served

from scord_shared.errors import Code
from scord_shared.status import API_VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context

UNIX = pytest.mark.skipif(os.name == "nt", reason="there is no Unix socket")

SMALL = 100_000


# -- who may ask at all


def test_the_user_of_the_service_is_known_on_the_socket_without_a_secret(api: Served) -> None:
    told = api.as_user("GET", "/v1/status")
    assert told.status == 200
    assert told.json["you"]["may_change"] is True


def test_loopback_without_a_secret_is_refused(api: Served) -> None:
    told = api.over_tcp("GET", "/v1/status")
    assert (told.status, told.code) == (401, Code.WHO_UNKNOWN)
    assert told.json["title"]
    assert told.json["advice"]


@pytest.mark.parametrize(
    "path", ["/v1/openapi.json", "/v1/events", "/page/overview", "/v1/nothing"]
)
def test_loopback_without_a_secret_learns_not_even_what_there_is(api: Served, path: str) -> None:
    assert api.over_tcp("GET", path).code == Code.WHO_UNKNOWN


@pytest.mark.parametrize("path", ["/", "/enter", "/static/js/enter.js"])
def test_the_pages_own_files_hold_no_data_and_are_open(api: Served, path: str) -> None:
    assert api.over_tcp("GET", path).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../routes.py",
        "/static/%2e%2e/routes.py",
        "/static/..%2f..%2fsettings.py",
        "/static/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
        "/static//etc/passwd",
        "/static/..\\routes.py",
    ],
)
def test_a_path_out_of_the_static_folder_finds_nothing(api: Served, path: str) -> None:
    told = api.over_tcp("GET", path)
    assert (told.status, told.code) == (404, Code.NOT_THERE)


@pytest.mark.parametrize(
    "path",
    ["/v1/invoices/..%2f..%2fstatus", "/v1/documents/%2e%2e%2fscord.sqlite3", "/v1/../status"],
)
def test_a_path_in_place_of_a_number_finds_nothing(api: Served, path: str) -> None:
    assert api.as_user("GET", path).status in (404, 422)


# -- pages of other sites


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "scord", ""])
def test_a_foreign_host_is_refused_even_with_a_session(api: Served, host: str) -> None:
    told = api.over_tcp("GET", "/v1/status", api.session() | {"Host": host})
    assert (told.status, told.code) == (403, Code.REQUEST_REFUSED)


def test_both_names_of_loopback_are_ours(api: Served) -> None:
    session = api.session()
    for name in ("127.0.0.1", "localhost"):
        told = api.over_tcp("GET", "/v1/status", session | {"Host": f"{name}:{api.port}"})
        assert told.status == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1"]
)
def test_a_foreign_origin_is_refused_even_with_a_session(api: Served, origin: str) -> None:
    headers = api.session() | {"Origin": origin.format(port=api.port)}
    told = api.over_tcp("GET", "/v1/status", headers)
    assert (told.status, told.code) == (403, Code.REQUEST_REFUSED)


def test_our_own_origin_is_let_in(api: Served) -> None:
    headers = api.session() | {"Origin": f"http://127.0.0.1:{api.port}"}
    assert api.over_tcp("GET", "/v1/status", headers).status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/v1/status", "/", "/enter"])
def test_a_browser_on_another_site_is_refused_whatever_it_fetches(
    api: Served, site: str, path: str
) -> None:
    told = api.over_tcp("GET", path, api.session() | {"Sec-Fetch-Site": site})
    assert (told.status, told.code) == (403, Code.REQUEST_REFUSED)


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_our_own_page_and_a_link_that_was_opened_are_let_in(api: Served, site: str) -> None:
    assert api.over_tcp("GET", "/enter", {"Sec-Fetch-Site": site}).status == 200


@UNIX
def test_no_browser_reaches_the_socket(api: Served) -> None:
    told = api.as_user("GET", "/v1/status", {"Origin": f"http://127.0.0.1:{api.port}"})
    assert told.code == Code.REQUEST_REFUSED
    assert api.as_user("GET", "/v1/status", {"Host": "localhost"}).status == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_a_change_that_a_form_could_send_is_refused(
    api: Served, method: str, kind: str | None
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    told = api.as_user(method, "/v1/page-link", headers, b'{"path": "/"}')
    assert (told.status, told.code) == (422, Code.REQUEST_INVALID)


def test_every_answer_keeps_browsers_strict(api: Served) -> None:
    for told in (
        api.over_tcp("GET", "/"),
        api.over_tcp("GET", "/v1/status"),
        api.as_user("GET", "/v1/status"),
        api.as_user("GET", "/v1/nothing"),
    ):
        assert told.headers["content-security-policy"].startswith("default-src 'self';")
        assert "frame-ancestors 'none'" in told.headers["content-security-policy"]
        assert told.headers["x-content-type-options"] == "nosniff"
        assert told.headers["referrer-policy"] == "no-referrer"
        assert told.headers["cache-control"] == "no-store"
        assert told.headers["x-scord-api"] == str(API_VERSION)
        assert "server" not in told.headers
        assert "access-control-allow-origin" not in told.headers


# -- versions


@pytest.mark.parametrize("version", ["0", "", "-1", "x", "²"])
def test_a_client_of_an_older_version_is_told_to_update(api: Served, version: str) -> None:
    told = api.as_user("GET", "/v1/status", {"X-Scord-Api": version})
    assert (told.status, told.code) == (426, Code.UPDATE_NEEDED)


@pytest.mark.parametrize("version", [str(API_VERSION), str(API_VERSION + 1)])
def test_a_client_of_this_version_or_a_newer_one_is_answered(api: Served, version: str) -> None:
    assert api.as_user("GET", "/v1/status", {"X-Scord-Api": version}).status == 200


# -- sizes


def test_a_body_announced_too_large_is_refused_before_it_comes(
    quiet: Context, tmp_path: Path
) -> None:
    with served(quiet, folder=tmp_path / "run", max_body_bytes=SMALL) as api:
        headers = JSON | {"Content-Length": str(SMALL + 1)}
        told = api.as_user("POST", "/v1/imports", headers)
        assert (told.status, told.code) == (413, Code.REQUEST_TOO_LARGE)
        assert told.json["facts"] == {"limit": SMALL}


def test_a_client_that_sends_a_body_too_large_all_the_same_hears_why(
    quiet: Context, tmp_path: Path
) -> None:
    with served(quiet, folder=tmp_path / "run", max_body_bytes=SMALL) as api:
        told = api.as_user("POST", "/v1/imports", JSON, b" " * (40 * SMALL))
        assert told.code == Code.REQUEST_TOO_LARGE


def test_a_body_that_grows_too_large_in_chunks_is_refused(quiet: Context, tmp_path: Path) -> None:
    with served(quiet, folder=tmp_path / "run", max_body_bytes=SMALL) as api:
        chunk = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
        headers = JSON | {"Transfer-Encoding": "chunked"}
        told = api.as_user("POST", "/v1/imports", headers, chunk * 5 + b"0\r\n\r\n")
        assert (told.status, told.code) == (413, Code.REQUEST_TOO_LARGE)


def test_a_body_of_just_the_limit_is_taken(quiet: Context, tmp_path: Path) -> None:
    with served(quiet, folder=tmp_path / "run", max_body_bytes=SMALL) as api:
        body = json.dumps({"path": "/"}).encode()
        body += b" " * (SMALL - len(body))
        assert api.as_user("POST", "/v1/page-link", JSON, body).status == 200


def test_what_needs_no_identity_takes_no_large_body(api: Served) -> None:
    told = api.over_tcp("POST", "/v1/session", JSON, b" " * 5_000)
    assert told.code == Code.REQUEST_TOO_LARGE


@UNIX
def test_headers_without_end_are_refused(api: Served) -> None:
    with closing(api.connected()) as to:
        to.sendall(b"GET /v1/status HTTP/1.1\r\nHost: scord\r\nX-Long: " + b"x" * 100_000)
        assert heard(to).status == 400
