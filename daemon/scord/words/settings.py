"""What the page calls the settings that it may change: by place, fields of tables by their name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scord.words.speech import Words

# The sections of Réglages in their order: heading, then the places in it.
SECTIONS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (("Praticiens", "Practitioners"), ("practitioners",)),
    (("Dossiers du scanner", "Drop folders"), ("folders",)),
    (("Logiciel de facturation", "Billing software"), ("invoices.folder",)),
    (
        ("Messagerie", "Mail"),
        ("exchange.route", "mail", "exchange.addresses", "exchange.mail_minutes"),
    ),
    (("Caisses", "Caisses"), ("caisses.open", "caisses.closed")),
    (("Envoi", "Sending"), ("lots.times", "lots.complete_only", "filing.machine_wait_minutes")),
    (
        ("Ce qui est annoncé", "What is announced"),
        (
            "alerts.quiet_from",
            "alerts.quiet_until",
            "alerts.nothing_scanned_days",
            "alerts.inbox_urgent_days",
            "alerts.route_stopped_minutes",
            "alerts.paused_hours",
            "alerts.again_hours",
            "alerts.settle_seconds",
        ),
    ),
    (("Lecture et langue", "Reading and language"), ("reading.text", "language")),
)

PLACES: dict[str, Words] = {
    "practitioners": ("Praticiens", "Practitioners"),
    "folders": ("Dossiers", "Folders"),
    "invoices.folder": (
        "Dossier où le logiciel dépose ses exports",
        "Folder that the software exports into",
    ),
    "exchange.route": ("Par où partent les lots SCOR", "The way that SCOR lots leave by"),
    "mail": ("Comptes de messagerie", "Mail accounts"),
    "exchange.addresses": ("Adresse de chaque caisse", "Address of each caisse"),
    "exchange.mail_minutes": (
        "Relever les boîtes toutes les … minutes",
        "Look into mailboxes every … minutes",
    ),
    "caisses.open": ("Caisses ouvertes à SCOR", "Caisses open for SCOR"),
    "caisses.closed": ("Sauf", "Except"),
    "lots.times": ("Heures d'envoi", "Times of sending"),
    "lots.complete_only": (
        "N'envoyer que des dossiers complets",
        "Send complete dossiers only",
    ),
    "filing.machine_wait_minutes": (
        "Attente de ce que Scord a classé seul, en minutes",
        "Wait of what Scord filed by itself, in minutes",
    ),
    "alerts.quiet_from": ("Silence à partir de", "Quiet from"),
    "alerts.quiet_until": ("jusqu'à", "until"),
    "alerts.nothing_scanned_days": (
        "Prévenir après … jours ouvrés sans scan",
        "Tell after … working days without a scan",
    ),
    "alerts.inbox_urgent_days": (
        "Un document dans À classer devient urgent après … jours ouvrés",
        "A document to be filed becomes urgent after … working days",
    ),
    "alerts.route_stopped_minutes": (
        "Prévenir quand un lot ne part pas depuis … minutes",
        "Tell when a lot could not leave for … minutes",
    ),
    "alerts.paused_hours": (
        "Rappeler une pause après … heures",
        "Remind of a pause after … hours",
    ),
    "alerts.again_hours": (
        "Ne pas répéter la même alerte avant … heures",
        "Not the same alert again within … hours",
    ),
    "alerts.settle_seconds": (
        "Attendre … secondes avant d'annoncer",
        "Wait … seconds before telling",
    ),
    "reading.text": ("Lire le texte des pages", "Read the text of pages"),
    "language": ("Langue des messages", "Language of messages"),
}

FIELDS: dict[str, Words] = {
    "name": ("Nom", "Name"),
    "path": ("Dossier", "Folder"),
    "settle_seconds": ("Fichier fini après … secondes", "File finished after … seconds"),
    "recheck_seconds": ("Revu après … secondes", "Looked at again after … seconds"),
    "watch": ("Surveillance", "Watching"),
    "rescan_seconds": ("Relu toutes les … secondes", "Read again every … seconds"),
    "document_type": ("Type de document", "Document type"),
    "billing_number": ("Numéro AM", "Billing number (AM)"),
    "region": ("Région", "Région"),
    "scor_start_date": ("Début SCOR", "SCOR start date"),
    "users": ("Visible seulement pour", "Shown only to"),
    "address": ("Adresse", "Address"),
    "user": ("Identifiant", "User name"),
    "login": ("Connexion", "Login"),
    "smtp_host": ("Serveur d'envoi (SMTP)", "Sending server (SMTP)"),
    "smtp_port": ("Port SMTP", "SMTP port"),
    "smtp_encryption": ("Chiffrement SMTP", "SMTP encryption"),
    "smtp_pin": ("Empreinte du certificat SMTP", "Pin of the SMTP certificate"),
    "inbox": ("Relève", "Fetching"),
    "inbox_host": ("Serveur de réception", "Mailbox server"),
    "inbox_port": ("Port de réception", "Mailbox port"),
    "inbox_encryption": ("Chiffrement de réception", "Mailbox encryption"),
    "inbox_pin": ("Empreinte du certificat de réception", "Pin of the mailbox certificate"),
    "inbox_folder": ("Dossier de la boîte", "Folder of the mailbox"),
    "inbox_remove": ("Retirer les ARL de la boîte", "Remove ARLs from the mailbox"),
    "smime_keys": ("Clés S/MIME (fichier)", "S/MIME keys (file)"),
    "senders": ("Autres expéditeurs admis", "Other senders that may answer"),
}

# The fields that most practices need; the others stay folded away.
USUAL_FIELDS = {
    "name", "path", "document_type", "billing_number", "region", "scor_start_date", "address",
    "smtp_host", "smtp_port", "inbox", "inbox_host",
}  # fmt: skip
