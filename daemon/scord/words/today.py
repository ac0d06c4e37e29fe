"""The day's counts in words."""

from __future__ import annotations

from scord.words.figures import count as figure
from scord.words.speech import Words, put

# Of one, and of several.
KINDS: dict[str, tuple[Words, Words]] = {
    "received": (("{n} scan reçu", "{n} scan received"), ("{n} scans reçus", "{n} scans received")),
    "filed": (
        ("{n} pièce classée", "{n} piece filed"),
        ("{n} pièces classées", "{n} pieces filed"),
    ),
    "refused": (
        ("{n} scan refusé", "{n} scan refused"),
        ("{n} scans refusés", "{n} scans refused"),
    ),
    "held": (
        ("{n} document à renumériser", "{n} document to scan again"),
        ("{n} documents à renumériser", "{n} documents to scan again"),
    ),
    "invoices": (
        ("{n} facture reçue", "{n} invoice received"),
        ("{n} factures reçues", "{n} invoices received"),
    ),
    "lots-sent": (
        ("{n} lot SCOR envoyé", "{n} SCOR lot sent"),
        ("{n} lots SCOR envoyés", "{n} SCOR lots sent"),
    ),
    "accepted": (
        ("{n} pièce acceptée", "{n} piece accepted"),
        ("{n} pièces acceptées", "{n} pieces accepted"),
    ),
    "rejected": (
        ("{n} pièce refusée", "{n} piece rejected"),
        ("{n} pièces refusées", "{n} pieces rejected"),
    ),
    "fse-positive": (
        ("{n} ARL positif de lot de FSE", "{n} positive ARL of an FSE lot"),
        ("{n} ARL positifs de lots de FSE", "{n} positive ARLs of FSE lots"),
    ),
    "fse-negative": (
        ("{n} ARL négatif de lot de FSE", "{n} negative ARL of an FSE lot"),
        ("{n} ARL négatifs de lots de FSE", "{n} negative ARLs of FSE lots"),
    ),
}


def today_words(kind: str, count: int, language: str) -> str:
    """Such as "12 scans reçus"; French counts zero and one alike."""
    one, several = KINDS[kind]
    single = count == 1 if language == "en" else count < 2
    return put(one if single else several, language, n=figure(count, language))
