"""Journal: every change, when, by whom and why, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.actions.looking.history import journal
from scord.actions.looking.pages import LAST_ID, Window
from scord.words.events import event_words, subject_words

if TYPE_CHECKING:
    from scord.page.visit import Visit

# What an entry is about, and where the page shows it.
_SHOWN_AT = {
    "invoice": "/factures/{}",
    "document": "/a-classer?document={}",
    "scor-lot": "/scor/lots/{}",
}
_WHO = {
    "machine": ("Scord", "Scord"),
    "lps": ("logiciel de facturation", "billing software"),
    "caisse": ("caisse", "caisse"),
}


def fill(visit: Visit) -> dict[str, Any]:
    found = journal(None, None, Window(after=visit.number("after") or LAST_ID, limit=100))
    spoken = visit.language == "en"
    return {
        "entries": [
            (
                one,
                event_words(one.event, visit.language),
                _WHO[one.by][spoken] if one.by in _WHO else one.by,
                f"{subject_words(one.subject_kind, visit.language)} {one.subject_id}",
                _SHOWN_AT.get(one.subject_kind, "").format(one.subject_id),
            )
            for one in found.items
        ],
        "next": found.next,
    }
