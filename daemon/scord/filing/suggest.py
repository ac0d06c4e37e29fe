"""The three invoices a person should look at first. A plain score ranks them; it files nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scord.filing.evidence import Aspect, denied, plain
from scord.filing.naming import Degree
from scord.filing.pending import Pending, pending_of, wanted_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scord.filing.candidates import Person
    from scord.filing.evidence import Evidence
    from scord.filing.sheet import Sheet
    from scord.reading.clue import FormKind
    from scord.store.tables import Invoice

_MOST = 3
_MOST_PEOPLE = 5  # whose invoices are looked at
_LEAST = 4.0  # less is a family name that happens to stand there

_WORTH = {
    Aspect.NIR: 8.0,
    Aspect.INSURED_NIR: 5.0,
    Aspect.FAMILY_NAME: 2.0,
    Aspect.GIVEN_NAME: 3.0,
    Aspect.BIRTH_DATE: 5.0,
    Aspect.PATIENT_NAME: 3.0,
    Aspect.PRESCRIPTION_DATE: 4.0,
    Aspect.PRESCRIPTION_NUMBER: 8.0,
    Aspect.PRESCRIBER: 1.5,
    Aspect.INVOICE_NUMBER: 4.0,
    Aspect.CARE_DATES: 4.0,
    Aspect.CARE_AFTER: 1.0,
    Aspect.TOTAL: 2.0,
}
_SHARE = {Degree.EXACT: 1.0, Degree.NEAR: 0.5, Degree.ABSENT: 0.0, Degree.CONTRADICTED: -1.0}
_WANTED = 1.0  # that the invoice lacks such a piece


@dataclass(frozen=True)
class Suggestion:
    """`grounds` for and `contradictions` against, as plain facts for words.grounds."""

    invoice: Invoice
    document_type: str | None
    grounds: list[dict[str, Any]]
    contradictions: list[dict[str, Any]]
    score: float


def suggest(
    people: Mapping[Person, Evidence],
    sheets: Sequence[Sheet],
    kind: FormKind,
    folder_type: str | None,
) -> tuple[Suggestion, ...]:
    """At most three, the best first, of the likeliest people's open invoices."""
    likely = sorted(people, key=lambda one: (-_score(people[one]), not one.by_number, one.invoices))
    ranked = [
        _suggestion(pending, {**people[person], **pending.evidence}, kind, folder_type)
        for person in likely[:_MOST_PEOPLE]
        for pending in pending_of(person, sheets)
    ]
    ranked.sort(key=lambda one: (-one.score, one.invoice.id))
    return tuple(one for one in ranked[:_MOST] if one.score >= _LEAST)


def _suggestion(
    pending: Pending, evidence: Evidence, kind: FormKind, folder_type: str | None
) -> Suggestion:
    document_type = wanted_type(pending.invoice, kind, folder_type)
    against = set(denied(evidence))
    return Suggestion(
        pending.invoice,
        document_type,
        plain({aspect: one for aspect, one in evidence.items() if aspect not in against}),
        plain({aspect: one for aspect, one in evidence.items() if aspect in against}),
        _score(evidence) + (_WANTED if document_type else 0.0),
    )


def _score(evidence: Evidence) -> float:
    return sum(_WORTH[aspect] * _SHARE[finding.degree] for aspect, finding in evidence.items())
