"""What the signs of a B2 field mean, by the kind of the field, and what is refused in each.

Years have two digits. Whatever is not a birth date lies in 20AA: SCOR began in 2012, and no
invoice, care or prescription that Scord meets is older than this century. A birth date keeps its
two digits here; births.py finds its century.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from scord.billing.b2.faults import UnfitError
from scord.billing.numbers import check_billing_number, check_nir, check_rpps

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord.billing.b2.layout import Field, Kind

Value = str | int | date | time
Known = dict[tuple["Kind", str], Value | None]

_NO_DIGIT = re.compile(r"[^0-9]")
_NO_TEXT = re.compile("[^ -~\\w°\u2019]")  # frames and the like: read in the wrong encoding
_NO_CODE = re.compile(r"[^0-9A-Za-z]")
_ZEROS = re.compile(r"0+")
_CENTURY = 2000
# FIDES: 2A0002689 is written 200102689 where only digits may stand, 2B0002689 is 200202689.
_CORSICAN = re.compile(r"2([AB])00([0-9]{5})")
_NIR_DIGITS = 13  # its key follows


def value_of(field: Field, line: str, known: Known) -> Value | None:
    """What `field` holds in the record `line`; None where it is blank. Raises UnfitError.

    Numbers of people, and dates, are blank where they are all zeros, too. `known` gathers what has
    been read of a file: its records repeat each other, and keys of numbers take time.
    """
    text = line[field.at.first - 1 : field.at.last]
    read = (field.kind, text)
    if read not in known:
        known[read] = None if text.isspace() else _READERS[field.kind](text)
    value = known[read]
    if value is None and field.use == "must":
        raise UnfitError("missing")
    if field.codes and value is not None:
        if value not in field.codes:
            raise UnfitError("code_unknown")
        return field.codes[str(value)]
    return value


def _text(text: str) -> str:
    _refuse(_NO_TEXT, text, "sign")
    return text.strip()


def _code(text: str) -> str:
    """Letters and digits, filled up with spaces on the right."""
    code = text.rstrip()
    _refuse(_NO_CODE, code, "code")
    return code


def _digits(text: str) -> str:
    _refuse(_NO_DIGIT, text, "digits")
    return text


def _number(text: str) -> int:
    return int(_digits(text))


def _date(text: str) -> date | None:
    digits = _digits(text)
    if _ZEROS.fullmatch(digits):
        return None
    try:
        return date(_CENTURY + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError as fault:
        raise UnfitError("day") from fault


def _time(text: str) -> time:
    digits = _digits(text)
    try:
        return time(int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError as fault:
        raise UnfitError("time") from fault


def _birth(text: str) -> str | None:
    """AAMMJJ as it stands: some rights have months and days that no calendar knows."""
    digits = _digits(text)
    return None if _ZEROS.fullmatch(digits) else digits


def _nir(text: str) -> str | None:
    if _ZEROS.fullmatch(text):
        return None
    _refuse(_NO_CODE, text, "nir_form")
    try:
        return check_nir(text)
    except PydanticCustomError as fault:
        raise UnfitError(fault.type, _NIR_DIGITS if fault.type == "nir_key" else 0) from fault


def _billing_number(text: str) -> str | None:
    corsican = _CORSICAN.fullmatch(text)
    if corsican:
        text = f"200{'AB'.index(corsican[1]) + 1}{corsican[2]}"
    return _with_key(_digits(text), check_billing_number)


def _rpps(text: str) -> str | None:
    return _with_key(_digits(text), check_rpps)


def _with_key(digits: str, check: Callable[[str], str]) -> str | None:
    if _ZEROS.fullmatch(digits):
        return None
    try:
        return check(digits)
    except PydanticCustomError as fault:
        raise UnfitError(fault.type) from fault


def _refuse(signs: re.Pattern[str], text: str, reason: str) -> None:
    found = signs.search(text)
    if found:
        raise UnfitError(reason, found.start())


_READERS: dict[Kind, Callable[[str], Value | None]] = {
    "text": _text,
    "code": _code,
    "digits": _digits,
    "number": _number,
    "cents": _number,
    "date": _date,
    "time": _time,
    "birth": _birth,
    "nir": _nir,
    "am": _billing_number,
    "rpps": _rpps,
}
