from __future__ import annotations

from dataclasses import replace

import pytest

from scord_shared import signing
from scord_shared.signing import Claim, claimed

TOKEN = "t" * 43
CLAIM = Claim("Hélène", "POST", "/v1/x?a=b%20c", 1_760_000_000, "0" * 32, signing.digest(b"body"))


def _heard(claim: Claim) -> dict[str, str]:
    return claim.headers(TOKEN)


def test_what_is_signed_is_heard_as_it_was_said() -> None:
    headers = _heard(CLAIM)
    assert claimed(headers, CLAIM.method, CLAIM.target) == CLAIM
    assert headers[signing.SIGNATURE] == CLAIM.signature(TOKEN)


def test_headers_are_ascii_and_hold_no_token() -> None:
    headers = _heard(replace(CLAIM, user="DOM\\Hélène\r\nX: y"))
    for name, value in headers.items():
        assert f"{name}{value}".isascii()
        assert "\n" not in value
        assert TOKEN not in value


@pytest.mark.parametrize(
    "change",
    [
        {"user": "Anne"},
        {"method": "GET"},
        {"target": "/v1/x?a=b c"},
        {"at": 1_760_000_001},
        {"nonce": "1" * 32},
        {"body": signing.digest(b"other")},
    ],
)
def test_every_part_is_in_the_signature(change: dict[str, str]) -> None:
    assert replace(CLAIM, **change).signature(TOKEN) != CLAIM.signature(TOKEN)
    assert CLAIM.signature("other") != CLAIM.signature(TOKEN)


def test_parts_cannot_be_shifted_into_one_another() -> None:
    one = replace(CLAIM, method="GET", target="/a")
    other = replace(CLAIM, method="GET\n/a", target="")
    assert one.signature(TOKEN) != other.signature(TOKEN)


@pytest.mark.parametrize("name", ["x-scord-user", "x-scord-time", "x-scord-nonce", "x-scord-body"])
def test_a_part_that_is_missing_makes_it_no_claim(name: str) -> None:
    headers = _heard(CLAIM)
    del headers[name]
    assert claimed(headers, "GET", "/") is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-scord-time", "-1"),
        ("x-scord-time", "1e9"),
        ("x-scord-time", "٣"),
        ("x-scord-time", "1" * 13),
        ("x-scord-nonce", ""),
        ("x-scord-nonce", "0" * 31),
        ("x-scord-nonce", "G" * 32),
        ("x-scord-nonce", "0" * 32 + "\n"),
    ],
)
def test_a_part_out_of_shape_makes_it_no_claim(name: str, value: str) -> None:
    assert claimed(_heard(CLAIM) | {name: value}, "GET", "/") is None


def test_a_proof_is_for_one_nonce_and_one_port() -> None:
    proof = signing.proof(TOKEN, "0" * 32, 4711)
    assert proof != signing.proof(TOKEN, "1" * 32, 4711)
    assert proof != signing.proof(TOKEN, "0" * 32, 4712)


def test_an_answer_is_for_one_request_one_status_and_one_body() -> None:
    signature = signing.answer_signature(TOKEN, "0" * 32, 200, b"{}")
    assert signature != signing.answer_signature(TOKEN, "1" * 32, 200, b"{}")
    assert signature != signing.answer_signature(TOKEN, "0" * 32, 403, b"{}")
    assert signature != signing.answer_signature(TOKEN, "0" * 32, 200, b"{} ")


def test_nonces_and_tokens_are_never_the_same_twice() -> None:
    assert len({signing.new_nonce() for _ in range(100)}) == 100
    assert len({signing.new_token() for _ in range(100)}) == 100


def test_a_given_signature_that_is_not_ascii_differs() -> None:
    assert not signing.same("é" * 64, CLAIM.signature(TOKEN))
    assert signing.same(CLAIM.signature(TOKEN), CLAIM.signature(TOKEN))
