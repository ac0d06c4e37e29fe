"""The last days as bars: where each stands in a picture of fixed size, a pure function."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from scord.actions.looking.days import Day

WIDTH, HEIGHT, FOOT = 720, 150, 16  # of the picture, in its own units; FOOT for the days' names
KINDS = ("received", "sent", "accepted", "rejected")
_EVERY = 5  # a day's name under every fifth group of bars


class Bar(NamedTuple):
    kind: str
    x: float
    y: float
    width: float
    height: float


class Group(NamedTuple):
    """One day: its bars, and where its name stands (None: no room for it)."""

    day: Day
    bars: tuple[Bar, ...]
    named_at: float | None


class Chart(NamedTuple):
    groups: tuple[Group, ...]
    top: int
    first: date | None
    total: dict[str, int]


def bars(days: Sequence[Day]) -> Chart:
    """The highest bar fills the height; a day without anything has bars of height 0."""
    top = max((getattr(day, kind) for day in days for kind in KINDS), default=0)
    step = WIDTH / max(len(days), 1)
    groups = tuple(
        Group(
            day, _bars(day, place * step, step, top), place * step if _named(place, days) else None
        )
        for place, day in enumerate(days)
    )
    total = {kind: sum(getattr(day, kind) for day in days) for kind in KINDS}
    return Chart(groups, top, days[0].day if days else None, total)


def _named(place: int, days: Sequence[Day]) -> bool:
    return (len(days) - 1 - place) % _EVERY == 0


def _bars(day: Day, left: float, step: float, top: int) -> tuple[Bar, ...]:
    width = step * 0.8 / len(KINDS)
    made = []
    for place, kind in enumerate(KINDS):
        height = round((HEIGHT - FOOT) * getattr(day, kind) / top, 1) if top else 0
        x = round(left + step * 0.1 + place * width, 1)
        made.append(Bar(kind, x, round(HEIGHT - FOOT - height, 1), round(width, 1), height))
    return tuple(made)
