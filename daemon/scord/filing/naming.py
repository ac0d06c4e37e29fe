"""Where a person's name stands on a page: the family name, and the given name beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from scord.filing.sheet import sheet_of_name
from scord.filing.spelling import (
    family_parts,
    is_near,
    is_near_given,
    is_word_of_names,
    key_of,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scord.filing.sheet import Sheet, Span
    from scord.reading.clue import Clue, Reading

_WORDS_BETWEEN = 3  # "née MARTIN", "Prénom :"
_MM_BETWEEN = 25.0  # more is another column
_INDENT_MM = 4.0  # of a heading over its column
_LINES_BELOW = 3  # where a form has a line of its own for the Prénom
_GIVEN_LABELS = frozenset(("PRENOM", "PRENOMS"))
_GIVEN_WORDS = 4
_TITLE_BACK = 3  # words
_HER_TITLES = frozenset(("MME", "MLLE", "MADAME", "MADEMOISELLE"))
_HIS_TITLES = frozenset(("M", "MR", "MONSIEUR"))


class Degree(IntEnum):
    """How far a page bears something out."""

    CONTRADICTED = 0
    ABSENT = 1
    NEAR = 2
    EXACT = 3


@dataclass(frozen=True, order=True)
class Naming:
    """How far one place of a page names a person; the one with the better given name is more."""

    given: Degree = Degree.ABSENT
    family: Degree = Degree.ABSENT
    span: Span | None = None


def find_name(
    sheet: Sheet, family_name: str, given_name: str, others: Collection[str] | None = None
) -> Naming:
    """The place that names the person best.

    `others` are the keys of the other family names known here: what is as near to one of them is
    not near. Without them only the exact family name is looked for.
    """
    found = Naming()
    for span, family in _families(sheet, family_name, others):
        given = max(
            (_in_place(sheet, span, beside, given_name) for beside in _beside(sheet, span)),
            default=Degree.ABSENT,
        )
        found = max(found, Naming(given, family, span))
    return found


def is_somebody_else(
    clue: Clue, reading: Reading, family_name: str, given_name: str, others: Collection[str]
) -> bool:
    """Whether a name by itself, as a form has it behind its label, is another person's."""
    sheet = sheet_of_name(clue, reading)
    if not any(is_word_of_names(token.text) for token in sheet.tokens):
        return False
    families = list(_families(sheet, family_name, others))
    whole = (0, 0)
    givens = [
        span
        for span in _windows(range(len(sheet.tokens)))
        if _given(sheet, whole, span, given_name) > Degree.ABSENT
    ]
    if families and givens:
        return False
    told = {place for span in [*givens, *(span for span, _ in families)] for place in range(*span)}
    titles = {"MME", "MLLE", "MONSIEUR", "MADAME", "ENFANT"}
    return any(
        is_word_of_names(token.text) and token.text not in titles
        for place, token in enumerate(sheet.tokens)
        if place not in told
    )


def has_other_title(sheet: Sheet, span: Span, *, male: bool) -> bool:
    """Whether "Mme" stands before a man's name, or "M." before a woman's."""
    start, _ = span
    before = sheet.tokens[max(0, start - _TITLE_BACK) : start]
    here = {token.text for token in before if token.line == sheet.tokens[start].line}
    return bool(here & (_HER_TITLES if male else _HIS_TITLES))


def _families(
    sheet: Sheet, name: str, others: Collection[str] | None
) -> Iterator[tuple[Span, Degree]]:
    """Everywhere the family name stands as a patient's: whole, in part, misread."""
    key = key_of(name)
    for span in _standing(sheet, key):
        yield span, Degree.EXACT if sheet.is_whole(span) else Degree.NEAR
    if others is None:
        return
    for part in family_parts(name):
        for span in _standing(sheet, part):
            yield span, Degree.NEAR
    rivals = [other for other in others if other != key]
    for read in sheet.spans:
        if read != key and is_near(key, read, rivals):
            for span in _standing(sheet, read):
                yield span, Degree.NEAR


def _standing(sheet: Sheet, key: str) -> Iterator[Span]:
    return (span for span in sheet.spans.get(key, ()) if not sheet.is_elsewhere(span))


def _beside(sheet: Sheet, family: Span) -> Iterator[Span]:
    """Runs of words where the given name may stand: on the line, or below after its label."""
    start, end = family
    line = sheet.tokens[start].line
    left = range(max(0, start - _WORDS_BETWEEN - _GIVEN_WORDS), start)
    right = range(end, min(end + _WORDS_BETWEEN + _GIVEN_WORDS, len(sheet.tokens)))
    on_line = [place for place in (*left, *right) if sheet.tokens[place].line == line]
    for span in _windows(on_line):
        if _is_close(sheet, family, span) and not sheet.is_elsewhere(span):
            yield span
    yield from _labelled_below(sheet, end, line)
    yield from _under_heading(sheet, line)


def _windows(places: Collection[int]) -> Iterator[Span]:
    known = set(places)
    for start in places:
        for end in range(start + 1, start + _GIVEN_WORDS + 1):
            if end - 1 not in known:
                break
            yield start, end


def _is_close(sheet: Sheet, family: Span, given: Span) -> bool:
    left, right = sorted((family, given))
    between = sheet.tokens[left[1] : right[0]]
    if len(between) > _WORDS_BETWEEN:
        return False
    gap = sheet.tokens[right[0]].box.left - sheet.tokens[left[1] - 1].box.right
    return gap <= _MM_BETWEEN or any(token.text in _GIVEN_LABELS for token in between)


def _labelled_below(sheet: Sheet, after: int, line: int) -> Iterator[Span]:
    """What stands behind "Prénom :" on the lines below, or on the line below that label."""
    for place in range(after, len(sheet.tokens)):
        token = sheet.tokens[place]
        if token.line > line + _LINES_BELOW:
            return
        if token.line > line and token.text in _GIVEN_LABELS:
            behind = range(place + 1, min(place + 1 + _GIVEN_WORDS, len(sheet.tokens)))
            yield from _windows([p for p in behind if sheet.tokens[p].line <= token.line + 1])


def _under_heading(sheet: Sheet, line: int) -> Iterator[Span]:
    """What stands on the line in the column that is headed "Prénom", however far to the right."""
    for label in sheet.tokens:
        if label.line == line - 1 and label.text in _GIVEN_LABELS:
            column = [
                place
                for place, token in enumerate(sheet.tokens)
                if token.line == line and token.box.left >= label.box.left - _INDENT_MM
            ]
            yield from _windows(column[:_GIVEN_WORDS])


def _in_place(sheet: Sheet, family: Span, span: Span, name: str) -> Degree:
    """As `_given`; not exact where the two are but a part of a longer name: "Marie Claire PETIT",
    "MARTIN DURAND Paul", "J. Paul PETIT".
    """
    degree = _given(sheet, family, span, name)
    if degree is not Degree.EXACT:
        return degree
    (first, last) = sorted((family, span))
    parts = [(first[0], last[1])] if first[1] == last[0] else [family, span]
    return Degree.NEAR if any(sheet.is_part(part) for part in parts) else degree


def _given(sheet: Sheet, family: Span, span: Span, name: str) -> Degree:
    """How far the words at `span` are the given name `name`."""
    key, read = key_of(name), sheet.key(span)
    words = words_of(name)
    if read == key:
        return Degree.EXACT if sheet.is_whole(span) else Degree.NEAR
    if words and read == words[0] and len(read) > 1:
        return Degree.NEAR
    if len(read) == 1:
        next_to_it = span[1] == family[0] or span[0] == family[1]
        is_title = read == "M"
        return Degree.NEAR if next_to_it and not is_title and key[:1] == read else Degree.ABSENT
    return Degree.NEAR if is_near_given(key, read) else Degree.ABSENT
