"""The page's overview in words: the counts, the open alerts, what waits in À classer."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scord.actions.status import status, waiting
from scord_shared.alert_words import tell

if TYPE_CHECKING:
    from scord.store.context import Context

_SHOWN = 50  # documents in À classer; the rest is counted

_COUNTS = {
    "to_file": ("à classer", "to be filed"),
    "to_send": ("à télétransmettre", "to be sent"),
    "awaiting_ack": ("en attente d'ARL", "awaiting an ARL"),
    "accepted": ("acceptées", "accepted"),
    "rejected": ("rejetées", "rejected"),
}
_WORDS = {
    "alerts": ("À voir", "To look at"),
    "no_alerts": ("Rien ne demande votre attention.", "Nothing needs your attention."),
    "to_file": ("À classer", "To be filed"),
    "nothing_to_file": (
        (
            "Aucun document n'attend. Les scans se classent d'eux-mêmes dès qu'ils portent une page"
            " de garde ou suivent « Scanner pour cette facture »."
        ),
        (
            "No document waits. Scans file themselves where they carry a cover slip or follow"
            " “scan for this invoice”."
        ),
    ),
    "paused": ("Envoi en pause : rien ne part.", "Sending is paused: nothing leaves."),
    "pages": ("page(s)", "page(s)"),
}


def overview(context: Context, language: str) -> dict[str, Any]:
    """What the template fills in."""
    now = status(context)
    spoken = language == "en"
    return {
        "language": language,
        "words": {name: pair[spoken] for name, pair in _WORDS.items()},
        "counts": [
            (name, pair[spoken], asdict(now.counts)[name]) for name, pair in _COUNTS.items()
        ],
        "alerts": [(alert, tell(alert, language)) for alert in now.alerts],
        "paused": now.paused_since is not None,
        "waiting": waiting(_SHOWN),
        "to_file": now.counts.to_file,
    }
