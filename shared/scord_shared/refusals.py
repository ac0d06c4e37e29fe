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
    FOLDER_UNKNOWN = "folder-unknown"
    INVOICE_CLOSED = "invoice-closed"
    ARM_OVER = "arm-over"
    JUST_DISARMED = "just-disarmed"
    NOT_UNCERTAIN = "not-uncertain"
    NOT_WAITING = "not-waiting"
    NOT_KEPT_BACK = "not-kept-back"
    MESSAGE_UNKNOWN = "message-unknown"
    NOT_A_CANDIDATE = "not-a-candidate"
    NOT_CONTESTED = "not-contested"
    PRACTITIONER_UNKNOWN = "practitioner-unknown"
    PRESCRIPTION_UNCLEAR = "prescription-unclear"
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
    Refusal.FOLDER_UNKNOWN: (
        "dites lequel des dossiers de numérisation[ : {names}]",
        "say which drop folder[: {names}]",
    ),
    Refusal.INVOICE_CLOSED: (
        "la facture[ {number}] est supprimée ou remplacée",
        "invoice[ {number}] was cancelled or replaced",
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
    Refusal.PRESCRIPTION_UNCLEAR: (
        "donnez la référence de l'ordonnance, ou le patient, le prescripteur et la date",
        "give the prescription's reference, or the patient, the prescriber and the day",
    ),
}
