"""What invoices, lots and pieces are called: their modes, types and states."""

from __future__ import annotations

from scord.words.speech import Words, look_up

MODES: dict[str, Words] = {
    "sesam_vitale": ("SESAM-Vitale", "SESAM-Vitale"),
    "desynchronise": ("désynchronisé", "désynchronisé"),
    "sans_vitale": ("sans carte Vitale", "without the Vitale card"),
    "degrade": ("dégradé", "dégradé"),
}

STATUSES: dict[str, Words] = {
    "active": ("en cours", "open"),
    "held": ("retenue", "held"),
    "cancelled": ("supprimée", "cancelled"),
    "replaced": ("corrigée par une autre", "corrected by another"),
    "erased": ("effacée avec son patient", "erased with its patient"),
}

FSE_KINDS: dict[str, Words] = {
    "secured": ("sécurisé", "secured"),
    "degraded": ("dégradé", "dégradé"),
}

TYPES: dict[str, Words] = {
    "ORDN": ("ordonnance", "prescription"),
    "DSIP": ("prescription de DSI", "DSI prescription"),
    "AUTP": ("autre pièce", "other piece"),
    "FSNC": ("feuille de soins", "care sheet"),
    "FSDE": ("feuille de soins dégradée", "care sheet of a dégradé invoice"),
}

# Of pieces, lots, messages, attempts, ARLs: equal words mean equal things.
STATES: dict[str, Words] = {
    "awaited": ("réponse attendue", "answer awaited"),
    "accepted": ("accepté", "accepted"),
    "rejected": ("refusé", "rejected"),
    "partial": ("accepté en partie", "accepted in part"),
    "contested": ("réponses contraires", "contrary answers"),
    "positive": ("positif", "positive"),
    "negative": ("négatif", "negative"),
    "ready": ("prêt, pas encore parti", "ready, not sent yet"),
    "sending": ("en cours", "under way"),
    "sent": ("envoyé", "sent"),
    "retry": ("pas parti, à réessayer", "not sent, to be tried again"),
    "held": ("retenu", "kept back"),
    "uncertain": ("incertain", "uncertain"),
    "bounced": ("revenu", "came back"),
    "failed": ("impossible", "failed"),
    "applied": ("prise en compte", "applied"),
    "duplicate": ("déjà reçue", "received before"),
    "contradiction": ("contredit la précédente", "contradicts the one before"),
    "unmatched": ("lot inconnu", "lot not known"),
    "ambiguous": ("deux lots possibles", "two lots possible"),
    "unreadable": ("illisible", "unreadable"),
}


def state(code: str | None, language: str) -> str:
    return look_up(STATES, code or "", language)


def kind(code: str | None, language: str) -> str:
    """A piece's type with its code, such as "ordonnance (ORDN)"."""
    if code is None:
        return "-"
    return f"{look_up(TYPES, code, language)} ({code})"
