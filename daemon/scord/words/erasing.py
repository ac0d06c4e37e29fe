"""The erasure of a patient in words: what goes, what stays, and what stands against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scord.words.speech import Words

ROWS: dict[str, Words] = {
    "invoice": ("{count:,} facture(s)", "{count:,} invoice(s)"),
    "prescription": ("{count:,} ordonnance(s)", "{count:,} prescription(s)"),
    "planned-visit": ("{count:,} visite(s) prévue(s)", "{count:,} planned visit(s)"),
    "correction": ("{count:,} correction(s) demandée(s)", "{count:,} correction(s) asked for"),
    "scan": ("{count:,} scan(s)", "{count:,} scan(s)"),
    "document": ("{count:,} document(s)", "{count:,} document(s)"),
    "page-reading": ("{count:,} texte(s) lu(s)", "{count:,} text(s) read"),
    "attachment": ("{count:,} rattachement(s)", "{count:,} attachment(s)"),
    "lot-item": ("{count:,} pièce(s) de lots SCOR", "{count:,} piece(s) of SCOR lots"),
    "incoming": ("{count:,} fichier(s) reçu(s)", "{count:,} received file(s)"),
    "acknowledgement": ("{count:,} réponse(s)", "{count:,} answer(s)"),
    "journal-entry": ("{count:,} ligne(s) du journal", "{count:,} line(s) of the journal"),
    "sighting": ("{count:,} nom(s) de fichier", "{count:,} file name(s)"),
    "alert": ("{count:,} alerte(s)", "{count:,} alert(s)"),
}

FILES: dict[str, Words] = {
    "documents": ("{count:,} PDF", "{count:,} PDF"),
    "originals": ("{count:,} original(aux)", "{count:,} original(s)"),
    "messages": ("{count:,} copie(s) d'envoi", "{count:,} cop(ies) of lots sent"),
    "imports": (
        "{count:,} fichier(s) du logiciel de facturation",
        "{count:,} file(s) of the billing software",
    ),
    "answers": ("{count:,} fichier(s) de réponse", "{count:,} answer file(s)"),
}

OBSTACLES: dict[str, Words] = {
    "clock": (
        "l'horloge n'est pas sûre : scord purge --dry-run dit pourquoi",
        "the clock is in doubt: scord purge --dry-run says why",
    ),
    "in-work": (
        "un scan ou un fichier est en cours de traitement : recommencez dans un instant",
        "a scan or a file is being worked on: try again in a moment",
    ),
    "came-since": (
        "factures arrivées ou changées à l'instant : {numbers}. Recommencez",
        "invoices that have just come or changed: {numbers}. Try again",
    ),
    "to-file": (
        "à classer ou à écarter d'abord (document ou dossier) : {numbers}",
        "to be filed or set aside first (document or folder): {numbers}",
    ),
    "not-sent": (
        (
            "factures dont une pièce manque ou reste à envoyer : {numbers}."
            " Envoyez, ou retirez la facture"
        ),
        (
            "invoices that lack a piece or have one to send: {numbers}. Send it, or withdraw the"
            " invoice"
        ),
    ),
    "not-accepted": (
        "factures dont une pièce est refusée, contestée ou sans réponse : {numbers}",
        "invoices with a piece refused, contested or unanswered: {numbers}",
    ),
    "lot-open": (
        "lots SCOR sans réponse, contestés, incertains ou revenus : {numbers}. Voyez scord outbox",
        "SCOR lots unanswered, contested, uncertain or come back: {numbers}. See scord outbox",
    ),
    "only-copy": (
        "lots SCOR dont la copie est la seule trace du papier d'un autre patient : {numbers}",
        "SCOR lots whose copy is all there is of another patient's paper: {numbers}",
    ),
    "too-young": (
        (
            "la durée minimale court jusqu'au {until} (réglage retention.proof_days, au moins 90"
            " jours)"
        ),
        "the least time runs until {until} (setting retention.proof_days, 90 days or more)",
    ),
}

ERASE: dict[str, Words] = {
    "reading": (
        "Lecture du journal et des fichiers reçus…",
        "Reading the journal and the received files…",
    ),
    "would-go": ("Serait effacé de ce patient :", "Would be erased of this patient:"),
    "gone": ("Effacé de ce patient :", "Erased of this patient:"),
    "past-would-go": (
        (
            "{going:,} patient(s) seraient effacés ; {held:,} attendent la fin de ce qui est en"
            " cours ; {unclear:,} facture(s) dont le patient n'est pas sûr. Pour effacer : --yes"
        ),
        (
            "{going:,} patient(s) would be erased; {held:,} wait for the end of what is under way;"
            " {unclear:,} invoice(s) of which the patient is not sure. To erase: --yes"
        ),
    ),
    "past-gone": (
        (
            "{going:,} patient(s) effacés ; {held:,} attendent la fin de ce qui est en cours ;"
            " {unclear:,} facture(s) dont le patient n'est pas sûr."
        ),
        (
            "{going:,} patient(s) erased; {held:,} wait for the end of what is under way;"
            " {unclear:,} invoice(s) of which the patient is not sure."
        ),
    ),
    "stays": (
        (
            "Restent, sans nom : numéro, date et caisse des factures, lots, empreintes et chaîne"
            " d'envoi. Les sauvegardes plus anciennes gardent tout : voir docs/privacy.md."
        ),
        (
            "What stays, without a name: number, date and caisse of the invoices, lots, hashes and"
            " the chain of sending. Older backups keep everything: see docs/privacy.md."
        ),
    ),
    "shared-documents": (
        "Restent, car ils servent aussi un autre patient : documents {numbers}",
        "What stays, since it serves another patient as well: documents {numbers}",
    ),
    "shared-scans": (
        "Restent, car une page est d'un autre patient : originaux des scans {numbers}",
        "What stays, since a page is another patient's: originals of scans {numbers}",
    ),
    "against": ("Pas encore possible :", "Not possible yet:"),
    "confirm": (
        "Rien n'est effacé. Pour effacer, sans retour : la même commande avec --yes",
        "Nothing has been erased. To erase, for good: the same command with --yes",
    ),
    "finished": (
        "Il ne reste rien des patients effacés avant.",
        "Nothing is left of patients who were erased before.",
    ),
}
