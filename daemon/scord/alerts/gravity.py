"""How grave one level is beside another, in Python and in a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peewee import Case

from scord_shared.status import AlertLevel

if TYPE_CHECKING:
    from peewee import ColumnBase, Field

_PLACE = {level: place for place, level in enumerate(AlertLevel)}  # declared the least grave first


def gravity(level: AlertLevel) -> int:
    return _PLACE[level]


def stored_gravity(level: Field[Any]) -> ColumnBase:
    """The same of a column that holds levels."""
    return Case(level, [(one.value, place) for one, place in _PLACE.items()])


def at_least(level: AlertLevel) -> tuple[AlertLevel, ...]:
    """`level` and all that are graver."""
    return tuple(one for one in AlertLevel if gravity(one) >= gravity(level))
