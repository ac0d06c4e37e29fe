"""The purge in words: what goes, why the rest stays, and why nothing is removed at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scord.words.speech import Words

SHELVES: dict[str, Words] = {
    "documents": ("PDF du document {number}", "PDF of document {number}"),
    "messages": ("message de l'envoi {number}", "message of sending {number}"),
    "originals": ("original du scan {number}", "original of scan {number}"),
}

KEPT: dict[str, Words] = {
    "for-good": (
        "{count:,} original(aux) : gardés sans limite (réglage retention.originals_days)",
        "{count:,} original(s): kept without end (setting retention.originals_days)",
    ),
    "in-work": (
        "{count:,} original(aux) : pas encore, ou pas pu être, convertis",
        "{count:,} original(s): not converted yet, or could not be",
    ),
    "not-sent": (
        "{count:,} fichier(s) : pas envoyés à une caisse",
        "{count:,} file(s): not sent to a caisse",
    ),
    "not-accepted": (
        "{count:,} fichier(s) : lot sans réponse, refusé, contesté ou revenu",
        "{count:,} file(s): their lot is unanswered, rejected, contested or came back",
    ),
    "too-young": (
        "{count:,} fichier(s) : durée de conservation pas encore écoulée",
        "{count:,} file(s): their retention time is not over",
    ),
    "only-copy": (
        "{count:,} fichier(s) : seule copie du papier sur cet ordinateur",
        "{count:,} file(s): the only copy of the paper on this computer",
    ),
}

DOUBTS: dict[str, Words] = {
    "clock-behind": (
        (
            "l'horloge n'est pas sûre : le journal a une ligne du {since}, plus tard que"
            " maintenant. Rien n'est effacé avant sept jours d'heure régulière"
        ),
        (
            "the clock is in doubt: the journal has an entry of {since}, later than now. Nothing is"
            " removed before seven days of even time"
        ),
    ),
    "clock-leap": (
        (
            "l'horloge n'est pas sûre : le journal se tait du {since} au {until}. L'ordinateur"
            " était éteint, ou l'horloge a sauté. Rien n'est effacé avant sept jours d'heure"
            " régulière"
        ),
        (
            "the clock is in doubt: the journal is silent from {since} to {until}. The computer was"
            " off, or the clock has leapt. Nothing is removed before seven days of even time"
        ),
    ),
    "journal-young": (
        "le journal n'a pas encore sept jours : il n'y a rien d'assez ancien",
        "the journal is not seven days old: nothing is old enough",
    ),
}

PURGE: dict[str, Words] = {
    "would-go": ("{what} ({size}) partirait", "{what} ({size}) would go"),
    "gone": ("{what} ({size}) effacé", "{what} ({size}) removed"),
    "nothing": ("Rien à effacer.", "Nothing to remove."),
    "total": (
        (
            "{count:,} fichier(s), {size}. Restent leurs lignes et leurs empreintes : la preuve"
            " d'envoi peut toujours être établie."
        ),
        (
            "{count:,} file(s), {size}. Their rows and hashes remain: the proof of sending can"
            " still be made."
        ),
    ),
    "stays": ("Reste :", "What stays:"),
    "in-doubt": ("Attention : {doubt}.", "Mind: {doubt}."),
}
