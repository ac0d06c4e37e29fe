"""Setting up in words: what is still to do, and what a folder is like to the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.actions.setting_up.checklist import Step
from scord.actions.setting_up.trying import FolderFound
from scord.words.speech import put
from scord_shared.wording import Wording, say

if TYPE_CHECKING:
    from scord.actions.setting_up.trying import FolderTried, MailTried
    from scord.words.speech import Words


# What is still to do. The step's facts name what is lacking.
SETUP: dict[Step, Words] = {
    Step.FOLDER: (
        "Indiquez le dossier où le scanner dépose ses fichiers ; le service doit l'atteindre.",
        "Name the folder that the scanner drops its files into; the service must reach it.",
    ),
    Step.PRACTITIONER: (
        "Donnez le numéro d'assurance maladie de chaque praticien qui transmet.",
        "Give the numéro d'assurance maladie of each practitioner who sends.",
    ),
    Step.REGION: (
        "Lisez la CPS de chaque praticien, ou donnez sa Région ; sans elle rien ne part.",
        "Read each practitioner's CPS, or give its Région; without it nothing leaves.",
    ),
    Step.START_DATE: (
        "Choisissez la date de début des envois SCOR de chacun ; sans elle rien ne part.",
        "Choose the date from which each one sends by SCOR; without it nothing leaves.",
    ),
    Step.CAISSE_TOLD: (
        "Prévenez la caisse de chaque praticien et notez-le ; la lettre est prête.",
        "Tell each practitioner's caisse and note that you have; the letter is ready.",
    ),
    Step.ROUTE: (
        "Choisissez la voie d'envoi : un dossier de sortie, ou la messagerie et ses comptes.",
        "Choose the way out: an out folder, or mail with its accounts.",
    ),
    Step.ROUTE_TRIED: (
        "Essayez la voie d'envoi : le dossier s'ouvre, ou chaque messagerie accepte la connexion.",
        "Try the way out: the folder opens, or each mail account lets us in.",
    ),
    Step.CAISSE: (
        "Ouvrez les caisses qui acceptent SCOR, après le leur avoir demandé.",
        "Open the caisses that take SCOR, once they have said so.",
    ),
    Step.FIRST_SCAN: (
        "Numérisez une page d'essai : Scord doit la voir.",
        "Scan a page as a trial: Scord is to see it.",
    ),
    Step.FIRST_INVOICE: (
        "Faites déposer les factures par le logiciel de facturation dans son dossier.",
        "Have the billing software leave its invoices in its folder.",
    ),
}

FOLDERS: dict[FolderFound, tuple[Words, Words]] = {
    FolderFound.FINE: (
        ("Ce dossier convient.", "This folder is fine."),
        ("Rien à faire.", "Nothing to do."),
    ),
    FolderFound.NOT_WHOLE: (
        ("Ce chemin est incomplet.", "This path is not whole."),
        ("Donnez le chemin entier, depuis la racine.", "Give the whole path, from the root."),
    ),
    FolderFound.IN_STATE: (
        ("C'est le dossier de travail de Scord.", "This is Scord's own folder."),
        ("Choisissez un dossier ailleurs.", "Choose a folder elsewhere."),
    ),
    FolderFound.MISSING: (
        ("Le service ne trouve pas ce dossier.", "The service does not find this folder."),
        (
            "Créez-le, ou corrigez le chemin ; un partage réseau doit être monté pour le service.",
            "Make it, or correct the path; a network share must be mounted for the service.",
        ),
    ),
    FolderFound.NO_FOLDER: (
        ("C'est un fichier, pas un dossier.", "This is a file, not a folder."),
        ("Indiquez le dossier qui le contient.", "Name the folder that it lies in."),
    ),
    FolderFound.NO_RIGHT: (
        (
            "Le service n'a pas le droit d'y lire, d'y écrire ou d'en retirer des fichiers.",
            "The service has no right to read, add or remove files there.",
        ),
        (
            "Donnez au compte du service tous les droits sur ce dossier.",
            "Give the service's account every right to this folder.",
        ),
    ),
    FolderFound.NOT_REMOVABLE: (
        (
            "Le service ne pourrait pas en retirer les fichiers des autres.",
            "The service could not remove the files of others from it.",
        ),
        (
            "Ôtez le bit « sticky » du dossier (chmod -t), ou choisissez-en un autre.",
            "Take the folder's sticky bit away (chmod -t), or choose another one.",
        ),
    ),
    FolderFound.SILENT: (
        ("Ce dossier ne répond pas.", "This folder does not answer."),
        (
            "Vérifiez le réseau et l'ordinateur qui partage ce dossier.",
            "Check the network and the computer that shares this folder.",
        ),
    ),
}

MAIL_FINE: tuple[Words, Words] = (
    ("La messagerie accepte la connexion.", "The mail servers let us in."),
    ("Rien à faire ; rien n'a été envoyé.", "Nothing to do; nothing was sent."),
)


def folder_words(tried: FolderTried, language: str) -> Wording:
    return _both(FOLDERS[tried.found], language)


def mail_words(tried: MailTried, language: str) -> Wording:
    if tried.code is None:
        return _both(MAIL_FINE, language)
    return say(tried.code, tried.facts, language)


def _both(told: tuple[Words, Words], language: str) -> Wording:
    title, advice = told
    return Wording(put(title, language), put(advice, language))
