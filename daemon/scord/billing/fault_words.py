"""What a fault of an imported item is called, French and English, by its code.

Codes are pydantic's types where pydantic finds the fault, ours elsewhere. Facts in braces come with
the fault; none of them is what a patient could be known by.
"""

from __future__ import annotations

Words = tuple[str, str]

OTHER: Words = ("valeur non admise", "not an allowed value")

WORDS: dict[str, Words] = {
    # the shape of the JSON
    "missing": ("champ absent", "field missing"),
    "string_type": ("un texte est attendu", "text expected"),
    "int_type": ("un nombre entier est attendu", "whole number expected"),
    "bool_type": ("true ou false est attendu", "true or false expected"),
    "list_type": ("une liste est attendue", "list expected"),
    "model_type": ("un objet est attendu", "object expected"),
    "literal_error": ("valeurs admises : {expected}", "allowed values: {expected}"),
    "string_too_short": ("texte vide", "empty text"),
    "string_too_long": (
        "texte de plus de {max_length} caractères",
        "text of more than {max_length} characters",
    ),
    "string_pattern_mismatch": (
        "la forme n'est pas celle de docs/formats.md",
        "not in the form docs/formats.md gives",
    ),
    "too_short": ("liste vide", "empty list"),
    "too_long": ("liste de plus de {max_length}", "list of more than {max_length}"),
    "greater_than_equal": ("nombre inférieur à {ge}", "number below {ge}"),
    "less_than_equal": ("nombre supérieur à {le}", "number above {le}"),
    "json_invalid": ("texte ou structure illisible", "unreadable text or structure"),
    # the values
    "unprintable": ("caractère non imprimable", "a sign that cannot be printed"),
    "day": ("date attendue, AAAA-MM-JJ", "date expected, YYYY-MM-DD"),
    "time": (
        "date et heure attendues, AAAA-MM-JJTHH:MM:SS+02:00",
        "date and time expected, YYYY-MM-DDTHH:MM:SS+02:00",
    ),
    "time_zone": (
        "heure sans fuseau ; ajouter par exemple +02:00",
        "time without a zone; add one such as +02:00",
    ),
    "nir_form": ("NIR : 13 caractères et 2 de clé", "NIR: 13 characters and 2 of key"),
    "nir_first_digit": (
        "NIR : commence par 1, 2, 3, 4, 7 ou 8",
        "NIR: begins with 1, 2, 3, 4, 7 or 8",
    ),
    "nir_key": ("NIR : la clé est fausse", "NIR: wrong key"),
    "rpps": ("RPPS : 11 chiffres dont la clé", "RPPS: 11 digits with their key"),
    "billing_number": (
        "numéro AM : 9 chiffres dont la clé",
        "billing number: 9 digits with their key",
    ),
    "no_nir": (
        "ni NIR du patient ni NIR de l'assuré",
        "neither the patient's NIR nor the insured's",
    ),
    "total": (
        "le total n'est pas la somme des lignes",
        "the total is not the sum of the lines",
    ),
    "lot_missing": ("date d'envoi sans numéro de lot", "sending time without a lot number"),
    # what the store knows against it
    "frozen": (
        "pièces déjà dans un lot SCOR : {fields} ne change plus",
        "pieces already in a SCOR lot: {fields} can no longer change",
    ),
    "status_final": (
        "facture annulée ou remplacée : elle ne peut être reprise",
        "cancelled or replaced invoice: it cannot come back",
    ),
    "erased": (
        "facture d'un patient effacé : elle n'est pas reprise",
        "invoice of an erased patient: it is not taken over again",
    ),
    "replaces_itself": (
        "une facture ne se remplace pas elle-même",
        "an invoice cannot replace itself",
    ),
    "replaced_unknown": (
        "facture remplacée inconnue : aucune pièce n'a suivi",
        "the replaced invoice is not known: no piece was moved",
    ),
    "replaced_already": (
        "la facture remplacée l'est déjà par une autre",
        "the replaced invoice already is, by another",
    ),
    "replaced_sent": (
        "facture remplacée : ses pièces sont déjà dans un lot SCOR",
        "the replaced invoice's pieces already are in a SCOR lot",
    ),
    "practitioner_unknown": (
        "praticien inconnu : importer d'abord ses factures",
        "unknown practitioner: import their invoices first",
    ),
    "invoice_unknown": (
        "facture inconnue ou déjà dans un autre lot",
        "invoice unknown or already in another lot",
    ),
    "invoice_differs": (
        "la facture connue sous ce numéro a un autre montant ou un autre assuré",
        "the invoice known by this number has another total or another insured person",
    ),
    "invoice_ambiguous": (
        "plusieurs factures de ce numéro : donner invoice_date",
        "several invoices of this number: give invoice_date",
    ),
}
