"""How a table is to be read where SQLite, left to choose, would read a hundred times as much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import SQL, NodeList

if TYPE_CHECKING:
    from scord.store.tables import Row


def by_index(table: type[Row], index: str) -> NodeList:
    """For `from_`: by this index alone, from its beginning to its end where it must be."""
    return NodeList((table, SQL(f"INDEXED BY {index}")))


def by_number(table: type[Row]) -> NodeList:
    """For `from_`: only the rows whose numbers are asked for."""
    return NodeList((table, SQL("NOT INDEXED")))
