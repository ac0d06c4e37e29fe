"""Alertes: what stands, and what is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.actions.looking.alerts import alerts
from scord.actions.looking.pages import LAST_ID, Window
from scord.page.alert_places import place_of
from scord_shared.alert_words import tell
from scord_shared.status import OpenAlert

if TYPE_CHECKING:
    from scord.actions.looking.alerts import ListedAlert
    from scord.page.visit import Visit


def fill(visit: Visit) -> dict[str, Any]:
    over = visit.asked.get("over") == "1"
    found = alerts(Window(after=visit.number("after") or LAST_ID), still=not over)
    return {
        "over": over,
        "place_of": place_of,
        "alerts": [(one, tell(_open(one), visit.language)) for one in found.items],
        "next": found.next,
    }


def _open(one: ListedAlert) -> OpenAlert:
    return OpenAlert(one.id, one.kind, one.subject, one.level, one.facts, one.opened_at)
