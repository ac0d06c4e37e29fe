"""A question that is asked all the time: its SQL is made once, for making it takes far longer than
the answer.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from peewee import Field

from scord.store.database import database
from scord.store.sight import hidden

if TYPE_CHECKING:
    from collections.abc import Callable

    from peewee import ColumnBase, Select

_Sql = tuple[str, list[Any], list["Callable[[Any], Any]"]]


class Prepared:
    """A query that is always the same; `make` is called at the first asking, and at each where not
    everything may be seen.
    """

    def __init__(self, make: Callable[[], Select]) -> None:
        self._make = make

    def rows(self) -> list[dict[str, Any]]:
        """Values by the names of their columns, as the columns' fields give them."""
        statement, values, readers = _sql(self._make()) if hidden() else self._made
        cursor = database.execute_sql(statement, values)
        names = [name for name, *_ in cursor.description]
        return [
            {name: read(value) for name, read, value in zip(names, readers, row, strict=True)}
            for row in cursor.fetchall()
        ]

    @cached_property
    def _made(self) -> _Sql:
        return _sql(self._make())


def _sql(query: Select) -> _Sql:
    statement, values = query.sql()
    return statement, values, [_reader(column) for column in query.selected_columns]


def _reader(column: ColumnBase) -> Callable[[Any], Any]:
    plain = column.unwrap()
    return plain.python_value if isinstance(plain, Field) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
