"""What the pages of a document say of one person: each aspect borne out, nearly, not, or denied.

Pure. What they say of an invoice stands in claims.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Hamming, Levenshtein

from scord.filing.candidates import NIR_BODY
from scord.filing.naming import Degree, Naming, find_name, has_other_title, is_somebody_else
from scord.reading.clue import Clue, ClueKind, Label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from scord.filing.candidates import Person
    from scord.filing.sheet import Sheet

_OLD = timedelta(days=2 * 365)  # before the newest date of the pages: no date of care any more
_LINES_NEAR = 1  # an old date so near a name says when its bearer was born
NIR_CHARS = 15  # with its key
_PATIENTS = (Label.PATIENT, Label.NONE)  # a name without a word on whose it is may be the patient's
_MEN = "137"
_MISREAD_MOST = 5  # of its 13 characters; two people's differ in more, but for brothers and sisters


class Aspect(StrEnum):
    """What of a person or an invoice a page may bear out."""

    NIR = "nir"  # the person's own
    INSURED_NIR = "insured-nir"  # also the children's
    FAMILY_NAME = "family-name"
    GIVEN_NAME = "given-name"
    BIRTH_DATE = "birth-date"
    PATIENT_NAME = "patient-name"  # labelled as the patient's; only ever contradicts
    PRESCRIPTION_DATE = "prescription-date"
    PRESCRIPTION_NUMBER = "prescription-number"
    PRESCRIBER = "prescriber"
    INVOICE_NUMBER = "invoice-number"
    CARE_DATES = "care-dates"
    CARE_AFTER = "care-after"  # it begins within three months of the day the paper was written
    TOTAL = "total"


@dataclass(frozen=True)
class Finding:
    """`clue` shows it, on `page` of the document; `days`: how far a date is off."""

    degree: Degree
    clue: Clue | None = None
    page: int | None = None
    days: int | None = None


Evidence = Mapping[Aspect, Finding]  # an aspect left out is absent
Placed = tuple[Clue, int]  # with the page it stands on


def degree(evidence: Evidence, aspect: Aspect) -> Degree:
    return evidence[aspect].degree if aspect in evidence else Degree.ABSENT


def denied(evidence: Evidence) -> tuple[Aspect, ...]:
    return tuple(a for a, finding in evidence.items() if finding.degree == Degree.CONTRADICTED)


def plain(evidence: Evidence) -> list[dict[str, Any]]:
    """For the store and for words.grounds; no name or number of anybody."""
    return [
        {"aspect": aspect.value, "degree": finding.degree.name.lower(), "page": finding.page}
        | ({} if finding.days is None else {"days": finding.days})
        for aspect, finding in evidence.items()
    ]


def clues(sheets: Sequence[Sheet], *kinds: ClueKind) -> list[Placed]:
    return [(clue, sheet.number) for sheet in sheets for clue in sheet.reading.of(*kinds)]


def about_person(person: Person, sheets: Sequence[Sheet], families: Collection[str]) -> Evidence:
    """`families`: the keys of all family names that may be meant (see naming.find_name)."""
    named = _best_naming(person, sheets, families)
    found = dict(_nirs(person, sheets))
    found |= _names(named)
    birth = _birth_date(person, sheets, named)
    if birth:
        found[Aspect.BIRTH_DATE] = birth
    other = _other_patient(person, sheets, families) or _other_title(person, named)
    if other:
        found[Aspect.PATIENT_NAME] = other
    return found


_Named = tuple[Naming, "Sheet | None"]


def _best_naming(person: Person, sheets: Sequence[Sheet], families: Collection[str]) -> _Named:
    """A person to whom no number leads counts by the exact name only."""
    others = families if person.by_number else None
    best: _Named = (Naming(), None)
    for sheet in sheets:
        naming = find_name(sheet, person.family_name, person.given_name, others)
        if naming.span and (best[0].span is None or _sureness(naming) > _sureness(best[0])):
            best = naming, sheet
    return best


def _sureness(naming: Naming) -> tuple[Degree, Degree]:
    return naming.given, naming.family


def _names(named: _Named) -> Iterator[tuple[Aspect, Finding]]:
    naming, sheet = named
    if sheet is None or naming.span is None:
        return
    box, sure = sheet.box(naming.span), 1.0
    clue = Clue(ClueKind.NAME, sheet.key(naming.span), box, sure)
    yield Aspect.FAMILY_NAME, Finding(naming.family, clue, sheet.number)
    if naming.given > Degree.ABSENT:
        yield Aspect.GIVEN_NAME, Finding(naming.given, clue, sheet.number)


def _nirs(person: Person, sheets: Sequence[Sheet]) -> Iterator[tuple[Aspect, Finding]]:
    """A number of anybody else denies the person, unless it may be theirs misread."""
    known = person.insured_nirs | ({person.nir} if person.nir else set())
    found: dict[Aspect, Finding] = {}
    for clue, page in clues(sheets, ClueKind.NIR):
        body, keyed = clue.value[:NIR_BODY], len(clue.value) == NIR_CHARS
        if body not in known:
            if keyed or not any(_one_off(body, one) for one in known):
                yield Aspect.NIR, Finding(Degree.CONTRADICTED, clue, page)
                return
            continue
        exact = Degree.EXACT if keyed else Degree.NEAR
        as_insured = clue.label == Label.INSURED
        aspect = Aspect.NIR if person.has_own(body) else Aspect.INSURED_NIR
        # the owner's, called the insured's: the paper may be a child's all the same
        how = Degree.NEAR if as_insured and aspect is Aspect.NIR else exact
        if aspect not in found or how > found[aspect].degree:
            found[aspect] = Finding(how, clue, page)
    for clue, page in clues(sheets, ClueKind.UNREAD_NIR):
        if known and not any(_may_be(clue.value, one) for one in known):
            yield Aspect.NIR, Finding(Degree.CONTRADICTED, clue, page)
            return
    yield from found.items()


def _may_be(unread: str, body: str) -> bool:
    """Whether what was misread may be this NIR all the same."""
    return Levenshtein.distance(unread[:NIR_BODY], body) <= _MISREAD_MOST


def _birth_date(person: Person, sheets: Sequence[Sheet], named: _Named) -> Finding | None:
    """A date one digit off may be a misread one: neither for nor against."""
    if person.birth_date is None:
        return None
    labelled = [
        placed for placed in clues(sheets, ClueKind.BIRTH_DATE) if placed[0].label != Label.INSURED
    ]
    old = _old_dates(sheets)
    insured = clues(sheets, ClueKind.BIRTH_DATE)
    same = [one for one in (*insured, *old) if one[0].value == person.birth_date]
    others = [
        one
        for one in (*labelled, *(one for one in old if _is_by_name(one, named)))
        if one[0].value != person.birth_date
    ]
    far = [one for one in others if not _one_off(one[0].value, person.birth_date)]
    for placed, verdict in (
        (far, Degree.CONTRADICTED),
        (same, Degree.EXACT),
        (others, Degree.NEAR),
    ):
        if placed:
            return Finding(verdict, *placed[0])
    return None


def _old_dates(sheets: Sequence[Sheet]) -> list[Placed]:
    """Dates without a label, too old to be of care: a birth date, or of something else."""
    dates = clues(sheets, ClueKind.DATE)
    if not dates:
        return []
    newest = max(date.fromisoformat(clue.value) for clue, _ in dates)
    return [
        (clue, page)
        for clue, page in dates
        if clue.label == Label.NONE and date.fromisoformat(clue.value) < newest - _OLD
    ]


def _is_by_name(placed: Placed, named: _Named) -> bool:
    clue, page = placed
    naming, sheet = named
    if sheet is None or naming.span is None or sheet.number != page:
        return False
    box = sheet.box(naming.span)
    reach = (box.bottom - box.top) * (1 + _LINES_NEAR)
    return box.top - reach <= (clue.box.top + clue.box.bottom) / 2 <= box.bottom + reach


def _other_patient(
    person: Person, sheets: Sequence[Sheet], families: Collection[str]
) -> Finding | None:
    for sheet in sheets:
        for clue in sheet.reading.of(ClueKind.NAME):
            if clue.label in _PATIENTS and is_somebody_else(
                clue, sheet.reading, person.family_name, person.given_name, families
            ):
                return Finding(Degree.CONTRADICTED, clue, sheet.number)
    return None


def _other_title(person: Person, named: _Named) -> Finding | None:
    """The first digit of a NIR tells men (1) from women (2): "Mme Paul MARTIN" is his wife."""
    naming, sheet = named
    if sheet is None or naming.span is None or not (person.nir and person.has_own(person.nir)):
        return None
    if not has_other_title(sheet, naming.span, male=person.nir[0] in _MEN):
        return None
    clue = Clue(ClueKind.NAME, sheet.key(naming.span), sheet.box(naming.span), 1.0)
    return Finding(Degree.CONTRADICTED, clue, sheet.number)


def _one_off(one: str, other: str) -> bool:
    return len(one) == len(other) and Hamming.distance(one, other) == 1
