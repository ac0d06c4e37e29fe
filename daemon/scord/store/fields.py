"""Column types that keep a rule of ours: UTC times, known states, facts as JSON."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from peewee import Field, TextField

if TYPE_CHECKING:
    from enum import StrEnum

_SURROGATES = re.compile("[\ud800-\udfff]")


def storable_name(name: str) -> str:
    """A file's name as the store keeps it: bytes that are no text in the system's code become _."""
    return _SURROGATES.sub("_", name)


class UtcField(Field):
    """An aware datetime, kept as fixed-width UTC text so that text order is time order."""

    field_type = "TEXT"

    def db_value(self, value: datetime | None) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone must not reach the store")
        plain = value.astimezone(UTC).replace(tzinfo=None)  # strftime would not pad the year
        return f"{plain.isoformat(timespec='microseconds')}Z"

    def python_value(self, value: str | None) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class DayField(Field):
    """A calendar day without a zone (invoice date, birth date)."""

    field_type = "TEXT"

    def db_value(self, value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    def python_value(self, value: str | None) -> date | None:
        return None if value is None else date.fromisoformat(value)


class EnumField(Field):
    """One member of a StrEnum; an unknown word in the database raises ValueError."""

    field_type = "TEXT"

    def __init__(self, members: type[StrEnum], **options: Any) -> None:
        self.members = members
        super().__init__(**options)

    def db_value(self, value: StrEnum | str | None) -> str | None:
        return None if value is None else self.members(value).value

    def python_value(self, value: str | None) -> StrEnum | None:
        return None if value is None else self.members(value)


class NameField(TextField):
    """The name of somebody else's file, which may hold anything; see `storable_name`."""

    def db_value(self, value: str | None) -> str | None:
        return None if value is None else storable_name(value)


class FactsField(TextField):
    """A JSON value, written with sorted keys so that equal facts are equal text.

    In ASCII: what comes from outside may hold half characters, which no database takes.
    """

    def db_value(self, value: Any) -> str:
        return json.dumps(value, sort_keys=True, default=str)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)
