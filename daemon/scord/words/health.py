"""How what Scord stands on is doing, in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from scord.words.figures import size
from scord.words.flags import fault_title
from scord.words.speech import Words, look_up, moment
from scord_shared.card_words import SERVICES, STATES, in_use
from scord_shared.place_words import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scord.actions.looking.health import Health

NAMES: dict[str, Words] = {
    "folder": ("Dossier de numérisation", "Drop folder"),
    "invoices-folder": ("Logiciel de facturation", "Billing software"),
    "mailbox": ("Messagerie", "Mailbox"),
    "exchange": ("Échange avec la caisse", "Exchange with the caisse"),
    "card": ("Lecteur de cartes", "Card reader"),
    "disk": ("Disque", "Disk"),
    "clock": ("Horloge", "Clock"),
    "pause": ("Envoi", "Sending"),
}

HEALTH: dict[str, Words] = {
    "folder-not-set-up": ("aucun dossier réglé", "none is set up"),
    "invoices-folder-not-set-up": (
        "pas de dossier : les factures arrivent par l'API ou « scord import »",
        'no folder: invoices come by the API or "scord import"',
    ),
    "folder-reachable": ("accessible", "reachable"),
    "folder-unreachable": ("inaccessible depuis le {since}", "out of reach since {since}"),
    "mailbox-not-set-up": (
        "pas relevée : les réponses arrivent par fichiers",
        "not read: answers come as files",
    ),
    "mailbox-read": ("relevée", "read"),
    "mailbox-barred": (
        "ne donne plus rien depuis le {since}[ ({fault})]",
        "gives nothing since {since}[ ({fault})]",
    ),
    "route-stopped": (
        "envois arrêtés depuis le {since}[ ({fault})]",
        "sending stopped on {since}[ ({fault})]",
    ),
    "exchange-test": (
        "profil d'essai « {profile} » : rien ne part vers une caisse",
        "test profile {profile}: nothing leaves for a caisse",
    ),
    "exchange-open": ("ouvert (profil « {profile} »)", "open (profile {profile})"),
    **{f"card-{name}": words for name, words in {**SERVICES, **STATES}.items()},
    "disk-free": ("{free} libres", "{free} free"),
    "disk-nearly-full": (
        "presque plein : {free} libres, il en faut {least}",
        "nearly full: {free} free, {least} are needed",
    ),
    "clock-right": ("à l'heure", "right"),
    "clock-wrong": ("l'horloge dit {at} : impossible", "the clock says {at}: impossible"),
    "clock-behind": (
        "en retard : le journal va déjà jusqu'au {at}",
        "behind: the journal goes to {at} already",
    ),
    "not-paused": ("en marche", "at work"),
    "paused": ("en pause depuis le {since}, par {by}", "paused since {since}, by {by}"),
}

_SPOKEN: Mapping[str, Callable[[Any, str], str | None]] = {
    "since": lambda value, language: moment(datetime.fromisoformat(value), language),
    "at": lambda value, language: moment(datetime.fromisoformat(value), language),
    "in_use": in_use,
    "free": size,
    "least": size,
}


def health_name(one: Health, language: str) -> str:
    """Such as "Dossier de numérisation accueil"."""
    name = look_up(NAMES, one.name, language)
    told = not one.subject or one.subject in FOLDERS
    return name if told else f"{name} {one.subject}"


def health_words(one: Health, language: str) -> str:
    """How it is doing."""
    facts = {
        name: _SPOKEN[name](value, language) if name in _SPOKEN else value
        for name, value in one.facts.items()
    }
    fault = fault_title(one.facts.get("reason"), language)
    return look_up(HEALTH, one.code, language, {**facts, "fault": fault})
