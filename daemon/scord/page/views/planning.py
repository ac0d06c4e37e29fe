"""Planning et en cours: what to scan today, for the visits planned and for the care under way."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from scord.actions.looking.invoice_table import Sought, invoice_table
from scord.actions.looking.marks import first_missing
from scord.actions.looking.planning import planned_visits
from scord.actions.looking.practice import practitioners
from scord.actions.seen import seen
from scord.actions.status import status
from scord.page.looks import standing
from scord.page.scanning import scanning
from scord.settings import PARIS

if TYPE_CHECKING:
    from scord.page.visit import Visit

_LISTED = 50


def fill(visit: Visit) -> dict[str, Any]:
    today = visit.context.clock.now().astimezone(PARIS).date()
    day = today
    with suppress(ValueError):
        day = date.fromisoformat(visit.asked.get("day", ""))
    table = invoice_table(visit.context, Sought(missing=True, size=_LISTED))
    return {
        "shown": day,
        "is_today": day == today,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "visits": planned_visits(day),
        "table": table,
        "rows": [
            (row, standing(row.stands, visit.language), first_missing(row.marks))
            for row in table.rows
        ],
        "practitioners": [one for one in practitioners(seen(visit.context.settings)) if one.known],
        **scanning(status(visit.context)),
    }
