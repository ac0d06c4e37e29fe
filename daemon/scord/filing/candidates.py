"""Finds the people a document may be about: those of any invoice that a clue of it leads to.

Only by indexed columns, so that a hundred thousand invoices cost no more than a hundred.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein
from stdnum.fr import nir as nir_keys

from scord.filing.spelling import key_of, words_of
from scord.reading.clue import ClueKind, Label
from scord.store.database import database
from scord.store.tables import Invoice, Prescription

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from peewee import Expression

    from scord.filing.sheet import Sheet

NIR_BODY = 13  # characters of a NIR that tell people apart; the key follows from them

_LINES_APART = 4  # between family and given name, where a form asks for each by itself
_MONTHS = "12"
_PRESCRIBER_KEYS = {ClueKind.RPPS: "rpps", ClueKind.BILLING_NUMBER: "am", ClueKind.FINESS: "am"}


@dataclass(frozen=True)
class Person:
    """Somebody who has an invoice here. NIRs without key; `invoices`: ids, whatever their status.

    `by_number`: a NIR, a birth date or a prescription led here, not a name alone.
    """

    family_name: str
    given_name: str
    birth_date: str | None
    nir: str | None
    insured_nirs: frozenset[str]
    invoices: tuple[int, ...]
    by_number: bool

    @property
    def family_key(self) -> str:
        return key_of(self.family_name)

    def has_own(self, nir: str) -> bool:
        """Whether this number is the person's. Some LPS give a child its parent's as its own; the
        year and month of birth in it tell (INSEE; months from 20 on stand for an unknown one).
        """
        if nir != self.nir or self.birth_date is None:
            return False
        year, month = self.birth_date[2:4], self.birth_date[5:7]
        return nir[1:3] == year and (nir[3:5] == month or nir[3:5] > _MONTHS)


class _Row(NamedTuple):
    """What of an invoice tells who its patient is."""

    id: int
    family_name: str
    given_name: str
    birth_date: str | None
    patient_nir: str | None
    insured_nir: str | None

    @property
    def namesake(self) -> tuple[str, str]:
        return key_of(self.family_name), key_of(self.given_name)


_Known = dict[str, set[str]]
_Identity = tuple[str | None, str | None, str | None]  # birth date, NIR, insured's NIR


class Found(NamedTuple):
    """Who may be meant; `families`: the keys of all known family names on the pages, or theirs."""

    people: list[Person]
    families: frozenset[str]


def has_namesake(person: Person) -> bool:
    """Whether one letter of the given name, misread, makes somebody else of the family of them."""
    family = Invoice.select(Invoice.given_name).where(Invoice.family_key == person.family_key)
    own = key_of(person.given_name)
    others = {key_of(row.given_name) for row in family.distinct()} - {own}
    return any(Levenshtein.distance(own, other) <= 1 for other in others)


def find_people(sheets: Sequence[Sheet]) -> Found:
    """Everybody on any invoice to whom a NIR, birth date, name or prescription leads."""
    names = _known_names(sheets)
    by_number = {row.id: row for row in _select(*_numbers(sheets))}
    by_name = {row.id: row for row in _named(sheets, names)}
    people = list(_people({**by_name, **by_number}.values(), by_number.keys()))
    known = {family for family, _ in names} | {person.family_key for person in people}
    return Found(people, frozenset(known))


def _known_names(sheets: Sequence[Sheet]) -> list[tuple[str, str]]:
    """Key of the family name and given name of all whose family name stands on the pages."""
    keys = {key for sheet in sheets for key in sheet.name_keys()}
    names = Invoice.select(Invoice.family_key, Invoice.given_name).distinct()
    return list(database.execute(names.where(Invoice.family_key.in_(keys))).fetchall())


def _named(sheets: Sequence[Sheet], names: Iterable[tuple[str, str]]) -> Iterator[_Row]:
    """Many words of a page are somebody's name, so the given name has to stand near it."""
    near = {
        (family, given)
        for family, given in names
        if any(_near_each_other(sheet, family, given) for sheet in sheets)
    }
    families, givens = {family for family, _ in near}, {given for _, given in near}
    if near:
        yield from _select(Invoice.family_key.in_(families) & Invoice.given_name.in_(givens))


def _near_each_other(sheet: Sheet, family_key: str, given_name: str) -> bool:
    """Whether the first given name stands within a few lines of the family name."""
    first = "".join(words_of(given_name)[:1])
    lines = {sheet.tokens[start].line for start, _ in sheet.spans.get(first, ())}
    return bool(lines) and any(
        abs(sheet.tokens[start].line - line) <= _LINES_APART
        for start, _ in sheet.spans.get(family_key, ())
        for line in lines
    )


def _numbers(sheets: Sequence[Sheet]) -> Iterator[Expression]:
    nirs = {_with_key(value) for value in _values(sheets, ClueKind.NIR)}
    births = _values(sheets, ClueKind.BIRTH_DATE, ClueKind.DATE)
    prescribers = {
        f"{key}:{value}"
        for kind, key in _PRESCRIBER_KEYS.items()
        for value in _values(sheets, kind)
    }
    if nirs:
        yield Invoice.patient_nir.in_(nirs)
        yield Invoice.insured_nir.in_(nirs)
    if births:
        yield Invoice.birth_date.in_(births)
    days = [date.fromisoformat(value) for value in _values(sheets, ClueKind.DATE)]
    if prescribers and days:
        made = Prescription.select(Prescription.id).where(
            Prescription.prescriber_key.in_(prescribers) & Prescription.day.in_(days)
        )
        yield Invoice.prescription.in_(made)


def _values(sheets: Sequence[Sheet], *kinds: ClueKind) -> set[str]:
    return {
        clue.value
        for sheet in sheets
        for clue in sheet.reading.of(*kinds)
        if clue.label != Label.CARER
    }


def _with_key(value: str) -> str:
    body = value[:NIR_BODY]
    return body + nir_keys.calc_check_digits(body)


def _select(*conditions: Expression) -> Iterator[_Row]:
    """One query for each condition, so that each uses its own index."""
    columns = [getattr(Invoice, name) for name in _Row._fields]
    for condition in conditions:
        query = Invoice.select(*columns).where(condition)
        yield from map(_Row._make, database.execute(query).fetchall())


def _people(rows: Iterable[_Row], by_number: Iterable[int]) -> Iterator[Person]:
    """Invoices of one person together; where that is not sure they count as two people's."""
    namesakes: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        namesakes[row.namesake].append(row)
    numbered = set(by_number)
    for same in namesakes.values():
        groups: dict[_Identity, list[_Row]] = defaultdict(list)
        births, nirs = _completions(same)
        for row in same:
            groups[_identity(row, births, nirs)].append(row)
        for (birth, nir, _), group in groups.items():
            yield _person(group, birth, nir, numbered)


def _completions(namesakes: Sequence[_Row]) -> tuple[_Known, _Known]:
    """Which birth dates go with each NIR among people of one name, and the other way round."""
    births: _Known = defaultdict(set)
    nirs: _Known = defaultdict(set)
    for row in namesakes:
        if row.birth_date and row.patient_nir:
            births[row.patient_nir].add(row.birth_date)
            nirs[row.birth_date].add(row.patient_nir)
    return births, nirs


def _identity(row: _Row, births: _Known, nirs: _Known) -> _Identity:
    """Birth date and NIR; the one that is missing is a namesake's where only one has the other.

    With neither nothing but the insured's NIR tells.
    """
    birth, nir = row.birth_date, row.patient_nir
    if birth is None and nir is None:
        return None, None, row.insured_nir
    if birth is None and nir and len(births[nir]) == 1:
        (birth,) = births[nir]
    if nir is None and birth and len(nirs[birth]) == 1:
        (nir,) = nirs[birth]
    return birth, nir, None


def _person(
    group: Sequence[_Row], birth: str | None, nir: str | None, by_number: set[int]
) -> Person:
    first = group[0]
    return Person(
        family_name=first.family_name,
        given_name=first.given_name,
        birth_date=birth,
        nir=nir and nir[:NIR_BODY],
        insured_nirs=frozenset(row.insured_nir[:NIR_BODY] for row in group if row.insured_nir),
        invoices=tuple(row.id for row in group),
        by_number=any(row.id in by_number for row in group),
    )
