"""What the tray icon shows for a state of the service: pure, no drawing, no patient data.

A state is told by its shape and its words; a colour may be added to the shape, never stand for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord_shared.alert_words import tell
from scord_shared.errors import Code
from scord_shared.status import AlertLevel
from scord_tray.menu import menu_reached, menu_unreached, numbers, waiting
from scord_tray.model import Shape, Unreached, View
from scord_tray.words import say, say_time

if TYPE_CHECKING:
    from scord_shared.status import ServiceStatus, Status
    from scord_tray.model import TrayState

TOOLTIP_MAX = 127  # Windows keeps 128 UTF-16 units for an icon's tip, the closing NUL included
BADGE_MAX = 99
COUNT_MAX = 9999

_UNREACHED = {
    Code.SERVICE_SILENT: "silent",
    Code.NOT_THE_SERVICE: "impostor",
    Code.UPDATE_NEEDED: "update",
    Code.NOT_ALLOWED: "forbidden",
    Code.WHO_UNKNOWN: "forbidden",
}
_WHAT = {
    Shape.OCTAGON: "rejections",
    Shape.BARS: "paused",
    Shape.DIAMOND: "to-be-filed",
    Shape.ARROW: "under-way",
    Shape.CHECK: "nothing",
}
# Where this number is zero, it is an alert that gave the shape, and its words say more.
_BEHIND = {Shape.OCTAGON: "rejected", Shape.DIAMOND: "to_file"}

# In the order of the tooltip: where it is full, the last ones are left to the menu.
_IN_TOOLTIP = ("rejected", "to_file", "to_send", "awaiting_ack")


def view(state: TrayState) -> View:
    """The icon for `state`."""
    if isinstance(state.told, Unreached):
        return _view_unreached(state, state.told)
    return _view_reached(state, state.told)


def fitting(text: str, units: int = TOOLTIP_MAX) -> str:
    """`text` cut to what a Windows structure of `units` UTF-16 units keeps, between characters."""
    if _units(text) <= units:
        return text
    while _units(text) > units - 1:
        text = text[:-1]
    return text + "…"


def _view_unreached(state: TrayState, told: Unreached) -> View:
    """Without counts: the last ones are stale by now, and showing them would be a claim."""
    since = say_time(told.since, state.now, state.language)
    headline = say(_UNREACHED.get(told.code, "fault"), state.language, since=since)
    return View(Shape.CROSS, "", fitting(headline), menu_unreached(state, told, headline))


def _view_reached(state: TrayState, told: ServiceStatus) -> View:
    shape = _shape(told.status)
    headline = _headline(shape, state, told.status)
    count = waiting(told.status.counts)
    return View(
        shape,
        _capped(count, BADGE_MAX) if count else "",
        _tooltip(headline, state, told.status),
        menu_reached(state, told, headline),
    )


def _shape(status: Status) -> Shape:
    """The first that applies: what a person must act on stands before what goes on by itself."""
    counts = status.counts
    urgent = any(alert.level is AlertLevel.URGENT for alert in status.alerts)
    order = {
        Shape.OCTAGON: counts.rejected > 0 or urgent,
        Shape.BARS: status.paused_since is not None,
        Shape.DIAMOND: waiting(counts) > 0 or status.alerts_open > 0,
        Shape.ARROW: counts.at_work + counts.to_send + counts.awaiting_ack > 0,
    }
    return next((shape for shape, applies in order.items() if applies), Shape.CHECK)


def _headline(shape: Shape, state: TrayState, status: Status) -> str:
    what = _what(shape, state, status)
    if status.paused_since and shape is not Shape.BARS:
        what = say("also-paused", state.language, what=what)
    return say("headline", state.language, what=what)


def _what(shape: Shape, state: TrayState, status: Status) -> str:
    if shape in _BEHIND and not numbers(status.counts)[_BEHIND[shape]]:
        if not status.alerts:
            return say("to-be-seen", state.language)
        return tell(status.alerts[0], state.language).title
    since = status.paused_since and say_time(status.paused_since, state.now, state.language)
    return say(_WHAT[shape], state.language, since=since)


def _tooltip(headline: str, state: TrayState, status: Status) -> str:
    """The headline, then as many whole lines of counts as fit."""
    count = numbers(status.counts)
    text = fitting(headline)
    for name in _IN_TOOLTIP:
        line = say(name, state.language, count=_capped(count[name], COUNT_MAX))
        if count[name] and _units(f"{text}\n{line}") <= TOOLTIP_MAX:
            text = f"{text}\n{line}"
    return text


def _capped(count: int, limit: int) -> str:
    return str(count) if count <= limit else f"{limit}+"


def _units(text: str) -> int:
    """The length as Windows counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
