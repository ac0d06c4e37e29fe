"""BER to DER: many programs write S/MIME as a stream, whose lengths are not known beforehand.

Only lengths and strings in pieces are put right, and only so far that the strict reader of
`cryptography` takes them; that one judges the rest. Source: ITU-T X.690, sections 8.1.3 and 8.7.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_VALUES = 100_000  # a stream of 25 MB in pieces of 1 kB has 25,000
_MOST_NESTED = 40
_CONSTRUCTED = 0x20
_LONG_TAG = 0x1F
_LONG_LENGTH = 0x80  # alone: until an end mark
_MOST_LENGTH_BYTES = 4
_STRING = 0x04
_END = b"\0\0"

PIECES: Mapping[int, int] = {0x24: _STRING}  # the tag of a string in pieces, and of a whole one
# what is encrypted is such a string under the tag [0] (RFC 5652, section 6.1)
ENCRYPTED_PIECES: Mapping[int, int] = {**PIECES, 0xA0: 0x80}


def to_der(data: bytes, pieces: Mapping[int, int] = PIECES) -> bytes:
    """The one value that `data` holds. Raises ValueError where it does not hold just one."""
    reader = _Reader(data, pieces)
    value = reader.value(len(data), 0)
    if reader.position != len(data):
        raise ValueError("something follows the value")
    return _encoded(*value)


class _Reader:
    def __init__(self, data: bytes, pieces: Mapping[int, int]) -> None:
        self.position = 0
        self._data = data
        self._pieces = pieces
        self._values = 0

    def value(self, limit: int, depth: int) -> tuple[int, bytes]:
        """The tag and, as DER, the content of the value that begins here and ends by `limit`."""
        self._values += 1
        if self._values > _MOST_VALUES or depth > _MOST_NESTED:
            raise ValueError("too much in one value")
        tag = self._take(1, limit)[0]
        if tag & _LONG_TAG == _LONG_TAG:
            raise ValueError("a tag that CMS does not have")
        size = self._length(limit)
        if not tag & _CONSTRUCTED:
            if size is None:
                raise ValueError("a plain value without a length")
            return tag, self._take(size, limit)
        return self._join(tag, self._parts(size, limit, depth))

    def _parts(self, size: int | None, limit: int, depth: int) -> list[tuple[int, bytes]]:
        parts = []
        if size is None:
            while self._data[self.position : self.position + len(_END)] != _END:
                parts.append(self.value(limit, depth + 1))
            self._take(len(_END), limit)
            return parts
        end = self.position + size
        if end > limit:
            raise ValueError("longer than what holds it")
        while self.position < end:
            parts.append(self.value(end, depth + 1))
        return parts

    def _join(self, tag: int, parts: list[tuple[int, bytes]]) -> tuple[int, bytes]:
        if tag in self._pieces and all(part == _STRING for part, _ in parts):
            return self._pieces[tag], b"".join(content for _, content in parts)
        return tag, b"".join(_encoded(*part) for part in parts)

    def _length(self, limit: int) -> int | None:
        first = self._take(1, limit)[0]
        if first < _LONG_LENGTH:
            return first
        count = first - _LONG_LENGTH
        if count > _MOST_LENGTH_BYTES:
            raise ValueError("longer than any mail")
        return int.from_bytes(self._take(count, limit), "big") if count else None

    def _take(self, size: int, limit: int) -> bytes:
        end = self.position + size
        if end > limit:
            raise ValueError("cut off")
        taken = self._data[self.position : end]
        self.position = end
        return taken


def _encoded(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < _LONG_LENGTH:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, _LONG_LENGTH | len(length))) + length + content
