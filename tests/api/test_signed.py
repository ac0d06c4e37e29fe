"""Signed requests over loopback TCP: who signs rightly is answered, and nobody else."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.api.serving import JSON, Served, Told, served

from scord.api.signed import SKEW_SECONDS, SignedCalls
from scord_shared import signing, trust
from scord_shared.errors import Code, ScordError
from scord_shared.places import own_name
from scord_shared.signing import Claim

if TYPE_CHECKING:
    from tests.conftest import TurnedClock

    from scord.store.context import Context

USER = own_name()


@pytest.fixture
def token(api: Served) -> str:
    """What this user has been handed by the running service."""
    _hello(api)
    return trust.token_of(api.place, USER)


def _hello(api: Served, user: str = USER, nonce: str = "0" * 32) -> Told:
    body = json.dumps({"user": user, "nonce": nonce}).encode()
    return api.over_tcp("POST", signing.HELLO, JSON, body)


def _claim(method: str = "GET", target: str = "/v1/status", body: bytes = b"") -> Claim:
    digest = signing.digest(body)
    return Claim(USER, method, target, int(time.time()), signing.new_nonce(), digest)


def _ask(api: Served, claim: Claim, token: str, body: bytes = b"") -> Told:
    return api.over_tcp(claim.method, claim.target, JSON | claim.headers(token), body)


def _is_proven(told: Told, claim: Claim, token: str) -> bool:
    expected = signing.answer_signature(token, claim.nonce, told.status, told.body)
    return told.headers.get(signing.SIGNATURE) == expected


# -- let in


def test_the_service_proves_that_it_knows_the_token_and_does_not_send_it(
    api: Served, token: str
) -> None:
    told = _hello(api, nonce="a" * 32)
    assert told.json == {"proof": signing.proof(token, "a" * 32, api.port)}
    assert token.encode() not in told.body


def test_a_signed_request_is_answered_as_its_user_and_the_answer_is_signed(
    api: Served, token: str
) -> None:
    claim = _claim()
    told = _ask(api, claim, token)
    assert (told.status, told.json["you"]["name"]) == (200, USER)
    assert _is_proven(told, claim, token)


def test_a_signed_change_is_taken_with_its_body(api: Served, token: str) -> None:
    body = b'{"path": "/scor"}'
    claim = _claim("POST", "/v1/page-link", body)
    assert "/enter#" in _ask(api, claim, token, body).json["link"]


def test_query_and_percent_signs_are_covered_as_they_were_sent(api: Served, token: str) -> None:
    claim = _claim(target="/v1/status?instance=a%20b%C3%A9&since=0")
    assert _ask(api, claim, token).status == 200


@pytest.mark.parametrize(
    ("method", "target", "headers", "status"),
    [
        ("GET", "/v1/nothing", {}, 404),
        ("GET", "/v1/status", {"X-Scord-Api": "0"}, 426),
        ("POST", "/v1/page-link", {"Content-Type": "text/plain"}, 422),
        ("POST", "/v1/session", {}, 422),
        ("GET", "/v1/status", {"Origin": "http://evil.example"}, 403),
    ],
)
def test_even_a_refusal_is_signed(
    api: Served, token: str, method: str, target: str, headers: dict[str, str], status: int
) -> None:
    claim = _claim(method, target)
    told = api.over_tcp(method, target, JSON | claim.headers(token) | headers)
    assert told.status == status
    assert _is_proven(told, claim, token)


# -- refused


def test_without_the_token_nobody_signs(api: Served, token: str) -> None:
    told = _ask(api, _claim(), signing.new_token())
    assert (told.status, told.code) == (401, Code.WHO_UNKNOWN)
    assert signing.SIGNATURE not in told.headers


def test_a_token_of_an_earlier_start_is_refused(
    quiet: Context, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("earlier") / "run"
    with served(quiet, folder=folder) as earlier:
        _hello(earlier)
        old = trust.token_of(earlier.place, USER)
    with served(quiet, folder=folder) as later:
        _hello(later)
        assert _ask(later, _claim(), old).code == Code.WHO_UNKNOWN
        assert trust.token_of(later.place, USER) != old


def test_a_request_sent_again_is_refused(api: Served, token: str) -> None:
    claim = _claim()
    assert _ask(api, claim, token).status == 200
    told = _ask(api, claim, token)
    assert (told.status, told.code) == (401, Code.WHO_UNKNOWN)


def test_a_changed_body_is_refused_and_does_nothing(api: Served, token: str) -> None:
    claim = _claim("POST", "/v1/page-link", b'{"path": "/a"}')
    told = _ask(api, claim, token, b'{"path": "/b"}')
    assert (told.status, told.code) == (403, Code.REQUEST_REFUSED)
    assert _is_proven(told, claim, token)


@pytest.mark.parametrize(
    "change",
    [
        {"method": "POST"},
        {"target": "/v1/status?since=0"},
        {"at": 1},
        {"nonce": "f" * 32},
        {"body": signing.digest(b"x")},
        {"user": "nobody"},
    ],
)
def test_a_signature_for_anything_else_is_refused(
    api: Served, token: str, change: dict[str, str]
) -> None:
    claim = _claim()
    other = replace(claim, **change)
    headers = other.headers(token) | {signing.SIGNATURE: claim.signature(token)}
    told = api.over_tcp(other.method, other.target, JSON | headers)
    assert (told.status, told.code) == (401, Code.WHO_UNKNOWN)


@pytest.mark.parametrize("off", [-3600, 3600])
def test_a_clock_off_by_an_hour_is_refused_with_a_signed_answer(
    api: Served, token: str, off: int
) -> None:
    claim = replace(_claim(), at=int(time.time()) + off)
    told = _ask(api, claim, token)
    assert (told.status, told.code) == (401, Code.WHO_UNKNOWN)
    assert _is_proven(told, claim, token)


@pytest.mark.parametrize("name", ["x-scord-user", "x-scord-time", "x-scord-nonce", "x-scord-body"])
@pytest.mark.parametrize("value", [None, "", "\xff", "-1", "x" * 5000])
def test_a_missing_or_misshapen_part_is_refused(
    api: Served, token: str, name: str, value: str | None
) -> None:
    headers = JSON | _claim().headers(token)
    del headers[name]
    if value is not None:
        headers[name] = value
    assert api.over_tcp("GET", "/v1/status", headers).code == Code.WHO_UNKNOWN


def test_a_stream_cannot_be_signed_and_is_refused(api: Served, token: str) -> None:
    claim = _claim(target="/v1/events")
    told = _ask(api, claim, token)
    assert (told.status, told.code) == (422, Code.REQUEST_INVALID)


@pytest.mark.parametrize("user", ["no-such-user", "../../etc/passwd", "", "a" * 300, "\u0000"])
def test_nobody_who_is_no_user_of_the_machine_gets_a_token(api: Served, user: str) -> None:
    before = set(api.place.tokens.iterdir())
    told = _hello(api, user)
    assert (told.status, told.code) in {(401, Code.WHO_UNKNOWN), (422, Code.REQUEST_INVALID)}
    assert set(api.place.tokens.iterdir()) == before


@pytest.mark.skipif(os.name == "nt", reason="modes as POSIX has them")
def test_the_token_can_be_read_by_its_user_alone(api: Served, token: str) -> None:
    file = api.place.token(USER)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.stat().st_uid == os.geteuid()


def test_a_token_file_that_was_removed_comes_back_with_the_next_hello(
    api: Served, token: str
) -> None:
    api.place.token(USER).unlink()
    assert api.signing_client.status().you.name == USER


# -- memory


def test_what_is_remembered_of_requests_is_forgotten_once_they_are_too_old_to_come(
    clock: TurnedClock,
) -> None:
    calls = SignedCalls(tokens=None, clock=clock)  # type: ignore[arg-type]
    claim = replace(_claim(), at=int(clock.now().timestamp()))
    calls.take(claim)
    with pytest.raises(ScordError, match=Code.WHO_UNKNOWN):
        calls.take(claim)
    clock.turn(seconds=2 * SKEW_SECONDS)
    calls.take(replace(claim, at=int(clock.now().timestamp()), nonce="1" * 32))
    assert list(calls._seen) == ["1" * 32]
    with pytest.raises(ScordError, match=Code.WHO_UNKNOWN):
        calls.take(claim)
