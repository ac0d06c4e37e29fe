"""Why the machine filed a document, or proposes an invoice: aspects, rules and days in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.words.speech import Words, put

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# aspect: what it is called, and its adjectives' ending in French ("" or "e", "s", "es")
ASPECTS: dict[str, tuple[Words, str]] = {
    "nir": (("NIR", "NIR"), ""),
    "insured-nir": (("NIR de l'assuré", "NIR of the insured"), ""),
    "family-name": (("nom", "family name"), ""),
    "given-name": (("prénom", "given name"), ""),
    "birth-date": (("date de naissance", "birth date"), "e"),
    "patient-name": (("nom du patient", "patient's name"), ""),
    "prescription-date": (("date d'ordonnance", "date of the prescription"), "e"),
    "prescription-number": (("numéro d'ordonnance", "number of the prescription"), ""),
    "prescriber": (("prescripteur", "prescriber"), ""),
    "invoice-number": (("numéro de facture", "invoice number"), ""),
    "care-dates": (("dates de soins", "dates of care"), "es"),
    "care-after": (("soins", "care"), "s"),
    "total": (("montant total", "total"), ""),
}

DEGREES: dict[str, Words] = {
    "exact": ("exact{ending}", "exact"),
    "near": ("proche{plural}", "near"),
    "contradicted": ("différent{ending}", "different"),
}

_DAYS: Words = ("à {days} jour{s}", "{days} day{s} off")
_AFTER: Words = ("{days} jour{s} après l'ordonnance", "{days} day{s} after the prescription")

_WHO: dict[str, Words] = {
    "nir": (
        "NIR exact (clé juste), nom proche, prénom exact",
        "exact NIR (right key), near family name, exact given name",
    ),
    "nir-birth": (
        "NIR exact (clé juste), nom proche, date de naissance exacte",
        "exact NIR (right key), near family name, exact birth date",
    ),
    "near-nir-birth": (
        "NIR (d'assuré, ou sans clé), nom et prénom proches, date de naissance exacte",
        "own NIR (as the insured's, or without key), near names, exact birth date",
    ),
    "insured-birth": (
        "NIR de l'assuré exact (clé juste), nom proche, prénom et date de naissance exacts",
        "exact NIR of the insured (right key), near family name, exact given name and birth date",
    ),
    "insured-name": (
        "NIR de l'assuré exact (clé juste), nom et prénom exacts",
        "exact NIR of the insured (right key), exact names",
    ),
    "name-birth": (
        "nom proche, prénom et date de naissance exacts",
        "near family name, exact given name and birth date",
    ),
    "name": (
        "nom et prénom exacts, sans homonyme connu",
        "exact names that no other known patient bears",
    ),
}
_WHICH: dict[str, Words] = {
    "prescription-date": ("date d'ordonnance exacte", "exact date of the prescription"),
    "prescription-number": ("numéro d'ordonnance exact", "exact number of the prescription"),
    "only-pending": (
        "même prescripteur, seule facture possible dans les trois mois qui suivent l'ordonnance",
        "same prescriber, the only invoice possible within three months of the prescription",
    ),
    "invoice-number": ("numéro de facture exact", "exact invoice number"),
    "care": ("dates de soins et montant total exacts", "exact dates of care and total"),
    "some-care": (
        "une partie des dates de soins, montant total exact",
        "some of the dates of care, exact total",
    ),
}

# Every rule by what it asks for: who it is, which invoice.
RULES: dict[str, Words] = {
    f"{who}+{which}": (f"{asked[0]}, {more[0]}", f"{asked[1]}, {more[1]}")
    for who, asked in _WHO.items()
    for which, more in _WHICH.items()
}


def tell(grounds: Iterable[Mapping[str, Any]], language: str) -> str:
    """As in "NIR exact, nom proche, dates de soins à 2 jours"; what is absent is left out."""
    return ", ".join(_ground(ground, language) for ground in grounds if ground["degree"] in DEGREES)


def _ground(ground: Mapping[str, Any], language: str) -> str:
    name, ending = ASPECTS[ground["aspect"]]
    days = ground.get("days")
    if days is None:
        plural = "s" if ending.endswith("s") else ""
        how = put(DEGREES[ground["degree"]], language, ending=ending, plural=plural)
    else:
        words = _AFTER if ground["aspect"] == "care-after" else _DAYS
        how = put(words, language, days=days, s="" if days < 2 else "s")
    told = put(name, language)
    return f"{how} {told}" if language == "en" and days is None else f"{told} {how}"
