"""What the fields of an invoice are called where a person corrects them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scord.words.figures import born
from scord.words.pieces import MODES

if TYPE_CHECKING:
    from typing import Any

    from scord.billing.correcting import Change
    from scord.words.speech import Words

FIELDS: dict[str, Words] = {
    "number": ("Numéro", "Number"),
    "invoice_date": ("Date de la facture", "Invoice date"),
    "patient.family_name": ("Nom", "Family name"),
    "patient.given_name": ("Prénom", "Given name"),
    "patient.birth_date": ("Date de naissance", "Birth date"),
    "patient.nir": ("NIR du bénéficiaire", "Patient's NIR"),
    "insured_nir": ("NIR de l'assuré", "Insured's NIR"),
    "organisation.regime": ("Régime", "Régime"),
    "organisation.caisse": ("Caisse", "Caisse"),
    "organisation.centre": ("Centre", "Centre"),
    "exemption": ("Exonération", "Exemption"),
    "care_path": ("Parcours de soins", "Care path"),
    "prescriber.name": ("Prescripteur", "Prescriber"),
    "prescriber.rpps": ("RPPS du prescripteur", "Prescriber's RPPS"),
    "prescriber.billing_number": ("Numéro AM du prescripteur", "Prescriber's billing number"),
    "prescription_date": ("Date de l'ordonnance", "Prescription date"),
    "prescription_ref": ("Référence de l'ordonnance", "Prescription reference"),
}

# As Stellair's screens follow each other: who and how, then the acts (in a table), then the mode.
GROUPS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (("Bénéficiaire des soins", "Patient"), tuple(FIELDS)[:10]),
    (("Prise en charge", "Cover"), tuple(FIELDS)[10:]),
)

_LINE = re.compile(r"lines\[(\d+)\]\.(\w+)")
_OF_LINE: dict[str, Words] = {
    "code": ("code", "code"),
    "date": ("date", "date"),
    "quantity": ("quantité", "quantity"),
    "amount_cents": ("montant", "amount"),
}


def field_words(field: str, language: str) -> str:
    """As "Acte 1 : date" for "lines[0].date"."""
    spoken = language == "en"
    if field == "mode":
        return ("Mode de sécurisation", "Mode")[spoken]
    if line := _LINE.fullmatch(field):
        name = _OF_LINE[line[2]][spoken] if line[2] in _OF_LINE else line[2]
        return f"{('Acte', 'Act')[spoken]} {int(line[1]) + 1} : {name}"
    return FIELDS[field][spoken] if field in FIELDS else field


def change_words(change: Change, language: str) -> tuple[str, str, str]:
    """The field, what it says and what it is to say."""
    before, after = (_value(change.field, one, language) for one in (change.before, change.after))
    return field_words(change.field, language), before, after


def _value(field: str, value: Any, language: str) -> str:
    if value is None:
        return "-"
    if field.endswith("_cents") and isinstance(value, int):
        return f"{value / 100:.2f}".replace(".", "," if language == "fr" else ".")
    if field == "mode" and value in MODES:
        return MODES[value][language == "en"]
    return born(str(value), language) if "date" in field else str(value)
