"""The kinds of values in the import formats: each says what it takes and refuses all else."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from scord.billing.numbers import check_billing_number, check_nir, check_rpps

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
)
_YEARS = range(1990, 2100)  # a year outside is a slip of the keyboard
_MOST_CENTS = 10**10  # a hundred million euros: far above any invoice, far below what a row holds


def _day(given: Any) -> date:
    """Only YYYY-MM-DD: elsewhere a number or "20230706" is taken for seconds since 1970."""
    try:
        day = date.fromisoformat(given) if _DAY.fullmatch(given) else None
    except (TypeError, ValueError):
        day = None
    if day is None or day.year not in _YEARS:
        raise PydanticCustomError("day", "not a date")
    return day


def _time(given: Any) -> datetime:
    match = _TIME.fullmatch(given) if isinstance(given, str) else None
    if match is None:
        raise PydanticCustomError("time", "not a time")
    if match["zone"] is None:
        raise PydanticCustomError("time_zone", "a time without a zone")
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as fault:
        raise PydanticCustomError("time", "not a time") from fault
    if moment.year not in _YEARS:
        raise PydanticCustomError("time", "not a time")
    return moment.astimezone(UTC)


def _printable(text: str) -> str:
    if not text.isprintable():
        raise PydanticCustomError("unprintable", "a sign that cannot be printed")
    return text


def _text(most: int) -> Any:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=most)


Text = Annotated[str, _text(200), AfterValidator(_printable)]
Day = Annotated[date, BeforeValidator(_day)]
Time = Annotated[
    datetime,
    BeforeValidator(_time),
    WithJsonSchema({"type": "string", "format": "date-time", "description": "With its zone."}),
]
# Not a `date`: birth dates of people without papers have month 00 or 13 and more, day 00.
BirthDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Cents = Annotated[int, Field(ge=0, le=_MOST_CENTS)]
Nir = Annotated[
    str,
    AfterValidator(check_nir),
    Field(
        description="13 characters and the key of 2; Corsica as 2A or 2B; spaces are ignored.",
        json_schema_extra={"pattern": r"^[ .]*[1-478]([ .]*[0-9ABab]){14}[ .]*$"},
    ),
]
Rpps = Annotated[
    str, AfterValidator(check_rpps), Field(json_schema_extra={"pattern": "^[0-9]{11}$"})
]
BillingNumber = Annotated[
    str, AfterValidator(check_billing_number), Field(json_schema_extra={"pattern": "^[0-9]{9}$"})
]
LotNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,3}$")]
InvoiceNumber = Annotated[str, _text(40), AfterValidator(_printable)]
