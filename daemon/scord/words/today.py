"""What happened, in words: the day's counts, and single events of the journal."""

from __future__ import annotations

from scord.words.figures import count as figure
from scord.words.speech import Words, look_up, put

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

EVENTS: dict[str, Words] = {
    "scan.taken": ("scan reçu", "scan received"),
    "scan.refused": ("scan refusé", "scan refused"),
    "document.held": ("document à renumériser", "document to scan again"),
    "document.inbox": ("document mis dans À classer", "document put into À classer"),
    "document.set-aside": ("document mis de côté", "document set aside"),
    "attachment.made": ("pièce classée sur une facture", "piece filed on an invoice"),
    "invoice.noted": ("facture reçue", "invoice received"),
    "invoice.held": ("facture retenue", "invoice held"),
    "invoice.active": ("facture libérée", "invoice released"),
    "invoice.cancelled": ("facture supprimée", "invoice cancelled"),
    "invoice.replaced": ("facture remplacée par une facture corrigée", "invoice corrected"),
    "scor-lot.sent": ("lot SCOR envoyé", "SCOR lot sent"),
    "scor-lot.contested": (
        "réponses contradictoires à un lot SCOR",
        "contradicting answers to a SCOR lot",
    ),
    "fse-lot.positive": ("ARL positif d'un lot de FSE", "positive ARL of an FSE lot"),
    "fse-lot.negative": ("ARL négatif d'un lot de FSE", "negative ARL of an FSE lot"),
    "fse-lot.contested": (
        "réponses contradictoires à un lot de FSE",
        "contradicting answers to an FSE lot",
    ),
    "lot-item.accepted": ("pièce acceptée par la caisse", "piece accepted by the caisse"),
    "lot-item.rejected": ("pièce refusée par la caisse", "piece rejected by the caisse"),
    "message.uncertain": ("envoi incertain", "sending uncertain"),
    "message.bounced": ("envoi revenu", "sending came back"),
    "message.failed": ("envoi impossible", "sending failed"),
}


def today_words(kind: str, count: int, language: str) -> str:
    """Such as "12 scans reçus"; French counts zero and one alike."""
    one, several = KINDS[kind]
    single = count == 1 if language == "en" else count < 2
    return put(one if single else several, language, n=figure(count, language))


def event_words(event: str, language: str) -> str:
    """An event that this release does not know is shown as it is."""
    return look_up(EVENTS, event, language)
