"""Column types that keep a rule of ours: UTC times, known states, facts as JSON."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from peewee import Field, TextField

if TYPE_CHECKING:
    from enum import StrEnum

_UTC_TEXT = "%Y-%m-%dT%H:%M:%S.%fZ"


class UtcField(Field):
    """An aware datetime, kept as fixed-width UTC text so that text order is time order."""

    field_type = "TEXT"

    def db_value(self, value: datetime | None) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone must not reach the store")
        return value.astimezone(UTC).strftime(_UTC_TEXT)

    def python_value(self, value: str | None) -> datetime | None:
        return None if value is None else datetime.strptime(value, _UTC_TEXT).replace(tzinfo=UTC)


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


class FactsField(TextField):
    """A JSON value, written with sorted keys so that equal facts are equal text."""

    def db_value(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)
