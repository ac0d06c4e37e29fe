"""What the tray icon shows for a state of the service: pure, no drawing, no patient data.

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
        Shape.CROSS: "Scord ne répond plus",
        Shape.OCTAGON: "Scord : rejets à traiter",
        Shape.BARS: "Scord : en pause",
        Shape.DIAMOND: "Scord : documents à classer",
        Shape.ARROW: "Scord : envois en cours",
        Shape.CHECK: "Scord : rien à faire",
    },
    "en": {
        Shape.CROSS: "Scord is not responding",
        Shape.OCTAGON: "Scord: rejections to handle",
        Shape.BARS: "Scord: paused",
        Shape.DIAMOND: "Scord: documents to file",
        Shape.ARROW: "Scord: sending",
        Shape.CHECK: "Scord: nothing to do",
    },
}
_COUNTS = {
    "fr": {
        "rejected": "Rejetés : {}",
        "to_file": "À classer : {}",
        "to_send": "À télétransmettre : {}",
        "awaiting_ack": "En attente d'ARL : {}",
    },
    "en": {
        "rejected": "Rejected: {}",
        "to_file": "To file: {}",
        "to_send": "To send: {}",
        "awaiting_ack": "Awaiting ARL: {}",
    },
}
_SINCE = {"fr": " depuis le %d/%m à %H:%M", "en": " since %d/%m at %H:%M"}
_ALSO_PAUSED = {"fr": ", en pause", "en": ", paused"}


def view(status: Status, language: str = "fr") -> View:
    """The icon for `status`; French for a language we do not speak."""
    language = language if language in _STATES else "fr"
    shape = _shape(status)
    headline = _STATES[language][shape]
    if status.unreachable_since:
        # The last counts are stale by now: showing them would be a claim.
        return View(shape, headline + status.unreachable_since.strftime(_SINCE[language]), "?")
    if status.paused and shape is not Shape.BARS:
        headline += _ALSO_PAUSED[language]
    counts = [
        words.format(_capped(count, COUNT_MAX))
        for name, words in _COUNTS[language].items()
        if (count := getattr(status, name))
    ]
    waiting = status.rejected + status.to_file
    badge = _capped(waiting, BADGE_MAX) if waiting else ""
    return View(shape, "\n".join([headline, *counts]), badge)


def _shape(status: Status) -> Shape:
    """The first that applies: what a person must act on stands before what goes on by itself."""
    order = {
        Shape.CROSS: status.unreachable_since is not None,
        Shape.OCTAGON: status.rejected > 0,
        Shape.BARS: status.paused,
        Shape.DIAMOND: status.to_file > 0,
        Shape.ARROW: status.to_send + status.awaiting_ack > 0,
    }
    return next((shape for shape, applies in order.items() if applies), Shape.CHECK)


def _capped(count: int, limit: int) -> str:
    return str(count) if count <= limit else f"{limit}+"
