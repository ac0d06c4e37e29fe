"""What the tray knows and what it shows, as plain values without patient data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from scord_shared.errors import Code
    from scord_shared.status import ServiceStatus


class Shape(StrEnum):
    """One outline per state, told apart without colour at 16 pixels."""

    CROSS = "cross"  # the service cannot be asked
    OCTAGON = "octagon"  # a piece is rejected, or something is urgent
    BARS = "bars"  # nothing leaves until a person says so
    DIAMOND = "diamond"  # something waits for a person
    ARROW = "arrow"  # under way by itself
    CHECK = "check"  # nothing to do


@dataclass(frozen=True)
class Unreached:
    """Why the service could not be asked; `since`: it last answered, or was first asked, then."""

    code: Code
    since: datetime
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class TrayState:
    """`now` is aware, in the zone to show times in; `told` is what came of asking the service."""

    now: datetime
    told: ServiceStatus | Unreached
    language: str = "fr"


class Verb(StrEnum):
    """What a click may ask for."""

    OPEN = "open"  # the page, at `target`
    ARM = "arm"  # the next scan is for the invoice with the id `target`
    DISARM = "disarm"  # undoes the arm with the id `target`
    PAUSE = "pause"
    RESUME = "resume"
    SEND = "send"
    LANGUAGE = "language"  # speak `target`
    ABOUT = "about"
    QUIT = "quit"


@dataclass(frozen=True)
class Action:
    """`name` is what people call the target, `folder` the scanner's. All is in it: what a click
    does never depends on what has changed since the menu was drawn.
    """

    verb: Verb
    target: str | int = ""
    name: str = ""
    folder: str = ""


@dataclass(frozen=True)
class Item:
    """A line of the menu; without an action or children it only tells. `checked` is None for a
    line without a mark; a left click on the icon does what the `default` line does.
    """

    label: str = ""
    action: Action | None = None
    enabled: bool = True
    checked: bool | None = None
    children: tuple[Item, ...] = ()
    default: bool = False
    separator: bool = False


SEPARATOR = Item(separator=True)


@dataclass(frozen=True)
class View:
    """`badge` is empty or at most three characters; the tooltip fits what Windows keeps."""

    shape: Shape
    badge: str
    tooltip: str
    menu: tuple[Item, ...]


@dataclass(frozen=True)
class Toast:
    """A notification. `alerts` are the ids that it tells people of."""

    title: str
    text: str
    alerts: tuple[int, ...] = ()
    urgent: bool = False
