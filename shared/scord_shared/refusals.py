"""Why something a person asked for cannot be done now, in words: the `reason` of action.refused."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """Stable names. The first seven say where the document stands."""

    NEW = "new"
    READING = "reading"
    INBOX = "inbox"
    ATTACHED = "attached"
    HELD = "held"
    SET_ASIDE = "set-aside"
    REMADE = "remade"
    OUTGROWN = "outgrown"
    ALREADY_IN_LOT = "already-in-lot"
    NO_BLANK_PAGE = "no-blank-page"
    NO_PAGE = "no-page"
    PAGES_UNCLEAR = "pages-unclear"
    PAGES_CHANGED = "pages-changed"
    NOT_ARRANGED = "not-arranged"
    DOCUMENT_SHARED = "document-shared"
    FOLDER_UNKNOWN = "folder-unknown"
    PATIENT_ERASED = "patient-erased"
    PATIENT_NOT_OVER = "patient-not-over"
    PATIENT_UNCLEAR = "patient-unclear"
    INVOICE_CLOSED = "invoice-closed"
    INVOICE_HELD = "invoice-held"
    INVOICE_NOT_HELD = "invoice-not-held"
    INVOICE_HELD_BY_LPS = "invoice-held-by-lps"
    INVOICE_UNDER_WAY = "invoice-under-way"
    INVOICE_TRANSMITTED = "invoice-transmitted"
    CORRECTION_ASKED = "correction-asked"
    NO_CORRECTION_ASKED = "no-correction-asked"
    NOTHING_CORRECTED = "nothing-corrected"
    NOT_DEGRADED = "not-degraded"
    CARE_SHEET_PRESENT = "care-sheet-present"
    INVOICE_NOT_WITHDRAWN = "invoice-not-withdrawn"
    LOT_ANSWERED = "lot-answered"
    LOT_NOT_LATE = "lot-not-late"
    LOT_GONE_ANEW = "lot-gone-anew"
    ARM_OVER = "arm-over"
    JUST_DISARMED = "just-disarmed"
    NOT_UNCERTAIN = "not-uncertain"
    NOT_WAITING = "not-waiting"
    NOT_KEPT_BACK = "not-kept-back"
    MESSAGE_UNKNOWN = "message-unknown"
    NOT_A_CANDIDATE = "not-a-candidate"
    NOT_CONTESTED = "not-contested"
    PRACTITIONER_UNKNOWN = "practitioner-unknown"
    READER_UNCLEAR = "reader-unclear"
    CARD_OF_ANOTHER = "card-of-another"
    PRESCRIPTION_UNCLEAR = "prescription-unclear"
    SETTINGS_PENDING = "settings-pending"
    SETTINGS_CHANGED = "settings-changed"
    SETTINGS_OF_OTHERS = "settings-of-others"
    SECRET_FIXED = "secret-fixed"  # noqa: S105 -- a name, not a secret
    DEPOT_NOT_OPEN = "depot-not-open"
    DEPOT_NOTHING_TO_TAKE_BACK = "depot-nothing-to-take-back"


REFUSALS: dict[str, tuple[str, str]] = {
    Refusal.NEW: (
        "le document[ {document}] vient d'arriver, Scord ne l'a pas encore examiné",
        "document[ {document}] has just come, Scord has not looked at it yet",
    ),
    Refusal.READING: (
        "Scord lit encore le texte du document[ {document}]",
        "Scord is looking at the text of document[ {document}]",
    ),
    Refusal.INBOX: (
        "le document[ {document}] est dans À classer",
        "document[ {document}] is waiting to be filed",
    ),
    Refusal.ATTACHED: (
        "le document[ {document}] est déjà sur une facture",
        "document[ {document}] is on an invoice already",
    ),
    Refusal.HELD: (
        "le document[ {document}] est à renumériser",
        "document[ {document}] has to be scanned again",
    ),
    Refusal.SET_ASIDE: (
        "le document[ {document}] a été mis de côté",
        "document[ {document}] was set aside",
    ),
    Refusal.REMADE: (
        "les pages du document[ {document}] sont maintenant celles d'autres documents",
        "the pages of document[ {document}] are those of other documents now",
    ),
    Refusal.OUTGROWN: (
        "le document[ {document}] n'était qu'un début de fichier, repris depuis en entier",
        "document[ {document}] was only the beginning of a file that was taken whole since",
    ),
    Refusal.ALREADY_IN_LOT: (
        (
            "le document[ {document}] est déjà dans un lot SCOR ; s'il n'est pas le bon, corrigez"
            " la facture dans votre logiciel : la facture corrigée recevra la bonne pièce"
        ),
        (
            "document[ {document}] is in a SCOR lot already; if it is the wrong one, correct the"
            " invoice in your software: the corrected invoice takes the right piece"
        ),
    ),
    Refusal.NO_BLANK_PAGE: (
        "aucune page blanche du document[ {document}] n'a été laissée de côté",
        "no blank page of document[ {document}] was left out",
    ),
    Refusal.NO_PAGE: (
        "le document[ {document}] n'a aucune page à arranger",
        "document[ {document}] has no page to arrange",
    ),
    Refusal.PAGES_UNCLEAR: (
        "placez ou laissez de côté chaque page des documents, une fois et une seule",
        "put each page of the documents in one place, or leave it out: once, and only once",
    ),
    Refusal.PAGES_CHANGED: (
        "les pages du document[ {document}] viennent de changer ; regardez-les à nouveau",
        "the pages of document[ {document}] have just changed; look at them again",
    ),
    Refusal.NOT_ARRANGED: (
        "les pages du document[ {document}] n'ont pas été réarrangées, ou ne le sont plus",
        "the pages of document[ {document}] were not arranged, or are no longer",
    ),
    Refusal.DOCUMENT_SHARED: (
        "le document[ {document}] sert aussi à un autre praticien du cabinet",
        "document[ {document}] serves another practitioner of the practice as well",
    ),
    Refusal.FOLDER_UNKNOWN: (
        "dites lequel des dossiers de numérisation[ : {names}]",
        "say which drop folder[: {names}]",
    ),
    Refusal.PATIENT_ERASED: (
        "le patient de cette facture est déjà effacé",
        "the patient of that invoice is erased already",
    ),
    Refusal.PATIENT_NOT_OVER: (
        "tout n'est pas terminé pour ce patient[ : {names}]",
        "not all is over for that patient[: {names}]",
    ),
    Refusal.PATIENT_UNCLEAR: (
        (
            "d'autres factures ont le même nom ou le même NIR sans que tout concorde[ : {names}] ;"
            " dites pour chacune s'il s'agit du même patient (--same) ou d'un autre (--other)"
        ),
        (
            "other invoices have the same name or NIR while not all agrees[: {names}]; say of each"
            " whether it is the same patient's (--same) or another's (--other)"
        ),
    ),
    Refusal.INVOICE_CLOSED: (
        "la facture[ {number}] est supprimée ou remplacée",
        "invoice[ {number}] was cancelled or replaced",
    ),
    Refusal.INVOICE_HELD: (
        "la facture[ {number}] est déjà retenue",
        "invoice[ {number}] is held already",
    ),
    Refusal.INVOICE_NOT_HELD: (
        "la facture[ {number}] n'est pas retenue",
        "invoice[ {number}] is not held",
    ),
    Refusal.INVOICE_HELD_BY_LPS: (
        "la facture[ {number}] est retenue dans votre logiciel de facturation : libérez-la là-bas",
        "invoice[ {number}] is held in your billing software: release it there",
    ),
    Refusal.INVOICE_UNDER_WAY: (
        "une pièce de la facture[ {number}] est déjà dans un lot SCOR",
        "a piece of invoice[ {number}] is in a SCOR lot already",
    ),
    Refusal.INVOICE_TRANSMITTED: (
        "la facture[ {number}] est transmise : elle se rectifie auprès de la caisse",
        "invoice[ {number}] has been transmitted: it is put right with the caisse",
    ),
    Refusal.CORRECTION_ASKED: (
        "une correction de la facture[ {number}] est déjà demandée",
        "a correction of invoice[ {number}] is asked for already",
    ),
    Refusal.NO_CORRECTION_ASKED: (
        "aucune correction de la facture[ {number}] n'est demandée",
        "no correction of invoice[ {number}] is asked for",
    ),
    Refusal.NOTHING_CORRECTED: (
        "rien n'a été changé à la facture[ {number}]",
        "nothing of invoice[ {number}] was changed",
    ),
    Refusal.NOT_DEGRADED: (
        "la facture[ {number}] n'est pas dégradée : elle ne demande pas de feuille de soins",
        "invoice[ {number}] is not degraded: it asks for no feuille de soins",
    ),
    Refusal.CARE_SHEET_PRESENT: (
        "la facture[ {number}] a déjà une feuille de soins numérisée : retirez-la d'abord",
        "invoice[ {number}] has a scanned feuille de soins already: take it off first",
    ),
    Refusal.INVOICE_NOT_WITHDRAWN: (
        "la facture[ {number}] n'a pas été supprimée ici",
        "invoice[ {number}] was not withdrawn here",
    ),
    Refusal.LOT_ANSWERED: (
        "la caisse a déjà répondu au lot SCOR[ {lot}] : il n'y a rien à envoyer sur papier",
        "the caisse has answered SCOR lot[ {lot}]: nothing has to go on paper",
    ),
    Refusal.LOT_NOT_LATE: (
        "le lot SCOR[ {lot}] n'attend pas depuis[ {days}] jours ouvrés",
        "SCOR lot[ {lot}] has not been waiting for[ {days}] working days",
    ),
    Refusal.LOT_GONE_ANEW: (
        "les pièces du lot SCOR[ {lot}] sont reparties dans un lot plus récent",
        "the pieces of SCOR lot[ {lot}] have left again in a later lot",
    ),
    Refusal.ARM_OVER: (
        "cette attente d'un scan est déjà finie",
        "nothing waits for that scan any more",
    ),
    Refusal.JUST_DISARMED: (
        "le papier d'une autre facture est peut-être encore dans le scanner : attendez 2 minutes",
        "another invoice's paper may still be in the scanner: wait two minutes",
    ),
    Refusal.NOT_UNCERTAIN: (
        "cet envoi n'est pas, ou plus, incertain",
        "this sending is not, or no longer, uncertain",
    ),
    Refusal.DEPOT_NOT_OPEN: (
        "ce dépôt n'attend pas de réponse",
        "nothing is to be said of this deposit",
    ),
    Refusal.DEPOT_NOTHING_TO_TAKE_BACK: (
        "aucune réponse à annuler, ou la suite a déjà eu lieu",
        "there is no word to take back, or more has followed since",
    ),
    Refusal.NOT_WAITING: (
        "cet envoi n'attend pas de partir",
        "this sending is not waiting to leave",
    ),
    Refusal.NOT_KEPT_BACK: (
        "cet envoi n'est pas retenu",
        "this sending is not kept back",
    ),
    Refusal.MESSAGE_UNKNOWN: (
        "aucun envoi ne porte le numéro[ {number}]",
        "no sending has the number[ {number}]",
    ),
    Refusal.NOT_A_CANDIDATE: (
        "l'ARL[ {ack}] n'attend pas de choix, ou le lot[ {lot}] n'est pas l'un des lots possibles",
        "ARL[ {ack}] waits for no choice, or lot[ {lot}] is not one of its candidates",
    ),
    Refusal.NOT_CONTESTED: (
        "aucun lot aux réponses contradictoires ne porte le numéro[ {lot}]",
        "no lot with contradicting answers has the number[ {lot}]",
    ),
    Refusal.PRACTITIONER_UNKNOWN: (
        "dites de quel praticien il s'agit[ : {names}]",
        "say which practitioner[: {names}]",
    ),
    Refusal.READER_UNCLEAR: (
        "dites dans quel lecteur lire la CPS[ : {names}]",
        "say in which reader the CPS is to be read[: {names}]",
    ),
    Refusal.CARD_OF_ANOTHER: (
        "cette CPS est celle d'un autre praticien",
        "that CPS is another practitioner's",
    ),
    Refusal.PRESCRIPTION_UNCLEAR: (
        "donnez la référence de l'ordonnance, ou le patient, le prescripteur et la date",
        "give the prescription's reference, or the patient, the prescriber and the day",
    ),
    Refusal.SETTINGS_PENDING: (
        "un changement de réglages est en cours ; recommencez dans un instant",
        "a change of settings is being taken up; try again in a moment",
    ),
    Refusal.SETTINGS_CHANGED: (
        "les réglages ont changé entre-temps ; relisez-les avant d'enregistrer",
        "the settings have changed meanwhile; look at them again before you save",
    ),
    Refusal.SETTINGS_OF_OTHERS: (
        "ces réglages sont aussi ceux d'autres praticiens : demandez à l'informatique",
        "these settings are those of other practitioners as well: ask IT",
    ),
    Refusal.SECRET_FIXED: (
        "ce mot de passe est fixé par l'informatique dans l'environnement du service",
        "this password is fixed by IT in the service's environment",
    ),
}
