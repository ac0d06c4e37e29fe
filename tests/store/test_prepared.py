"""A prepared question gives what its query would, at every asking, and makes its SQL once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import fn

from scord.store.prepared import Prepared
from scord.store.tables import CalendarRun

if TYPE_CHECKING:
    from peewee import ModelSelect

    from scord.store.context import Context


def test_values_are_those_of_the_fields_and_new_at_every_asking(context: Context) -> None:
    now = context.clock.now()
    made = []

    def make() -> ModelSelect[CalendarRun]:
        made.append(1)
        return CalendarRun.select(CalendarRun.name, CalendarRun.last_at.alias("at"))

    asked = Prepared(make)
    assert asked.rows() == []
    for name in ("lots", "polls"):
        CalendarRun.create(name=name, last_at=now)
    assert asked.rows() == [{"name": "lots", "at": now}, {"name": "polls", "at": now}]
    assert len(made) == 1


def test_what_is_no_field_is_given_as_the_database_has_it(context: Context) -> None:
    CalendarRun.create(name="lots", last_at=context.clock.now())
    asked = Prepared(lambda: CalendarRun.select(fn.COUNT(CalendarRun.id).alias("count")))
    assert asked.rows() == [{"count": 1}]
