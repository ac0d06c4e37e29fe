"""Tableau de bord: what asks for a person, what happened, whether all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.actions.looking.counters import counters
from scord.actions.looking.days import days, today
from scord.actions.looking.health import health
from scord.actions.sending import is_of_a_restore
from scord.actions.status import status
from scord.page.alert_places import place_of
from scord.page.chart import bars
from scord.page.setting_up import steps_shown
from scord.words.events import event_words
from scord.words.health import health_name, health_words
from scord.words.today import today_words
from scord_shared.alert_words import tell

if TYPE_CHECKING:
    from scord.actions.looking.counters import Counter
    from scord.page.visit import Visit

_ALERTS = 5

# Each counter in words, and how it stands out once it is not 0.
_COUNTERS: dict[str, tuple[tuple[str, str], str]] = {
    "invoices-to-transmit": (("Factures à transmettre", "Invoices to transmit"), ""),
    "documents-to-transmit": (("Documents à transmettre", "Documents to transmit"), ""),
    "to-file": (("Documents à classer", "Documents to be filed"), "calls"),
    "rejected": (("Rejets à traiter", "Rejects to handle"), "alarms"),
    "arl-late": (("ARL en retard", "Late ARLs"), "alarms"),
}
_SHOWN_AT = {"documents": "/a-classer", "late-answers": "/scor?tab=awaiting"}


def fill(visit: Visit) -> dict[str, Any]:
    language, spoken = visit.language, visit.language == "en"
    now = status(visit.context)
    happened = today(visit.context)
    return {
        "counters": [
            (one, _COUNTERS[one.name][0][spoken], _COUNTERS[one.name][1], _address(one))
            for one in counters(visit.context)
        ],
        "setup": steps_shown(visit),
        "alerts": [(alert, tell(alert, language)) for alert in now.alerts[:_ALERTS]],
        "alerts_open": now.alerts_open,
        "place_of": place_of,
        "paused": now.paused_since,
        "unchecked": is_of_a_restore(),
        "armed": now.armed,
        "today": [today_words(kind, count, language) for kind, count in happened.counts.items()],
        "latest": [(one, event_words(one.event, language)) for one in happened.latest],
        "health": [
            (one, health_name(one, language), health_words(one, language))
            for one in health(visit.context)
        ],
        "chart": bars(days(visit.context)),
    }


def _address(counter: Counter) -> str:
    """The list that shows exactly what is counted."""
    if counter.shown_by == "invoices":
        asked = "&".join(f"{name}={value}" for name, value in counter.filter.items())
        return f"/factures?{asked}"
    return _SHOWN_AT[counter.shown_by]
