"""The bordereau that goes with paper, in words: what stands on it, and why it is not due."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scord.words.speech import Words

BORDEREAU: dict[str, Words] = {
    "title": (
        "Bordereau de pièces justificatives sur papier",
        "Bordereau of supporting papers",
    ),
    "subtitle": (
        "Lot SCOR n° {lot}, resté sans accusé de réception",
        "SCOR lot no. {lot}, left without an acknowledgement",
    ),
    "across": ("TEST", "TEST"),
    "test": (
        "TEST : ce lot est un essai, n'envoyez pas ce bordereau à une caisse.",
        "TEST: this lot is a trial, do not send this bordereau to a caisse.",
    ),
    "page": ("page {number} / {total}", "page {number} / {total}"),
    "foot": ("Imprimé le {at} par Scord", "Printed on {at} by Scord"),
    "practitioner": ("Praticien", "Practitioner"),
    "numbers": ("n° AM {number}[, RPPS {rpps}]", "billing no. {number}[, RPPS {rpps}]"),
    "destination": ("Caisse destinataire", "To the caisse"),
    "lot": ("Lot SCOR", "SCOR lot"),
    "lot-told": (
        "n° {lot}, constitué le {at}, message {message}",
        "no. {lot}, made on {at}, message {message}",
    ),
    "tried": ("Premier essai d'envoi", "First attempt"),
    "sent": ("Envoyé", "Sent"),
    "state": ("État", "State"),
    "count": ("Contenu", "Content"),
    "count-told": (
        "{invoices} facture(s), {pieces} pièce(s), {pages} page(s)",
        "{invoices} invoice(s), {pieces} piece(s), {pages} page(s)",
    ),
    "why": ("Pourquoi du papier", "Why paper"),
    "why-told": (
        (
            "Ces pièces ont été envoyées par SCOR. {days} jours ouvrés après le premier essai,"
            " aucun accusé de réception (ARL SCOR) n'est arrivé."
        ),
        (
            "These pieces were sent by SCOR. {days} working days after the first attempt no"
            " acknowledgement (ARL SCOR) has come."
        ),
    ),
    "why-not-sent": (
        (
            "Ces pièces n'ont pas pu être envoyées par SCOR dans les {days} jours ouvrés qui ont"
            " suivi le premier essai."
        ),
        "These pieces could not be sent by SCOR within {days} working days of the first attempt.",
    ),
    "rule": (
        (
            "Règle : arrêté du 2 octobre 2020, annexe, titre IV, sous-titre III, paragraphe 4 (JO"
            " du 9 octobre 2020). Sans accusé de réception, le professionnel et la caisse ont 5"
            " jours ouvrés à compter du premier essai pour y parvenir ; ensuite les pièces sont"
            " reproduites sur CD-ROM. Le papier, lui, n'y est prévu que si la numérisation échoue."
        ),
        (
            "Rule: arrêté of 2 October 2020, annexe, titre IV, sous-titre III, paragraphe 4 (JO of"
            " 9 October 2020). Without an acknowledgement professional and caisse have 5 working"
            " days from the first attempt; after that the pieces go on CD-ROM. It provides for"
            " paper only where scanning fails."
        ),
    ),
    "sure": (
        (
            "Ce texte vaut pour les prestataires de produits de la LPP ; pour les autres"
            " professions, c'est la convention qui vaut. Appelez donc la caisse avant d'envoyer ce"
            " papier : elle dit si elle l'accepte, et si le lot ne lui est pas arrivé malgré tout."
        ),
        (
            "That text holds for suppliers of LPP goods; for other professions their convention"
            " does. So call the caisse before sending this paper: it says whether it takes paper,"
            " and whether the lot did not reach it after all."
        ),
    ),
    "agreed": ("Convenu avec la caisse le :", "Agreed with the caisse on:"),
    "with": ("Nom de l'interlocuteur :", "With (name):"),
    "pieces": ("Factures et pièces jointes", "Invoices and papers"),
    "invoice": ("Facture", "Invoice"),
    "invoice-told": ("n° {number} du {day}", "no. {number} of {day}"),
    "fse-lot": ("Lot de FSE", "FSE lot"),
    "patient": ("Patient", "Patient"),
    "piece": ("Pièce et identifiant", "Piece and identifier"),
    "pages": ("Pages", "Pages"),
    "signature": (
        "Date, cachet et signature du praticien",
        "Date, stamp and signature of the practitioner",
    ),
}

PRINTED: dict[str, Words] = {
    "written": (
        "Bordereau écrit : {path}. Appelez la caisse avant d'envoyer le papier.",
        "Bordereau written: {path}. Call the caisse before you send the paper.",
    ),
    "pieces": ("Pièces à imprimer : {path}.", "Pieces to print: {path}."),
}
