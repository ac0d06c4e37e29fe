"""Lists in pages, the newest first: each page ends with the number that the next one begins below.

A row that is added meanwhile neither repeats another nor hides one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from peewee import fn

from scord.store.tables import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from peewee import Field, ModelSelect

LAST_ID = 2**63 - 1  # the greatest number that SQLite and JSON readers of 64 bits know
MOST = 200
USUAL = 50

One = TypeVar("One", bound=Row)
Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Window:
    """At most `limit` rows whose number is below `after`."""

    after: int = LAST_ID
    limit: int = USUAL


@dataclass(frozen=True)
class Listed(Generic[Shown]):
    """`next` is the `after` of the next page; null: this is the last."""

    items: tuple[Shown, ...]
    next: int | None


def listed(
    query: ModelSelect[One], window: Window, show: Callable[[Sequence[One]], Iterable[Shown]]
) -> Listed[Shown]:
    """One page of `query`. `show` is given the page as a whole, to look up what belongs to it.

    The numbers are found first: to sort a hundred thousand whole rows takes seconds.
    """
    key = query.model.id
    below = query.select(key).where(key < window.after).order_by(key.desc())
    numbers = [row.id for row in below.limit(window.limit + 1)]
    page = numbers[: window.limit]
    rows = list(query.where(key.in_(page)).order_by(key.desc()))
    return Listed(tuple(show(rows)), page[-1] if len(numbers) > len(page) else None)


def narrowed(query: ModelSelect[One], *wanted: tuple[Field, object]) -> ModelSelect[One]:
    """`query` where each column has the value that goes with it; None asks for nothing."""
    asked = [column == value for column, value in wanted if value is not None]
    return query.where(*asked) if asked else query


def tellable(fact: Any) -> Any:
    """A fact from outside as JSON can tell it: half characters, which text may not hold, are ?."""
    if isinstance(fact, str):
        return fact.encode(errors="replace").decode()
    if isinstance(fact, dict):
        return {tellable(name): tellable(value) for name, value in fact.items()}
    return [tellable(one) for one in fact] if isinstance(fact, list) else fact


def counted(column: Field, rows: Sequence[Row]) -> Counter[int]:
    """By the number of each of `rows`: how many refer to it by their foreign key `column`."""
    which = column.in_([row.id for row in rows])
    query = column.model.select(column, fn.COUNT()).where(which).group_by(column)
    return Counter(dict(query.tuples()))
