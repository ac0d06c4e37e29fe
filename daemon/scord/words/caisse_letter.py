"""The letter that tells a caisse of SCOR. French alone, whoever prints it: the caisse reads it."""

from __future__ import annotations

LETTER: dict[str, str] = {
    "title": "Démarrage de la transmission par SCOR",
    "across": "TEST",
    "test": "TEST : Scord est en essai, n'envoyez pas cette lettre à une caisse.",
    "page": "page {number} / {total}",
    "foot": "Imprimé le {day} par Scord",
    "from": "Praticien",
    "profession": "Profession",
    "billing_number": "Numéro AM",
    "rpps": "RPPS",
    "to": "À l'attention de",
    "caisse": "Caisse :",
    "service": "Service des relations avec les professionnels de santé",
    "day": "Le {day}",
    "greeting": "Madame, Monsieur,",
    "start": (
        "Je vous informe qu'à compter du {start} je transmettrai par SCOR, sous forme numérisée,"
        " les pièces justificatives de mes factures, au lieu de les envoyer sur papier."
    ),
    "when": (
        "Pour un lot de feuilles de soins électroniques, les pièces partent après votre accusé de"
        " réception (ARL) positif ; pour un lot de factures dégradées, une fois ce lot envoyé."
    ),
    "form": (
        "Chaque pièce est un document PDF en noir et blanc, de 200 dpi au moins et de 250 Ko au"
        " plus."
    ),
    "types": "Types de pièces transmises",
    "code": "Code",
    "type": "Type de pièce",
    "accepted": "Accepté par la caisse",
    "yes-no": "oui / non",
    "answer": (
        "Merci de me signaler les types de pièces que vous n'acceptez pas par cette voie, ou une"
        " autre date de début."
    ),
    "closing": "Je vous prie d'agréer, Madame, Monsieur, mes salutations distinguées.",
    "signature": "Date, cachet et signature du praticien",
}
