"""What stands at the moment, in words: a pause, a folder out of reach, a stage that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.words.speech import Words, look_up, moment, put
from scord_shared.errors import Code
from scord_shared.place_words import FOLDERS, STAGES
from scord_shared.wording import say

if TYPE_CHECKING:
    from scord.actions.status import Raised

# A flag's kind is its name up to the first colon.
FLAGS: dict[str, Words] = {
    "paused": (
        "Envoi en pause depuis le {since}, par {by} ; « scord resume » le reprend.",
        'Sending is paused since {since}, by {by}; "scord resume" goes on.',
    ),
    "send-requested": (
        "Envoi demandé le {since}, pas encore commencé.",
        "Sending was asked for on {since} and has not begun.",
    ),
    "restored": (
        "Base restaurée par {by} le {since} ; les numéros de lots SCOR ont fait un saut.",
        "Restored from a backup by {by} on {since}; numbers of SCOR lots have leapt.",
    ),
    "sealed": (
        "Fichiers conservés chiffrés depuis le {since}.",
        "Kept files are encrypted since {since}.",
    ),
    "recovery-code-checked": (
        "Code de récupération vérifié par {by} le {since}.",
        "Recovery code checked by {by} on {since}.",
    ),
    "settings-changing": (
        "Réglages changés le {since} par {by}, en cours de prise en compte.",
        "Settings changed on {since} by {by}, being taken up.",
    ),
    "settings-refused": (
        "Réglages de {by} sans démarrage le {since}[ ({fault})] ; les précédents sont remis.",
        "Settings of {by} that did not start on {since}[ ({fault})]; those before are back.",
    ),
    "folder-unreachable": (
        "Dossier inaccessible depuis le {since} : {subject}.",
        "Folder out of reach since {since}: {subject}.",
    ),
    "route-stopped": (
        "Envois du praticien {subject} arrêtés depuis le {since}[ ({fault})].",
        "Sending for practitioner {subject} stopped on {since}[ ({fault})].",
    ),
    "mailbox-barred": (
        "La messagerie du praticien {subject} ne donne plus rien depuis le {since}[ ({fault})].",
        "The mailbox of practitioner {subject} gives nothing since {since}[ ({fault})].",
    ),
    "certificate-ends": (
        "Certificat de courrier de {subject} : il a pris fin ou le fera bientôt, vu le {since}.",
        "Mail certificate of {subject}: it has ended or soon will, seen on {since}.",
    ),
    "server-certificate-ends": (
        "Certificat du serveur de courrier {subject} : il prend bientôt fin, vu le {since}.",
        "Certificate of the mail server {subject}: it ends soon, seen on {since}.",
    ),
    "clock-set-back": (
        "L'horloge de la machine a été reculée, vu le {since}.",
        "The machine's clock was set back, seen on {since}.",
    ),
    "caisse-told": (
        "Caisse du praticien {subject} prévenue, selon {by}, le {since}.",
        "The caisse of practitioner {subject} has been told, {by} said on {since}.",
    ),
    "mail-let-in": (
        "La messagerie du praticien {subject} a accepté la connexion le {since}.",
        "The mail servers of practitioner {subject} let us in on {since}.",
    ),
    "card-said": (
        "CPS du praticien {subject} lue par {by} le {since}.",
        "CPS of practitioner {subject} read by {by} on {since}.",
    ),
    "stage-failed": (
        "Étape en échec depuis le {since} : {subject}[ ({fault})]. Scord réessaie de lui-même.",
        "Stage failing since {since}: {subject}[ ({fault})]. Scord tries again by itself.",
    ),
}

_SUBJECTS = {"folder-unreachable": FOLDERS, "stage-failed": STAGES}


def flag_words(flag: Raised, language: str) -> str:
    """One sentence; a kind that this release does not know is shown as it is."""
    kind, _, subject = flag.name.partition(":")
    if kind not in FLAGS:
        return flag.name
    return put(
        FLAGS[kind],
        language,
        since=moment(flag.since, language),
        by=flag.by,
        subject=look_up(_SUBJECTS.get(kind, {}), subject, language),
        fault=fault_title(flag.facts.get("reason"), language),
    )


def fault_title(reason: object, language: str) -> str | None:
    """The title of a stage's fault, where it is a code of ours."""
    codes = {code.value for code in Code}
    return say(Code(reason), {}, language).title if reason in codes else None
