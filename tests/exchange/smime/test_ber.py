"""Streams of unknown length become DER; what is DER stays byte for byte what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.smime.openssl import encrypt, sign
from tests.exchange.smime.people import CONTENT

from scord.exchange.smime.ber import ENCRYPTED_PIECES, to_der

if TYPE_CHECKING:
    from tests.exchange.smime.people import People

LARGE = CONTENT + b"A" * 200_000


def test_der_stays_as_it_is(people: People) -> None:
    der = sign(CONTENT, people.caisse, "-nodetach", "-outform", "DER")
    assert to_der(der) == der


def test_a_stream_becomes_shorter_and_whole(people: People) -> None:
    stream = sign(LARGE, people.caisse, "-nodetach", "-stream", "-outform", "DER")
    assert LARGE not in stream
    assert LARGE in to_der(stream)


def test_an_encrypted_stream_becomes_one_string(people: People) -> None:
    stream = encrypt(LARGE, people.practice, "-aes256", "-stream", "-outform", "DER")
    whole = to_der(stream, ENCRYPTED_PIECES)
    assert len(whole) < len(to_der(stream))
    assert to_der(whole, ENCRYPTED_PIECES) == whole


@pytest.mark.parametrize(
    ("ber", "der"),
    [
        ("04 81 01 41", "04 01 41"),
        ("24 80 04 01 41 04 01 42 00 00", "04 02 41 42"),
        ("24 80 24 03 04 01 41 04 01 42 00 00", "04 02 41 42"),
        ("24 00", "04 00"),
        ("30 80 a0 80 04 01 41 00 00 00 00", "30 05 a0 03 04 01 41"),
        ("30 80 30 80 00 00 02 01 00 00 00", "30 05 30 00 02 01 00"),
    ],
)
def test_lengths_and_pieces_are_put_right(ber: str, der: str) -> None:
    assert to_der(bytes.fromhex(ber)) == bytes.fromhex(der)


@pytest.mark.parametrize(
    "ber",
    [
        *("", "30", "30 80", "30 80 00", "04 05 41", "30 02 04 05 41 41 41 41 41"),
        *("04 80 41 00 00", "1f 81 00 00", "04 85 00 00 00 00 01 41", "30 00 00"),
        *("30 04 30 80 00 00 00", "30 03 30 80 00 00"),
    ],
)
def test_what_is_no_sound_value_is_refused(ber: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        to_der(bytes.fromhex(ber))


def test_too_many_and_too_deep_values_are_refused() -> None:
    assert to_der(b"\x24\x80" + b"\4\1A" * 50_000 + b"\0\0")
    with pytest.raises(ValueError, match="too much"):
        to_der(b"\x24\x80" + b"\4\1A" * 100_000 + b"\0\0")
    assert to_der(b"\x30\x80" * 30 + b"\0\0" * 30)
    with pytest.raises(ValueError, match="too much"):
        to_der(b"\x30\x80" * 50 + b"\0\0" * 50)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        der = to_der(data)
    except ValueError:
        return
    assert to_der(der) == der
