"""Takes BER-TLV apart (ISO 7816-4, 5.2.2): what cards keep their data in. Bounds are checked, since
a card may hold anything.
"""

from __future__ import annotations

from typing import NamedTuple

from scord_shared.errors import Code, ScordError

_CONSTRUCTED = 0x20
_MORE_TAG = 0x1F  # all low bits of the first byte: the tag goes on
_MORE = 0x80  # in a tag's later bytes: it still goes on; in a length: so many bytes of it follow
_TAG_BYTES = 3
_LENGTH_BYTES = 2
_DEPTH = 8


class Tlv(NamedTuple):
    """`tag` with its class bits, as it stands; `inside`: of a constructed one, else empty."""

    tag: int
    value: bytes
    inside: tuple[Tlv, ...]


def parse(data: bytes, depth: int = _DEPTH) -> tuple[Tlv, ...]:
    """All objects of `data`, to its last byte. Raises ScordError CARD_UNREADABLE."""
    found = []
    at = 0
    while at < len(data):
        constructed = bool(data[at] & _CONSTRUCTED)
        tag, at = _tag(data, at)
        length, at = _length(data, at)
        value = _slice(data, at, length)
        at += length
        if constructed and not depth:
            raise unreadable()
        found.append(Tlv(tag, value, parse(value, depth - 1) if constructed else ()))
    return tuple(found)


def _tag(data: bytes, at: int) -> tuple[int, int]:
    """The tag at `at`, and where its length begins."""
    end = at + 1
    if data[at] & _MORE_TAG == _MORE_TAG:
        while _slice(data, end, 1)[0] & _MORE:
            end += 1
        end += 1
    if end - at > _TAG_BYTES:
        raise unreadable()
    return int.from_bytes(data[at:end]), end


def _length(data: bytes, at: int) -> tuple[int, int]:
    """The length at `at`, and where the value begins; an indefinite one is no card's."""
    first = _slice(data, at, 1)[0]
    if not first & _MORE:
        return first, at + 1
    count = first - _MORE
    if not 1 <= count <= _LENGTH_BYTES:
        raise unreadable()
    return int.from_bytes(_slice(data, at + 1, count)), at + 1 + count


def _slice(data: bytes, at: int, length: int) -> bytes:
    piece = data[at : at + length]
    if len(piece) != length:
        raise unreadable()
    return piece


def unreadable() -> ScordError:
    """A card's data is not what it should be; which data is nobody's business in a log."""
    return ScordError(Code.CARD_UNREADABLE, reason="data")
