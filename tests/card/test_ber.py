"""BER as cards keep it: whole objects are taken apart, anything else is one fault."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.card.emulated import outcome, tlv

from scord.practice.card.ber import Tlv, parse
from scord_shared.errors import Code, ScordError


def test_objects_in_a_row_and_in_one_another_are_taken_apart() -> None:
    inner = tlv(0x80, b"one") + tlv(0x81, b"")
    found = parse(tlv(0xE0, inner) + tlv(0x5A, b"\x01"))
    assert found == (
        Tlv(0xE0, inner, (Tlv(0x80, b"one", ()), Tlv(0x81, b"", ()))),
        Tlv(0x5A, b"\x01", ()),
    )
    assert parse(b"") == ()


def test_tags_of_several_bytes_and_long_lengths_are_understood() -> None:
    assert parse(b"\x5f\x20\x01A") == (Tlv(0x5F20, b"A", ()),)
    assert parse(b"\x9f\x81\x01\x00") == (Tlv(0x9F8101, b"", ()),)
    assert parse(b"\x80\x81\x80" + bytes(128)) == (Tlv(0x80, bytes(128), ()),)
    assert parse(b"\x80\x82\x01\x00" + bytes(256)) == (Tlv(0x80, bytes(256), ()),)


@pytest.mark.parametrize(
    "data",
    [
        b"\x80",  # no length
        b"\x80\x05abc",  # shorter than it says
        b"\x80\x80abc\x00\x00",  # indefinite
        b"\x80\x84\x00\x00\x00\x01a",  # a length of four bytes
        b"\x5f",  # a tag without an end
        b"\x5f\x81\x81\x81\x00\x00",  # a tag of five bytes
        b"\xe0\x03\x80\x05a",  # an inner object that leaves the outer one
        b"\xe0\x02" * 20,
        tlv(0xE0, tlv(0xE0, tlv(0xE0, tlv(0xE0, tlv(0xE0, tlv(0xE0, tlv(0xE0, tlv(0xE0,
            tlv(0xE0, tlv(0x80, b"deep")))))))))),
    ],
)  # fmt: skip
def test_what_is_no_whole_object_is_unreadable(data: bytes) -> None:
    with pytest.raises(ScordError) as fault:
        parse(data)
    assert fault.value.code == Code.CARD_UNREADABLE


@given(st.binary(max_size=300))
def test_whatever_a_card_holds_is_taken_apart_or_unreadable(data: bytes) -> None:
    found = outcome(lambda: parse(data))
    if found != Code.CARD_UNREADABLE:
        assert sum(len(one.value) + 2 for one in found) <= len(data)


_primitive = st.tuples(st.sampled_from([0x5A, 0x80, 0x81, 0x9E]), st.binary(max_size=60))
_objects = st.recursive(
    _primitive, lambda inner: st.tuples(st.just(0xE0), st.lists(inner, max_size=2)), max_leaves=3
)


def written(one: Any) -> bytes:
    tag, value = one
    return tlv(tag, value if isinstance(value, bytes) else b"".join(map(written, value)))


def read(one: Tlv) -> Any:
    return (one.tag, [read(part) for part in one.inside] if one.tag == 0xE0 else one.value)


@given(_objects)
def test_what_was_written_is_read_again(whole: Any) -> None:
    assert [read(one) for one in parse(written(whole))] == [whole]
