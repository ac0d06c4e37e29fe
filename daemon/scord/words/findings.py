"""What the doctor found, in words: a sentence, and what to do about it where there is anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scord.words.speech import Words, look_up, put
from scord_shared.errors import Code
from scord_shared.wording import say

if TYPE_CHECKING:
    from scord.doctor import Finding

CHECKS: dict[str, Words] = {
    "folders": ("dossiers", "folders"),
    "rights": ("droits", "rights"),
    "codec": ("codec", "codec"),
    "reading": ("lecture", "reading"),
    "store": ("base", "store"),
    "disk": ("disque", "disk"),
    "clock": ("horloge", "clock"),
    "transport": ("échange", "exchange"),
    "mail": ("messagerie", "mail"),
    "files": ("fichiers", "files"),
    "chain": ("preuve", "proof"),
    "standings": ("couleurs", "colours"),
}

NOTHING: Words = ("", "")
_RESTORE: Words = (
    "Restaurez ce fichier depuis la sauvegarde, sous ce nom.",
    "Restore that file from the backup, under that name.",
)
_SHELF: Words = (
    "« {shelf} » : le fichier {sha256} ",
    "{shelf}: the file {sha256} ",
)

# code: (what was found, what to do)
FINDINGS: dict[str, tuple[Words, Words]] = {
    "sound": (("en ordre", "all well"), NOTHING),
    "check-failed": (
        (
            "ce contrôle n'a pas pu se faire ({fault})",
            "this check could not be made ({fault})",
        ),
        (
            "Relancez « scord doctor » ; si cela dure, montrez cette ligne à votre informaticien.",
            'Run "scord doctor" again; if it lasts, show this line to your IT support.',
        ),
    ),
    "no-drop-folder": (
        (
            "aucun dossier de numérisation dans les réglages : aucun document ne sera pris",
            "no drop folder is set: no scan will ever be taken",
        ),
        (
            "Ajoutez une table « folders » au fichier de réglages.",
            'Add a table "folders" to the settings file.',
        ),
    ),
    "folder-missing": (
        (
            "{setting} : {path} n'est pas un dossier ou n'est pas accessible",
            "{setting}: {path} is not a folder or cannot be reached",
        ),
        (
            "Créez ce dossier, montez le partage, ou corrigez ce réglage.",
            "Make that folder, mount the share, or correct the setting.",
        ),
    ),
    "folder-no-right": (
        (
            "{setting} : Scord n'a pas le droit de lire et de vider {path}",
            "{setting}: Scord has no right to read and empty {path}",
        ),
        (
            "Donnez au compte du service les droits de lecture et d'écriture sur ce dossier.",
            "Give the service's account the right to read and write that folder.",
        ),
    ),
    "folder-in-state": (
        (
            "{setting} : {path} se trouve dans le dossier d'état de Scord",
            "{setting}: {path} lies inside Scord's state folder",
        ),
        (
            "Choisissez un dossier en dehors de « state_dir ».",
            "Choose a folder outside state_dir.",
        ),
    ),
    "folder-in-folder": (
        (
            "{setting} : {path} est le dossier de {other}, ou se trouve dedans",
            "{setting}: {path} is the folder of {other}, or lies inside it",
        ),
        ("Donnez à chacun un dossier à part.", "Give each a folder of its own."),
    ),
    "others-may-read": (
        (
            "d'autres comptes que celui du service peuvent lire {path}",
            "others than the service's account may read {path}",
        ),
        (
            "Retirez-leur ce droit (chmod go= sur ce fichier ou dossier).",
            "Take that right away (chmod go= on that file or folder).",
        ),
    ),
    "no-codec": (
        (
            "Pillow est installé sans libtiff : pas de PDF en noir et blanc possible",
            "Pillow has no libtiff here: black-and-white PDFs cannot be made",
        ),
        (
            "Réinstallez Scord avec sa propre version de Pillow.",
            "Install Scord again with its own Pillow.",
        ),
    ),
    "no-text": (
        (
            "le texte n'est pas lu ici : restent page de garde, scan attendu et nom de fichier",
            "the text of pages is not read here: only slips, armed invoices and names file them",
        ),
        (
            "Installez « scord[ocr] » et le modèle français de Tesseract (tesseract-ocr-fra).",
            'Install "scord[ocr]" and the French model of Tesseract (tesseract-ocr-fra).',
        ),
    ),
    "not-wal": (
        (
            "la base est en mode « {mode} », et non « wal »",
            "the database is in journal mode {mode}, not wal",
        ),
        ("Mettez « state_dir » sur un disque local.", "Put state_dir on a local disk."),
    ),
    "database-damaged": (
        ("base de données abîmée : {detail}", "the database is damaged: {detail}"),
        (
            "Arrêtez le service et restaurez le dossier d'état depuis la sauvegarde.",
            "Stop the service and restore the state folder from the backup.",
        ),
    ),
    "row-orphaned": (
        (
            "base de données : une ligne de {table} renvoie à une ligne absente",
            "database: a row of {table} refers to one that is missing",
        ),
        (
            "Montrez cette ligne à votre informaticien avant de continuer à envoyer.",
            "Show this line to your IT support before sending goes on.",
        ),
    ),
    "database": (("{path}", "{path}"), NOTHING),
    "disk-free": (("{free_mb:,} Mo libres", "{free_mb:,} MB free"), NOTHING),
    "disk-nearly-full": (
        (
            "{free_mb:,} Mo libres, moins que les {least_mb:,} Mo voulus",
            "{free_mb:,} MB free, less than the {least_mb:,} MB asked for",
        ),
        ("Libérez de la place sur ce disque.", "Make room on that disk."),
    ),
    "clock-wrong": (
        ("l'horloge de la machine dit {day}", "the machine's clock says {day}"),
        ("Mettez l'ordinateur à l'heure.", "Set the computer's clock."),
    ),
    "clock-behind": (
        (
            "l'horloge retarde sur le journal, dont la dernière ligne est du {day}",
            "the clock is behind the journal, whose last entry is of {day}",
        ),
        ("Mettez l'ordinateur à l'heure.", "Set the computer's clock."),
    ),
    "test-profile": (
        (
            "profil {profile} : format d'essai, rien ne part vers une caisse",
            "profile {profile}: a test format, nothing reaches a caisse",
        ),
        NOTHING,
    ),
    "exchange-folder-missing": (
        (
            "{path} n'existe pas encore ; le service le crée à son démarrage",
            "{path} does not exist yet; the service makes it when it starts",
        ),
        NOTHING,
    ),
    "exchange-folder-no-right": (
        (
            "Scord n'a pas le droit de lire et d'écrire dans {path}",
            "Scord has no right to read and write in {path}",
        ),
        (
            "Donnez au compte du service les droits de lecture et d'écriture sur ce dossier.",
            "Give the service's account the right to read and write that folder.",
        ),
    ),
    "no-mail-password": (
        (
            "le mot de passe de la messagerie du praticien {billing_number} manque",
            "the password of practitioner {billing_number}'s mail account is missing",
        ),
        (
            "Donnez-le avec les secrets, sous mail_password_{billing_number}.",
            "Give it with the secrets, as mail_password_{billing_number}.",
        ),
    ),
    "no-caisse-open": (
        (
            "aucune caisse n'est ouverte (caisses.open) : rien ne sera envoyé",
            "no caisse is open (caisses.open): nothing will be sent",
        ),
        (
            "Une fois la caisse d'accord, inscrivez-la dans les réglages.",
            "Once the caisse agrees, enter it in the settings.",
        ),
    ),
    "file-missing": (
        (f"{_SHELF[0]}manque", f"{_SHELF[1]}is missing"),
        _RESTORE,
    ),
    "file-unknown": (
        (
            f"{_SHELF[0]}n'appartient à rien dans la base",
            f"{_SHELF[1]}belongs to nothing in the store",
        ),
        NOTHING,
    ),
    "file-damaged": (
        (f"{_SHELF[0]}est abîmé", f"{_SHELF[1]}is damaged"),
        _RESTORE,
    ),
    "chain-broken": (
        (
            "preuve d'envoi : la chaîne du praticien {practitioner} se rompt à l'entrée {entry}",
            "proof of sending: the chain of practitioner {practitioner} breaks at entry {entry}",
        ),
        (
            "Ne changez rien ; comparez la base avec la sauvegarde.",
            "Change nothing; compare the database with the backup.",
        ),
    ),
    "standings-behind": (
        (
            "pas comparées : des nouvelles restent à y porter (« scord status » le fait)",
            'not compared: there is news to follow first ("scord status" does so)',
        ),
        NOTHING,
    ),
    "standings-differ": (
        (
            "factures dont la couleur ou les comptes sont faux : {count:,}",
            "invoices with a wrong colour or count: {count:,}",
        ),
        (
            "« scord doctor --rebuild » les établit à nouveau ; rien d'autre ne change.",
            '"scord doctor --rebuild" derives them anew; nothing else changes.',
        ),
    ),
}


class Told(NamedTuple):
    """A finding in words: `advice` is empty where there is nothing to do."""

    check: str
    text: str
    advice: str


def tell(finding: Finding, language: str) -> Told:
    check = look_up(CHECKS, finding.check, language)
    if finding.code in FINDINGS:
        text, advice = FINDINGS[finding.code]
        return Told(
            check, put(text, language, **finding.facts), put(advice, language, **finding.facts)
        )
    words = say(Code(finding.code), finding.facts, language)
    return Told(check, words.title, words.advice)
