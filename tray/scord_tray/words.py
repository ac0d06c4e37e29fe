"""Every word of the tray, French first. Alerts and faults have theirs in scord_shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord_shared.wording import fill

if TYPE_CHECKING:
    from datetime import datetime

LANGUAGES = {"fr": "Français", "en": "English"}

FRENCH = {
    # the headline: how things stand
    "silent": "Scord ne répond plus depuis {since}",
    "impostor": "Un autre programme répond à la place de Scord",
    "update": "Scord : mise à jour nécessaire",
    "forbidden": "Scord : vous n'avez pas accès",
    "fault": "Scord ne peut pas répondre",
    "headline": "Scord : {what}",
    "rejections": "rejets à traiter",
    "paused": "en pause depuis {since}",
    "to-be-filed": "documents à classer",
    "to-be-seen": "des points à voir",
    "under-way": "envois en cours",
    "nothing": "rien à faire",
    "also-paused": "{what}, en pause",
    # the counts
    "to_file": "À classer : {count:,}",
    "to_send": "À télétransmettre : {count:,}",
    "awaiting_ack": "En attente d'ARL : {count:,}",
    "rejected": "Rejetés : {count:,}",
    "held": "À renumériser : {count:,}",
    "uncertain": "Envois incertains : {count:,}",
    "to_settle": "Réponses à trancher : {count:,}",
    # the menu
    "more-alerts": "Et {count:,} autres…",
    "arm": "Scanner pour la dernière facture (n° {number})",
    "arm-none": "Scanner pour la dernière facture : aucune n'attend de pièce",
    "armed": "La prochaine numérisation va à la facture {number} (jusqu'à {until}) – annuler",  # noqa: RUF001 -- the dash of French print
    "armed-prescription": "Le prochain scan est une ordonnance (jusqu'à {until}) – annuler",  # noqa: RUF001 -- as above
    "pause": "Mettre l'envoi en pause",
    "resume": "Reprendre l'envoi",
    "send": "Télétransmettre maintenant",
    "read-only": "Vous pouvez regarder, sans rien changer",
    "open": "Ouvrir Scord",
    "language": "Langue / Language",
    "about": "À propos",
    "quit": "Quitter",
    # what the corner says
    "arm-done": "La prochaine numérisation va à la facture {number}",
    "arm-done-advice": "Placez ses papiers dans le scanner. Le menu de l'icône permet d'annuler.",
    "send-done": "Envoi demandé",
    "send-done-advice": "Scord constitue les lots tout de suite.",
    "send-done-paused": "L'envoi est en pause : les lots partiront à la reprise.",
    "about-title": "Scord {version}",
    "about-text": "Icône : version {version}.[ Service : version {service}.]",
    "no-browser": "Aucun navigateur ne s'ouvre",
    "no-browser-advice": "Choisissez un navigateur par défaut, puis réessayez.",
    "no-tray": "Scord n'a pas de place pour son icône",
    "no-tray-advice": "Votre bureau n'affiche pas d'icônes. Ouvrez Scord depuis le menu des"
    " applications ou par « scord open ». Sous GNOME, l'extension AppIndicator les affiche.",
    "already-there": "L'icône de Scord est déjà affichée dans cette session : rien à faire.",
    # times
    "day": "le {day} à {time}",
}

ENGLISH = {
    "silent": "Scord is not answering since {since}",
    "impostor": "Another program answers in Scord's place",
    "update": "Scord: update needed",
    "forbidden": "Scord: you have no access",
    "fault": "Scord cannot answer",
    "headline": "Scord: {what}",
    "rejections": "rejections to handle",
    "paused": "paused since {since}",
    "to-be-filed": "documents to be filed",
    "to-be-seen": "things to look at",
    "under-way": "sending",
    "nothing": "nothing to do",
    "also-paused": "{what}, paused",
    "to_file": "To be filed: {count:,}",
    "to_send": "To be sent: {count:,}",
    "awaiting_ack": "Awaiting an ARL: {count:,}",
    "rejected": "Rejected: {count:,}",
    "held": "To scan again: {count:,}",
    "uncertain": "Uncertain sendings: {count:,}",
    "to_settle": "Answers to settle: {count:,}",
    "more-alerts": "And {count:,} more…",
    "arm": "Scan for the last invoice (no. {number})",
    "arm-none": "Scan for the last invoice: none lacks a piece",
    "armed": "The next scan is for invoice {number} (until {until}) – cancel",  # noqa: RUF001 -- as above
    "armed-prescription": "The next scan is a prescription (until {until}) – cancel",  # noqa: RUF001 -- as above
    "pause": "Pause sending",
    "resume": "Resume sending",
    "send": "Send now",
    "read-only": "You may look, but change nothing",
    "open": "Open Scord",
    "language": "Langue / Language",
    "about": "About",
    "quit": "Quit",
    "arm-done": "The next scan is for invoice {number}",
    "arm-done-advice": "Put its papers in the scanner. The icon's menu can cancel this.",
    "send-done": "Sending asked for",
    "send-done-advice": "Scord is making the lots at once.",
    "send-done-paused": "Sending is paused: the lots leave when it resumes.",
    "about-title": "Scord {version}",
    "about-text": "Icon: version {version}.[ Service: version {service}.]",
    "no-browser": "No browser opens",
    "no-browser-advice": "Choose a default browser, then try again.",
    "no-tray": "Scord has no place for its icon",
    "no-tray-advice": "Your desktop shows no icons. Open Scord from the applications menu or with"
    ' "scord open". In GNOME, the AppIndicator extension shows them.',
    "already-there": "Scord's icon is in this session already: nothing to do.",
    "day": "{day} at {time}",
}

WORDS = {"fr": FRENCH, "en": ENGLISH}


def say(word: str, language: str, **facts: object) -> str:
    """The words for `word`; French for a language we do not speak."""
    language = language if language in WORDS else "fr"
    return fill(WORDS[language][word], facts, language)


def say_time(when: datetime, now: datetime, language: str) -> str:
    """`when` on the clock of `now`, with the day unless it is the same one."""
    local = when.astimezone(now.tzinfo)
    time = f"{local:%H:%M}"
    if local.date() == now.date():
        return time
    return say("day", language, day=f"{local:%d/%m}", time=time)
