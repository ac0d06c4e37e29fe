"""What the pages of a document are together: of one form, and all of one person or silent. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.filing.backs import is_back
from scord.filing.decide import TYPES_OF
from scord.filing.evidence import Aspect, about_person, degree
from scord.filing.naming import Degree, find_name
from scord.reading.clue import ClueKind, FormKind, Label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from scord.filing.candidates import Person
    from scord.filing.sheet import Sheet
    from scord.reading.clue import Reading

_SURE_OF_KIND = 0.8

# Any of these says of whom a page is, or that it is a paper of its own.
_TELLING = (ClueKind.NIR, ClueKind.BIRTH_DATE, ClueKind.INVOICE_NUMBER)
_NO_PATIENTS = (Label.PRESCRIBER, Label.CARER)
_TELLING_DATES = (Label.DOCUMENT, Label.CARE)


def kind_of(folder_type: str | None, readings: Sequence[Reading]) -> FormKind:
    """The one form that the pages are; UNKNOWN where they differ, or from what the folder takes."""
    sure = {reading.kind for reading in readings if reading.kind_sure >= _SURE_OF_KIND}
    kinds = sure - {FormKind.UNKNOWN}
    if folder_type is not None:
        kinds |= {kind for kind, types in TYPES_OF.items() if folder_type in types and not kinds}
    if len(kinds) != 1:
        return FormKind.UNKNOWN
    (kind,) = kinds
    return kind if folder_type in (None, *TYPES_OF.get(kind, ())) else FormKind.UNKNOWN


def speaks_of_one(
    person: Person, others: Iterable[Person], sheets: Sequence[Sheet], families: Collection[str]
) -> bool:
    """Whether each page names `person`, or goes on from one that does and names nobody."""
    rivals = [other for other in others if other != person]
    return all(
        _names(person, sheet, families)
        or (_goes_on(sheet) and not any(_is_named(rival, sheet) for rival in rivals))
        for sheet in sheets
    )


def _names(person: Person, sheet: Sheet, families: Collection[str]) -> bool:
    found = about_person(person, [sheet], families)
    telling = (Aspect.NIR, Aspect.INSURED_NIR, Aspect.BIRTH_DATE, Aspect.GIVEN_NAME)
    return any(degree(found, aspect) >= Degree.NEAR for aspect in telling)


def _is_named(person: Person, sheet: Sheet) -> bool:
    return find_name(sheet, person.family_name, person.given_name).given == Degree.EXACT


def _goes_on(sheet: Sheet) -> bool:
    """Whether it says that it is the next page, or is the back of a feuille de soins."""
    reading = sheet.reading
    if sheet.number == 1 or _tells(reading):
        return False
    numbers = {clue.value.partition("/")[0] for clue in reading.of(ClueKind.PAGE)}
    return numbers == {str(sheet.number)} or is_back(reading)


def _tells(reading: Reading) -> bool:
    return bool(
        reading.of(*_TELLING)
        or any(clue.label not in _NO_PATIENTS for clue in reading.of(ClueKind.NAME))
        or any(clue.label in _TELLING_DATES for clue in reading.of(ClueKind.DATE))
    )
