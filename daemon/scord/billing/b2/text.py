"""The bytes of a B2 file as records of 128 signs, whatever their encoding and line ends."""

from __future__ import annotations

import codecs

from scord.billing.b2.faults import unreadable
from scord.billing.b2.layout import WIDTH

_NOT_A_SIGN = "\ufffd"  # what a byte becomes that the encoding does not have
_DOS_END = b"\x1a"  # Ctrl-Z, which programs of DOS descent write after the last record
_EBCDIC_DIGITS = b"\xf0\xf0\xf0"  # "000", the start of the header
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_LETTERS = frozenset("àâäæçéèêëîïôöœùûüÿ")


def looks_like_b2(data: bytes) -> bool:
    """Whether `data` begins as a B2 file does, readable or not; no JSON does."""
    start = data.removeprefix(codecs.BOM_UTF8)[:3]
    return start in (b"000", _EBCDIC_DIGITS)


def read_lines(data: bytes) -> list[str]:
    """The records of a file. Raises ScordError IMPORT_RECORDS_UNREADABLE."""
    lines = _split(_decode(data))
    for number, line in enumerate(lines, start=1):
        if len(line) != WIDTH:
            raise unreadable("record_length", number, min(len(line), WIDTH) + 1)
        if not line.isprintable() or _NOT_A_SIGN in line:
            raise unreadable("unprintable", number, _first_unprintable(line))
    return lines


def _first_unprintable(line: str) -> int:
    return next(
        column
        for column, sign in enumerate(line, start=1)
        if sign == _NOT_A_SIGN or not sign.isprintable()
    )


def _split(text: str) -> list[str]:
    """At CR LF or LF where there is one, else every 128 signs."""
    if "\n" not in text:
        return [text[start : start + WIDTH] for start in range(0, len(text), WIDTH)]
    lines = text.removesuffix("\n").split("\n")
    return [line.removesuffix("\r") for line in lines]


def _decode(data: bytes) -> str:
    data = data.rstrip(_DOS_END)
    if not data.removeprefix(codecs.BOM_UTF8):
        raise unreadable("empty", 1)
    if data.startswith(_EBCDIC_DIGITS):
        raise unreadable("ebcdic", 1)
    if data.startswith(_WIDE):
        raise unreadable("encoding", 1)
    try:
        return data.decode("utf-8-sig")  # ASCII too; accents of another encoding are never UTF-8
    except UnicodeDecodeError:
        if data.startswith(codecs.BOM_UTF8):
            return data.decode("utf-8-sig", "replace")
    return max(_readings(data), key=_frenchness)


def _readings(data: bytes) -> list[str]:
    """CP1252 holds ISO 8859-1. It comes first, and so wins where both read equally well."""
    return [data.decode(encoding, "replace") for encoding in ("cp1252", "cp850")]


def _frenchness(text: str) -> int:
    """How well `text` reads: letters of French, better those in their neighbours' case."""
    padded = f" {text} "
    around = zip(padded, text, padded[2:], strict=False)
    return sum(_weight(sign, before + after) for before, sign, after in around if sign > "\x7f")


def _weight(sign: str, neighbours: str) -> int:
    if sign.lower() not in _LETTERS:
        return 0
    return 1 + (sign.isupper() == neighbours.isupper())
