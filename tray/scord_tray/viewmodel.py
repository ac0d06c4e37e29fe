"""What the tray icon shows for a state of the service: a pure function, no drawing, no patient data.

A state is told by its shape and its words; a colour may be added to the shape, never stand for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

# Windows keeps 128 characters for a tray icon's tip, the closing NUL included.
TOOLTIP_MAX = 127
BADGE_MAX = 99
COUNT_MAX = 9999


class Shape(StrEnum):
    """One outline per state, told apart without colour at 16 pixels."""

    CROSS = "cross"
    OCTAGON = "octagon"
    BARS = "bars"
    DIAMOND = "diamond"
    ARROW = "arrow"
    CHECK = "check"


@dataclass(frozen=True)
class Status:
    """The counts that the service reports; all zero or more.

    `unreachable_since` is when the service last answered, in the zone to show; None while it does.
    """

    to_file: int = 0
    to_send: int = 0
    awaiting_ack: int = 0
    rejected: int = 0
    paused: bool = False
    unreachable_since: datetime | None = None


@dataclass(frozen=True)
class View:
    """What an icon draws: `badge` is empty or at most three characters."""

    shape: Shape
    tooltip: str
    badge: str


_STATES = {
    "fr": {
        Shape.CROSS: "ne répond pas",
        Shape.OCTAGON: "rejets à traiter",
        Shape.BARS: "en pause",
        Shape.DIAMOND: "documents à classer",
        Shape.ARROW: "envois en cours",
        Shape.CHECK: "rien à faire",
    },
    "en": {
        Shape.CROSS: "not responding",
        Shape.OCTAGON: "rejections to handle",
        Shape.BARS: "paused",
        Shape.DIAMOND: "documents to file",
        Shape.ARROW: "sending",
        Shape.CHECK: "nothing to do",
    },
}
_COUNTS = {
    "fr": {
        "rejected": "rejetés",
        "to_file": "à classer",
        "to_send": "à télétransmettre",
        "awaiting_ack": "en attente d'ARL",
    },
    "en": {
        "rejected": "rejected",
        "to_file": "to file",
        "to_send": "to send",
        "awaiting_ack": "awaiting ARL",
    },
}
_SINCE = {"fr": "depuis le %d/%m à %H:%M", "en": "since %d/%m at %H:%M"}


def view(status: Status, language: str = "fr") -> View:
    """The icon for `status`; French for a language we do not speak."""
    language = language if language in _STATES else "fr"
    shape = _shape(status)
    headline = f"Scord : {_STATES[language][shape]}"
    if status.unreachable_since:
        # The last counts are stale by now: showing them would be a claim.
        since = status.unreachable_since.strftime(_SINCE[language])
        return View(shape, f"{headline} {since}", "?")
    counts = [
        f"{_capped(count, COUNT_MAX)} {words}"
        for name, words in _COUNTS[language].items()
        if (count := getattr(status, name))
    ]
    waiting = status.rejected + status.to_file
    badge = _capped(waiting, BADGE_MAX) if waiting else ""
    return View(shape, "\n".join([headline, *counts]), badge)


def _shape(status: Status) -> Shape:
    """The first that applies: what a person must act on stands before what goes on by itself."""
    order = [
        (status.unreachable_since, Shape.CROSS),
        (status.rejected, Shape.OCTAGON),
        (status.paused, Shape.BARS),
        (status.to_file, Shape.DIAMOND),
        (status.to_send + status.awaiting_ack, Shape.ARROW),
    ]
    return next((shape for applies, shape in order if applies), Shape.CHECK)


def _capped(count: int, limit: int) -> str:
    return str(count) if count <= limit else f"{limit}+"
