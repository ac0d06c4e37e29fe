"""What a command answers when it has done what it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scord.words.speech import Words

ANSWERS: dict[str, Words] = {
    # files
    "converted": ("{path} ({size}, {dpi} dpi)", "{path} ({size}, {dpi} dpi)"),
    "blank-left-out": (
        "pages blanches laissées de côté : {pages}",
        "blank pages left out: {pages}",
    ),
    "compared": ("  avant et après : {path}", "  before and after: {path}"),
    "imported": (
        "prises en compte : {applied}, inchangées : {unchanged}, erreurs : {faults}",
        "applied: {applied}, unchanged: {unchanged}, faults: {faults}",
    ),
    "to-check": ("à vérifier, {position} {path}", "to be checked, {position} {path}"),
    # papers
    "slip": (
        "Page de garde écrite : {path}. Placez-la avant les papiers de la facture {invoice}.",
        "Cover slip written: {path}. Put it before the papers of invoice {invoice}.",
    ),
    "armed": (
        "Pendant {minutes} min, le prochain fichier de « {folder} » est pour la facture {invoice}.",
        'For {minutes} min, the next file of "{folder}" is for invoice {invoice}.',
    ),
    "filed": (
        "Document {document} classé sur la facture {invoice} ({type}).",
        "Document {document} filed on invoice {invoice} ({type}).",
    ),
    "no-candidates": (
        "Rien de ce qui est écrit sur le document {document} ne désigne une facture en attente.",
        "Nothing written on document {document} points to a pending invoice.",
    ),
    "proposal": ("{invoice}[ ({type})] : {reasons}", "{invoice}[ ({type})]: {reasons}"),
    "proposal-doubts": ("    contre : {doubts}", "    against: {doubts}"),
    "prescribed": (
        "Document {document} classé comme ordonnance : il attend ses factures.",
        "Document {document} filed as a prescription: it waits for its invoices.",
    ),
    "taken-back": (
        "Document {document} remis dans À classer.",
        "Document {document} is waiting to be filed again.",
    ),
    "confirmed": (
        "Document {document} confirmé : il peut partir avec le prochain lot.",
        "Document {document} confirmed: it may leave with the next lot.",
    ),
    "set-aside": (
        "Document {document} mis de côté ; « scord bring-back {document} » le fait revenir.",
        'Document {document} set aside; "scord bring-back {document}" undoes that.',
    ),
    "brought-back": (
        "Document {document} remis dans ceux qui attendent.",
        "Document {document} is among those that wait again.",
    ),
    "blank-kept": (
        "Document {document} : ses pages blanches ont repris leur place.",
        "Document {document}: its blank pages are back in their places.",
    ),
    "leaves-next": ("partira avec le prochain lot", "leaves with the next lot"),
    # sending
    "send-asked": (
        "Envoi demandé : le service constitue les lots tout de suite.",
        "Sending asked for: the service makes lots at once.",
    ),
    "send-asked-already": (
        "L'envoi était déjà demandé.",
        "Sending had been asked for already.",
    ),
    "send-no-service": (
        "Le service ne fonctionne pas : les lots seront constitués à son démarrage.",
        "The service is not running: lots are made when it starts.",
    ),
    "send-while-paused": (
        "L'envoi est en pause : rien ne part avant « scord resume ».",
        'Sending is paused: nothing leaves before "scord resume".',
    ),
    "paused": (
        "Envoi en pause : rien ne part avant « scord resume » ; les scans sont toujours pris.",
        'Sending paused: nothing leaves before "scord resume"; scans are still taken.',
    ),
    "paused-already": ("L'envoi était déjà en pause.", "Sending was paused already."),
    "resumed": ("L'envoi reprend.", "Sending goes on."),
    "not-paused": ("L'envoi n'était pas en pause.", "Sending was not paused."),
    # backup
    "backup-done": (
        (
            "Sauvegardé et relu : {path} ({files} fichiers, {size}). Ce fichier contient des"
            " données de santé et des clés : gardez-le en lieu sûr."
        ),
        (
            "Backed up and read back: {path} ({files} files, {size}). It holds health data and"
            " keys: keep it in a safe place."
        ),
    ),
    "backup-holds": (
        "Sauvegarde entière : {path}, du {at}, {files} fichiers, Scord {version}.",
        "The backup is whole: {path}, of {at}, {files} files, Scord {version}.",
    ),
    "backup-progress": ("{count} fichiers", "{count} files"),
    "backup-encrypted": (
        "Elle est chiffrée : sans la clé ou le code de récupération, elle est perdue.",
        "It is encrypted: without the key or the recovery code it is lost.",
    ),
    "restored-encrypted": (
        (
            "Les fichiers sont chiffrés : avant de démarrer le service, gardez-en la clé ici par"
            " « scord encryption --restore-key »."
        ),
        (
            "The files are encrypted: before the service is started, have this machine keep their"
            ' key, with "scord encryption --restore-key".'
        ),
    ),
    # encryption
    "recovery-code": (
        (
            "Code de récupération, montré cette seule fois :\n\n{recovery}\n\nÉcrivez-le sur papier"
            " et gardez-le loin de la machine : sans lui, une machine perdue emporte tous les"
            " fichiers, et ses sauvegardes."
        ),
        (
            "Recovery code, shown this once:\n\n{recovery}\n\nWrite it on paper and keep it away"
            " from the machine: without it, a lost machine takes all files and backups with it."
        ),
    ),
    "recovery-code-back": (
        "Recopiez-le d'après le papier",
        "Type it back from the paper",
    ),
    "recovery-code-asked": ("Code de récupération", "Recovery code"),
    "recovery-code-right": (
        "C'est le code des fichiers de Scord.",
        "This is the code of Scord's files.",
    ),
    "key-kept": (
        (
            "Clé gardée par {keeper}. Mettez « encrypt_files = true » dans le fichier de réglages,"
            " puis redémarrez le service."
        ),
        (
            'The key is kept by {keeper}. Set "encrypt_files = true" in the settings file, then'
            " restart the service."
        ),
    ),
    "key-kept-on-disk": (
        (
            "Ce qui l'ouvre est sur le disque de la machine : contre le vol de la machine entière,"
            " chiffrez aussi son volume système (LUKS, BitLocker)."
        ),
        (
            "What opens it lies on the machine's disk: against theft of the whole machine, encrypt"
            " its system volume too (LUKS, BitLocker)."
        ),
    ),
    "key-kept-already": (
        "Cette clé est déjà gardée ici.",
        "This key is kept here already.",
    ),
    "encryption-off": (
        "Les fichiers conservés ne sont pas chiffrés.",
        "Kept files are not encrypted.",
    ),
    "encryption-soon": (
        "Les fichiers conservés seront chiffrés dès le prochain démarrage du service.",
        "Kept files will be encrypted from the next start of the service.",
    ),
    "encryption-counts": (
        "Fichiers chiffrés : {sealed} ; en clair : {plain}. Clé {key}.",
        "Encrypted files: {sealed}; plain: {plain}. Key {key}.",
    ),
    "restored": (
        "Restauré dans {path} : sauvegarde du {at}, {files} fichiers.",
        "Restored into {path}: backup of {at}, {files} files.",
    ),
    "restored-paused": (
        (
            "L'envoi est en pause : ce qui est parti depuis, Scord ne le sait pas et l'enverrait"
            " une seconde fois. Avant « scord resume --checked », vérifiez auprès du logiciel de"
            " facturation, de la messagerie et de la caisse. Les envois qui attendaient sont notés"
            " incertains : dites ce qu'ils sont devenus par « scord uncertain »."
        ),
        (
            "Sending is paused: what was sent since, Scord does not know and would send twice."
            ' Before "scord resume --checked", check with the billing software, the mailbox and the'
            " caisse."
            " What was about to leave is noted as uncertain: say what became of it by"
            ' "scord uncertain".'
        ),
    ),
    "nothing-waits": ("Rien n'attend de partir.", "Nothing waits to leave."),
    "waiting": (
        "{number} : lot SCOR {lot} du praticien {billing_number}, {state}[ ({fault})][, le {at}]",
        "{number}: SCOR lot {lot} of practitioner {billing_number}, {state}[ ({fault})][, on {at}]",
    ),
    "message-ready": ("va partir", "about to leave"),
    "message-sending": ("en train de partir", "leaving"),
    "message-retry": ("sera réessayé", "to be tried again"),
    "message-held": ("retenu", "kept back"),
    "message-set-apart": (
        "retenu car fait pour le profil « {profile} », qui n'est plus celui du service",
        'kept back: made for the profile "{profile}", which is not in force any more',
    ),
    "order-hold": ("Envoi {number} retenu.", "Sending {number} is kept back."),
    "order-release": ("Envoi {number} libéré.", "Sending {number} goes on."),
    "order-set-apart": (
        "Envoi {number} retenu : fait pour un autre profil, il ne part qu'avec celui-là.",
        "Sending {number} is kept back: made for another profile, it leaves with that one only.",
    ),
    "order-abandon": (
        "Envoi {number} abandonné : ses pièces repartiront une fois confirmées de nouveau.",
        "Sending {number} given up: its pieces leave again once they are confirmed anew.",
    ),
    # handed over to the practice's approved software
    "deposit": (
        "{number} : {folder}, {pieces} pièce(s), facture(s) {invoices}[, déposé le {at}], {state}",
        "{number}: {folder}, {pieces} piece(s), invoice(s) {invoices}[, given on {at}], {state}",
    ),
    "deposit-ready": ("dépôt incertain", "perhaps handed over"),
    "deposit-sent": ("à confirmer", "to be confirmed"),
    "deposit-contested": ("à trancher", "to be settled"),
    "nothing-handed-over": (
        "Aucun dépôt à confirmer.",
        "Nothing handed over waits for a word.",
    ),
    "deposit-was-sent": (
        "Dépôt {number} : télétransmis par votre logiciel.",
        "Deposit {number}: transmitted by your software.",
    ),
    "deposit-was-rejected": (
        "Dépôt {number} rejeté[ pour {invoices}] : ses pièces attendent une nouvelle confirmation.",
        "Deposit {number} rejected[ for {invoices}]: its pieces wait to be confirmed anew.",
    ),
    "deposit-open-again": (
        "Dépôt {number} : votre réponse est annulée, dites ce qu'il en est.",
        "Deposit {number}: your word is taken back, say what became of it.",
    ),
    # the practitioner's card
    "cps-read": (
        "CPS[ n° {card}] de {name}, RPPS {rpps}[, Région {region}].",
        "CPS[ no. {card}] of {name}, RPPS {rpps}[, Région {region}].",
    ),
    "cps-number-read": (
        "CPS[ n° {card}] : le reste n'est pas lisible par Scord. Donnez la Région dans Réglages.",
        "CPS[ no. {card}]: Scord cannot read the rest. Give the Région in the settings.",
    ),
    "cps-nobody": (
        "Aucun praticien d'ici n'a ce RPPS : rien n'est gardé. Précisez « --practitioner ».",
        'No practitioner here has that RPPS: nothing is kept. Say "--practitioner".',
    ),
    "cps-kept": (
        "Gardé pour le praticien {billing_number}[ ; Région en vigueur : {region} ({source})].",
        "Kept for practitioner {billing_number}[; Région in force: {region} ({source})].",
    ),
    "region-settings": ("donnée dans les réglages", "given in the settings"),
    "region-card": ("lue sur la CPS", "read from the CPS"),
    # what only a person settles
    "nothing-to-settle": ("Rien à trancher.", "Nothing to settle."),
    "sending": (
        "{number} : lot SCOR {lot} du praticien {billing_number}, constitué le {at}, {file}",
        "{number}: SCOR lot {lot} of practitioner {billing_number}, made on {at}, {file}",
    ),
    "sent-again": (
        "Envoi {number} : les mêmes octets repartent.",
        "Sending {number}: the same bytes leave again.",
    ),
    "was-sent": (
        "Envoi {number} : tenu pour reçu, sa réponse est attendue.",
        "Sending {number}: taken as received, its answer is awaited.",
    ),
    "ack": (
        "{number} : ARL {verdict} du {at}, lot de FSE {lot} du praticien {billing_number}",
        "{number}: {verdict} ARL of {at}, FSE lot {lot} of practitioner {billing_number}",
    ),
    "candidate": ("    lot {number}, envoyé le {at}", "    lot {number}, sent on {at}"),
    "assigned": ("ARL {ack} appliqué au lot {lot}.", "ARL {ack} applied to lot {lot}."),
    "contested-fse": (
        "fse {number} : lot de FSE {lot} du praticien {billing_number}, envoyé le {at}",
        "fse {number}: FSE lot {lot} of practitioner {billing_number}, sent on {at}",
    ),
    "contested-scor": (
        "scor {number} : lot SCOR {lot} du praticien {billing_number}, envoyé le {at}",
        "scor {number}: SCOR lot {lot} of practitioner {billing_number}, sent on {at}",
    ),
    "settled": (
        "Lot {number} tenu pour {verdict}.",
        "Lot {number} taken as {verdict}.",
    ),
    "positive": ("positif", "positive"),
    "negative": ("négatif", "negative"),
    # support
    "support-done": (
        "Écrit : {path}. Rien n'a été envoyé : vérifiez ce qu'il contient, puis joignez-le.",
        "Written: {path}. Nothing was sent: see what it holds, then attach it to your question.",
    ),
}
