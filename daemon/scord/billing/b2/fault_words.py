"""Why a B2 file cannot be read, French and English, by the `reason` of the error."""

from __future__ import annotations

from scord.billing.fault_words import WORDS as _ITEM_WORDS

Words = tuple[str, str]

PLACE: Words = ("ligne {line}, colonne {column} : ", "line {line}, column {column}: ")

_OF_NUMBERS = ("nir_form", "nir_first_digit", "nir_key", "rpps", "billing_number")

WORDS: dict[str, Words] = {
    **{code: _ITEM_WORDS[code] for code in _OF_NUMBERS},
    # the file
    "empty": ("fichier vide", "empty file"),
    "ebcdic": (
        "fichier codé en EBCDIC ; il le faut en ASCII, ISO 8859-1 ou CP850",
        "file written in EBCDIC; it must be ASCII, ISO 8859-1 or CP850",
    ),
    "encoding": (
        "codage des caractères non reconnu ; il faut ASCII, ISO 8859-1 ou CP850",
        "unknown character encoding; it must be ASCII, ISO 8859-1 or CP850",
    ),
    "unprintable": ("caractère non imprimable", "a sign that cannot be printed"),
    "record_length": (
        "un enregistrement compte 128 caractères",
        "a record has 128 characters",
    ),
    "truncated": (
        "le fichier s'arrête avant sa fin",
        "the file stops before its end",
    ),
    # the records
    "record_unknown": (
        "type d'enregistrement inconnu du profil en service",
        "a type of record that the profile in force does not know",
    ),
    "record_order": (
        "cet enregistrement ne peut pas suivre le précédent",
        "this record cannot follow the one before it",
    ),
    "head_differs": (
        "ce n'est pas ce que dit le début de la facture ou du lot",
        "not what the start of the invoice or the lot says",
    ),
    # the fields
    "missing": ("valeur absente", "value missing"),
    "sign": ("caractère inattendu dans un texte", "a sign that has no place in a text"),
    "digits": ("des chiffres sont attendus", "digits expected"),
    "code": ("des lettres ou des chiffres sont attendus", "letters or digits expected"),
    "code_unknown": ("code non admis", "not an allowed code"),
    "day": ("date attendue, AAMMJJ", "date expected, YYMMDD"),
    "time": ("heure attendue, HHMMSS", "time expected, HHMMSS"),
    # what does not agree
    "count": (
        "ce nombre n'est pas celui des enregistrements",
        "not the number of records there are",
    ),
    "total": (
        "ce total n'est pas la somme des lignes",
        "this total is not the sum of the lines",
    ),
    "invoice_repeated": (
        "une facture de ce numéro est déjà dans le fichier",
        "an invoice of this number is already in the file",
    ),
    "lot_repeated": ("ce lot est déjà dans le fichier", "this lot is already in the file"),
    "sender_differs": (
        "un autre praticien que l'émetteur du fichier",
        "another practitioner than the sender of the file",
    ),
    "other_practice": (
        "le fichier n'est pas de ce cabinet",
        "the file is not of this practice",
    ),
}
