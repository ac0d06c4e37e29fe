"""What may be wrong with an invoice's lines by the nomenclature, in words, with the source."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from scord.words.figures import day, money
from scord.words.speech import look_up, put

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from scord.words.speech import Words

# The facts are those of scord.billing.nomenclature; the rule's source follows each.
WARNINGS: dict[str, Words] = {
    "not-in-force": (
        "{code} du {day} : code non facturable à cette date[, il l'est à partir du {since}]",
        "{code} of {day}: this code cannot be billed on that date[, only from {since}]",
    ),
    "amount-above": (
        "{code} du {day} : {amount} au lieu de {right} pour {periods}, sans dépassement permis",
        "{code} of {day}: {amount} instead of {right} for {periods}, no dépassement is allowed",
    ),
    "amount-below": (
        "{code} du {day} : {amount} au lieu de {right} pour {periods}",
        "{code} of {day}: {amount} instead of {right} for {periods}",
    ),
    "overlap": (
        (
            "{code} du {day}, {periods} depuis le {first} : recouvre {other} du {other_day}"
            "[, facture {invoice}]"
        ),
        (
            "{code} of {day}, {periods} since {first}: overlaps {other} of {other_day}"
            "[, invoice {invoice}]"
        ),
    ),
    "too-many-periods": (
        "{quantity} périodes facturées ensemble, {most} consécutives au plus",
        "{quantity} periods billed together, {most} consecutive ones at most",
    ),
}
_PERIODS: Words = ("{quantity} période(s) de {days} jours", "{quantity} period(s) of {days} days")
_SOURCE: Words = (" ({source}).", " ({source}).")
_DAYS = ("day", "first", "other_day", "since")
_OR = {"fr": " ou ", "en": " or "}


def warning_words(code: str, facts: Mapping[str, Any], language: str) -> str:
    """One sentence."""
    told = {**facts, "periods": put(_PERIODS, language, **facts)}
    told |= {
        name: day(date.fromisoformat(facts[name]), language) for name in _DAYS if facts.get(name)
    }
    if "amount_cents" in facts:
        told["amount"] = money(facts["amount_cents"], language)
        told["right"] = _OR[language].join(money(one, language) for one in facts["right_cents"])
    return look_up(WARNINGS, code, language, told) + put(_SOURCE, language, **told)
