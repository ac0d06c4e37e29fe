"""Of every column that may hold text it is decided what an erasure does to it."""

from __future__ import annotations

from peewee import CharField, TextField

from scord.actions.erasing.columns import CLEARED, CLEARED_WHERE_NAMED, DELETED, KEPT
from scord.store.fields import DayField
from scord.store.tables import TABLES, Invoice


def test_each_column_is_cleared_kept_or_goes_and_none_is_named_twice() -> None:
    decided = [
        (table, name)
        for tables in (CLEARED, CLEARED_WHERE_NAMED, KEPT)
        for table, names in tables.items()
        for name in names
    ]
    there = {
        (table, name)
        for table in TABLES
        if table not in DELETED
        for name, column in table._meta.fields.items()  # type: ignore[attr-defined]
        if isinstance(column, CharField | TextField | DayField)
    }
    assert len(decided) == len(set(decided))
    assert set(decided) - {(Invoice, "total_cents")} == there
    assert len(there) > 90
