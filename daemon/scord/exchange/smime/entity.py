"""A mail, or a part of one, as the bytes that were signed: nothing here decodes or repairs."""

from __future__ import annotations

import re

_END_OF_HEADER = re.compile(rb"(?:\A|\r?\n)\r?\n")
_FIELD = re.compile(rb"^[^\s:]++[ \t]*+:[^\n]*+(?:\n[ \t][^\n]*+)*+", re.MULTILINE)
_ABOUT_CONTENT = (b"content-", b"mime-version")
_END_OF_LINE = re.compile(rb"\r?\n")


def split_header(entity: bytes) -> tuple[list[bytes], bytes]:
    """The fields without their last end of line, and the body."""
    end = _END_OF_HEADER.search(entity)
    header, body = (entity[: end.start()], entity[end.end() :]) if end else (entity, b"")
    return [field.rstrip(b"\r") for field in _FIELD.findall(header)], body


def is_about_content(field: bytes) -> bool:
    """Whether it goes with the body, not with the letter."""
    return field.lower().startswith(_ABOUT_CONTENT)


def join(fields: list[bytes], body: bytes) -> bytes:
    return b"\r\n".join([*fields, b"", body])


def canonical(entity: bytes) -> bytes:
    """With the ends of line that text is signed with (RFC 8551, section 3.1.1)."""
    return _END_OF_LINE.sub(b"\r\n", entity)


def split_signed(body: bytes, boundary: bytes) -> tuple[bytes, bytes]:
    """What is signed and the part that signs it: the two parts of a multipart/signed.

    Raises ValueError where there are not just two.
    """
    delimiter = rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(?:--)?[ \t]*(?:\r?\n|\Z)"
    first, second, last = re.finditer(delimiter, body)
    return body[first.end() : second.start()], body[second.end() : last.start()]
