"""What the doctor found, in words: a sentence, and what to do about it where there is anything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from scord.doctor.finding import ALERT
from scord.words.speech import Words, look_up, put
from scord_shared.alert_words import tell as tell_alert
from scord_shared.errors import Code
from scord_shared.status import AlertKind, AlertLevel, OpenAlert
from scord_shared.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord.doctor import Finding

CHECKS: dict[str, Words] = {
    "service": ("service", "service"),
    "folders": ("dossiers", "folders"),
    "rights": ("droits", "rights"),
    "codec": ("codec", "codec"),
    "reading": ("lecture", "reading"),
    "store": ("base", "store"),
    "disk": ("disque", "disk"),
    "clock": ("horloge", "clock"),
    "watches": ("suivi", "watching"),
    "card": ("carte", "card"),
    "transport": ("échange", "exchange"),
    "practice": ("cabinet", "practice"),
    "mail": ("messagerie", "mail"),
    "encryption": ("chiffrement", "encryption"),
    "files": ("fichiers", "files"),
    "chain": ("preuve", "proof"),
    "standings": ("couleurs", "colours"),
    "alerts": ("alertes", "alerts"),
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
    "service-not-running": (
        (
            "le service ne tourne pas : rien n'est pris, classé ni envoyé",
            "the service is not running: nothing is taken, filed or sent",
        ),
        (
            "Démarrez-le : « systemctl start scord » (Windows : Services, « Scord »).",
            'Start it: "systemctl start scord" (Windows: Services, "Scord").',
        ),
    ),
    "service-other-version": (
        (
            "le service qui tourne est en version {theirs}, cette commande en version {ours}",
            "the service at work is release {theirs}, this command is {ours}",
        ),
        (
            "Redémarrez le service ; si cela dure, deux installations se mêlent.",
            "Restart the service; if it lasts, two installations are mixed up.",
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
    "folder-without-events": (
        (
            "{setting} : un partage réseau n'annonce pas ses fichiers, il est relu parfois",
            "{setting}: a network share announces no files; it is read again now and then",
        ),
        (
            'Réglez watch = "polling" pour ce dossier.',
            'Set watch = "polling" for that folder.',
        ),
    ),
    "files-left": (
        (
            "fichiers que le service ne peut pas prendre dans « {folder} » : {count:,}",
            "files that the service cannot take in {folder}: {count:,}",
        ),
        (
            "Voyez pourquoi dans « refused » du dossier d'état ; souvent le scanner écrit en 0600.",
            'See why in "refused" of the state folder; often the scanner writes with mode 0600.',
        ),
    ),
    "state-on-share": (
        (
            "{path} est sur un partage réseau ou un disque sans droits (FAT)",
            "{path} lies on a network share or on a disk without rights (FAT)",
        ),
        (
            "Mettez « state_dir » sur un disque local : ailleurs la base peut s'abîmer.",
            "Put state_dir on a local disk: elsewhere the database may be damaged.",
        ),
    ),
    "no-keyring": (
        (
            "le trousseau du système ne répond pas ({fault})",
            "the system's keyring does not answer ({fault})",
        ),
        (
            "Donnez le mot de passe dans Réglages : un service n'a souvent pas de trousseau.",
            "Give the password on the page: a service often has no keyring.",
        ),
    ),
    "clock-not-synchronised": (
        (
            "l'horloge n'est mise à l'heure par personne",
            "nothing sets the clock right",
        ),
        (
            "Activez la mise à l'heure par le réseau (« timedatectl set-ntp true », w32time).",
            'Turn on the time service ("timedatectl set-ntp true", w32time).',
        ),
    ),
    "other-time-zone": (
        (
            "fuseau de la machine : {hours} h sur Paris ; Scord compte à l'heure de Paris",
            "time zone of the machine: {hours} h from Paris; Scord goes by the time of Paris",
        ),
        (
            "Rien à faire outre-mer ; ailleurs, « timedatectl set-timezone Europe/Paris ».",
            'Nothing to do overseas; elsewhere "timedatectl set-timezone Europe/Paris".',
        ),
    ),
    "no-watch-left": (
        (
            "plus de suivi possible de dossiers (inotify) : ils sont relus de temps en temps",
            "no more folders can be watched (inotify): they are read again now and then",
        ),
        (
            "Relevez fs.inotify.max_user_instances et max_user_watches (sysctl).",
            "Raise fs.inotify.max_user_instances and max_user_watches (sysctl).",
        ),
    ),
    "no-card-service": (
        (
            "le service de cartes ne répond pas ({status})",
            "the card service does not answer ({status})",
        ),
        (
            "Démarrez pcscd (Windows : Carte à puce), ou réglez card.enabled = false.",
            "Start pcscd (Windows: Smart Card), or set card.enabled = false.",
        ),
    ),
    "no-practitioner": (
        (
            "aucun praticien dans les réglages : rien ne sera envoyé",
            "no practitioner is set: nothing will be sent",
        ),
        (
            "Ajoutez une table « practitioners », ou passez par Réglages.",
            'Add a table "practitioners", or use the page.',
        ),
    ),
    "no-start-date": (
        (
            "praticien {billing_number} : pas de date de démarrage SCOR, rien ne sera envoyé",
            "practitioner {billing_number}: no SCOR start date, nothing will be sent",
        ),
        (
            "Prévenez la caisse, puis réglez scor_start_date.",
            "Tell the caisse, then set scor_start_date.",
        ),
    ),
    "no-region": (
        (
            "praticien {billing_number} : région inconnue, rien ne sera envoyé",
            "practitioner {billing_number}: region unknown, nothing will be sent",
        ),
        (
            "Lisez sa CPS (« scord card ») ou réglez region.",
            'Read their CPS ("scord card") or set region.',
        ),
    ),
    "invoices-silent": (
        (
            "le logiciel de facturation n'a rien remis[ depuis le {day}]",
            "the billing software has handed nothing over[ since {day}]",
        ),
        (
            "Vérifiez son export vers « invoices.folder ».",
            "Check its export into invoices.folder.",
        ),
    ),
    "others-may-read": (
        (
            "d'autres comptes que celui du service peuvent lire {path}",
            "others than the service's account may read {path}",
        ),
        (
            "Retirez-leur ce droit (chmod go= ; sous Windows : icacls, /inheritance:r).",
            "Take that right away (chmod go=; on Windows: icacls, /inheritance:r).",
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
    "volume-encrypted": (
        ("le volume du dossier d'état est chiffré", "the state folder's volume is encrypted"),
        NOTHING,
    ),
    "volume-plain": (
        (
            "aucun chiffrement du volume du dossier d'état n'est visible d'ici",
            "no encryption of the state folder's volume is to be seen from here",
        ),
        (
            "La base nomme des patients : chiffrez le volume (LUKS, BitLocker).",
            "The database names patients: encrypt the volume (LUKS, BitLocker).",
        ),
    ),
    "volume-unknown": (
        (
            "on ne voit pas d'ici si le volume du dossier d'état est chiffré",
            "whether the state folder's volume is encrypted is not to be seen from here",
        ),
        (
            "Assurez-vous qu'il l'est : la base nomme des patients.",
            "Make sure that it is: the database names patients.",
        ),
    ),
    "files-plain": (
        ("les fichiers conservés ne sont pas chiffrés", "kept files are not encrypted"),
        (
            "« scord encryption --new-key » et le réglage « encrypt_files » y remédient.",
            '"scord encryption --new-key" and the setting "encrypt_files" change that.',
        ),
    ),
    "files-sealed": (
        (
            "fichiers conservés chiffrés : {sealed} ; encore en clair : {plain}",
            "kept files that are encrypted: {sealed}; still plain: {plain}",
        ),
        NOTHING,
    ),
    "key-on-disk": (
        (
            "ce qui ouvre la clé des fichiers est sur le disque de la machine ({keeper})",
            "what opens the key of the files lies on the machine's disk ({keeper})",
        ),
        (
            "Contre le vol de la machine entière, chiffrez aussi son volume système.",
            "Against theft of the whole machine, encrypt its system volume too.",
        ),
    ),
    "code-unchecked": (
        (
            "le code de récupération n'a pas été vérifié depuis que les fichiers sont chiffrés",
            "the recovery code has not been checked since the files are encrypted",
        ),
        (
            "Prenez le papier au coffre et lancez « scord encryption --check-code ».",
            'Take the paper from the safe and run "scord encryption --check-code".',
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
    if finding.code == ALERT:
        return Told(check, *_of_alert(finding.facts, language))
    if finding.code in FINDINGS:
        text, advice = FINDINGS[finding.code]
        return Told(
            check, put(text, language, **finding.facts), put(advice, language, **finding.facts)
        )
    words = say(Code(finding.code), finding.facts, language)
    return Told(check, words.title, words.advice)


def _of_alert(facts: Mapping[str, Any], language: str) -> tuple[str, str]:
    """As the page and the tray tell it."""
    kind, level = AlertKind(facts["kind"]), AlertLevel(facts["level"])
    alert = OpenAlert(0, kind, facts["subject"], level, facts["facts"], datetime.now(UTC))
    title, advice = tell_alert(alert, language)
    return title, advice
