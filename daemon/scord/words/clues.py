"""What a page is and what stands on it, in words; the names are those of scord.reading.clue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from scord.reading.clue import ClueKind, FormKind, Label
from scord.words.speech import Words, put

if TYPE_CHECKING:
    from scord.reading.clue import Clue

KINDS: dict[FormKind, Words] = {
    FormKind.CARE_SHEET: ("feuille de soins", "care sheet"),
    FormKind.PRESCRIPTION: ("ordonnance", "prescription"),
    FormKind.NURSING_PRESCRIPTION: (
        "démarche de soins infirmiers (DSI)",
        "nursing care prescription (DSI)",
    ),
    FormKind.OTHER: ("autre chose", "something else"),
    FormKind.UNKNOWN: ("type inconnu", "unknown type"),
}

CLUES: dict[ClueKind, Words] = {
    ClueKind.NIR: ("NIR", "NIR"),
    ClueKind.UNREAD_NIR: ("NIR mal lu", "NIR not read rightly"),
    ClueKind.NAME: ("nom", "name"),
    ClueKind.BIRTH_DATE: ("date de naissance", "birth date"),
    ClueKind.DATE: ("date", "date"),
    ClueKind.AMOUNT: ("montant", "amount"),
    ClueKind.INVOICE_NUMBER: ("n° de facture", "invoice number"),
    ClueKind.RPPS: ("n° RPPS", "RPPS number"),
    ClueKind.BILLING_NUMBER: ("n° AM", "AM number"),
    ClueKind.FINESS: ("n° FINESS", "FINESS number"),
    ClueKind.ELECTRONIC_PRESCRIPTION: (
        "n° d'ordonnance numérique",
        "electronic prescription number",
    ),
    ClueKind.PAGE: ("page", "page"),
}

LABELS: dict[Label, Words] = {
    Label.PATIENT: ("patient", "patient"),
    Label.INSURED: ("assuré", "insured person"),
    Label.PRESCRIBER: ("prescripteur", "prescriber"),
    Label.CARER: ("soignant", "carer"),
    Label.DOCUMENT: ("du document", "of the document"),
    Label.CARE: ("des soins", "of care"),
    Label.TOTAL: ("total", "total"),
}

_SURE: Words = ("{kind} (sûr à {share} %)", "{kind} ({share}% sure)")
_CLUE: Words = (
    "{kind}[ ({label})] : {value} — à {left} x {top} mm, sûr à {share} %[, {mended}]",
    "{kind}[ ({label})]: {value} — at {left} x {top} mm, {share}% sure[, {mended}]",
)
_MENDED: Words = ("corrigé grâce à la clé", "corrected by its key")
_DATES = frozenset({ClueKind.DATE, ClueKind.BIRTH_DATE})


def kind_told(kind: FormKind, sure: float, language: str) -> str:
    """As in "ordonnance (sûr à 93 %)"."""
    words = put(KINDS[kind], language)
    if kind is FormKind.UNKNOWN:
        return words
    return put(_SURE, language, kind=words, share=round(100 * sure))


def clue_told(clue: Clue, language: str) -> str:
    """What was found, of whom, where on the page, and how sure: one line."""
    return put(
        _CLUE,
        language,
        kind=put(CLUES[clue.kind], language),
        label=put(LABELS[clue.label], language) if clue.label else None,
        value=_value(clue, language),
        left=round(clue.box.left),
        top=round(clue.box.top),
        share=round(100 * clue.sure),
        mended=put(_MENDED, language) if clue.mended else None,
    )


def _value(clue: Clue, language: str) -> str:
    if clue.kind in _DATES:
        day = date.fromisoformat(clue.value)
        return f"{day:%d/%m/%Y}" if language == "fr" else clue.value
    if clue.kind is ClueKind.AMOUNT:
        euros, cents = divmod(int(clue.value), 100)
        return f"{euros},{cents:02d} €" if language == "fr" else f"€{euros}.{cents:02d}"
    return clue.value
