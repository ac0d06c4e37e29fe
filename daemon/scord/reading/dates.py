"""The dates on a page, in French notations, and what the words beside them say they are of.

Dates that cannot be, or that lie after `today`, are dropped: they are of no act and no birth.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from scord.reading.clue import Clue, ClueKind, Label
from scord.reading.labels import PEOPLE, ROW_OF_ACT, heads, said_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scord.reading.lines import Line

_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
_SHORT_MONTHS = {"janv": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10,
                 "nov": 11, "dec": 12}  # fmt: skip
_MONTH_ALIKE = 75  # of 100: "fevner" is février; "mai" and "mars" are not alike

_SIGNS = re.compile(
    r"(?<![\d/.,-])([\do]{1,2}) ?([/.-]) ?([\do]{1,2}) ?\2 ?"  # "O1" is January
    r"(\d{4}|\d\d(?![^\w\t]{0,3}\d))"  # "19 61" is no short year
    r"(?![\d/]|[.,-]\d)"
)
_SPELLED = re.compile(r"\b(\d{1,2})(?: ?er)? ([a-z]{3,9})\.? (\d{4})\b")
_BOXED = re.compile(r"(?<!\d)((?:\d[\s|\[\]]*){7}\d)(?!\d)")  # only where a date is asked for

# OCR makes of "né(e) le": "née) le", "ne(e] le", "né{e) le"
BIRTH_SAID = re.compile(r"\bne[e()\[\]{}]{0,4} ?(?:le\b|:)|\bne\(e\)|naissance|\bddn\b")
_DATED = re.compile(r"\bdate\b|\ble\b|\bdu\b")
# "le 12/11/2026" at a line's beginning or after a town; within a sentence it is of something else
_WRITTEN = re.compile(
    r"(?:(?:^\W*|[\t,;]\s*|\bfait(?: a [a-z' -]{2,30})?,? )(?:le|ce)"
    r"|\bdate(?: d(?:e l')?ordonnance| de la prescription)?)\s*:?\s*"
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?\s*$"
)
_CARED = re.compile(r"dates? des? (?:soins?|actes?|seances?)|date de l'acte|soins? (?:du|le)\b")
_OF_ACTS = re.compile(r"actes? effectue|dates? des? actes?|dates? des? soins?|acte et coefficient")
_TABLE_MM = 90.0  # of acts, from its heading to its last line
# NGAP letters with a coefficient, or a CCAM code
_ACT = re.compile(
    r"\b(?:am[ixkspoy]|ais|bs[abc]|di|if[adpv]|mci|mau|sf|sp|sfi|cs|ccam|vg?s?|gs?|cp?|k[ce]?|z)"
    r" ?\d{1,3}(?:[.,/]\d+)?\b|\b[a-z]{4}\d{3}\b"
)
_PEOPLE = {label: PEOPLE[label] for label in (Label.PATIENT, Label.INSURED)}
_OLDEST_YEARS = 115
_BOXED_SURE = 0.8
_SHORT_BIRTH_SURE = 0.6


class _Written(NamedTuple):
    day: int
    month: int
    year: str
    span: tuple[int, int]
    boxed: bool = False


def find_dates(lines: Sequence[Line], today: date) -> Iterator[Clue]:
    for line in lines:
        after = 0
        for written in sorted(_written(line.folded), key=lambda one: one.span):
            start, end = written.span
            if start < after:  # a part of the one before
                continue
            kind, label = _said(lines, line, after, written)
            if kind is ClueKind.BIRTH_DATE:
                label = said_of(lines, line, start, _PEOPLE)
            after = end
            day = _day(written, today, born=kind is ClueKind.BIRTH_DATE)
            if day is None or (written.boxed and not _is_asked_for(lines, line, written)):
                continue
            sure = line.sure_of(start, end) * _share_of_sure(written, kind)
            yield Clue(kind, day.isoformat(), line.box_of(start, end), sure, label)


def _written(text: str) -> Iterator[_Written]:
    for hit in _SIGNS.finditer(text):
        day, number = (int(hit[group].replace("o", "0")) for group in (1, 3))
        yield _Written(day, number, hit[4], hit.span())
    for hit in _SPELLED.finditer(text):
        if month := _month(hit[2]):
            yield _Written(int(hit[1]), month, hit[3], hit.span())
    for hit in _BOXED.finditer(text):
        digits = re.sub(r"\D", "", hit[1])
        yield _Written(int(digits[:2]), int(digits[2:4]), digits[4:], hit.span(), boxed=True)


def _month(word: str) -> int | None:
    if word in _SHORT_MONTHS:
        return _SHORT_MONTHS[word]
    best = process.extractOne(word, _MONTHS, scorer=fuzz.ratio, score_cutoff=_MONTH_ALIKE)
    return best[2] + 1 if best else None


def _day(written: _Written, today: date, *, born: bool) -> date | None:
    """None where there is no such day, or not yet."""
    for year in _years(written.year, today, born=born):
        try:
            day = date(year, written.month, written.day)
        except ValueError:
            continue
        if today.year - _OLDEST_YEARS <= day.year and day <= today:
            return day
    return None


def _years(year: str, today: date, *, born: bool) -> tuple[int, ...]:
    """A short year is of this century; a birth that would be in the future, of the last one."""
    if len(year) == 4:
        return (int(year),)
    recent = today.year // 100 * 100 + int(year)
    return (recent, recent - 100) if born else (recent,)


def _said(
    lines: Sequence[Line], line: Line, after: int, written: _Written
) -> tuple[ClueKind, Label]:
    """What the date is of, by the words since the date before it, else by those over it."""
    start, end = written.span
    before, box = line.folded[after:start], line.box_of(start, end)
    if BIRTH_SAID.search(before):
        return ClueKind.BIRTH_DATE, Label.NONE
    if _CARED.search(before) or _is_of_an_act(lines, line):
        return ClueKind.DATE, Label.CARE
    if _WRITTEN.search(before):
        return ClueKind.DATE, Label.DOCUMENT
    if not before.rpartition("\t")[2].strip(" |.:") and heads(lines, box, BIRTH_SAID):
        return ClueKind.BIRTH_DATE, Label.NONE
    if heads(lines, box, _CARED):
        return ClueKind.DATE, Label.CARE
    alone = _stands_alone(line, start, end)
    return ClueKind.DATE, Label.DOCUMENT if alone else Label.NONE


def _stands_alone(line: Line, start: int, end: int) -> bool:
    """In its column, as the day of a letter does."""
    left, right = line.folded[:start].rpartition("\t")[2], line.folded[end:].partition("\t")[0]
    return not (left + right).strip(" .,|:")


def _is_of_an_act(lines: Sequence[Line], line: Line) -> bool:
    said = _ACT.search(line.folded) or ROW_OF_ACT.search(line.folded)
    return bool(said) or _in_table_of_acts(lines, line)


def _in_table_of_acts(lines: Sequence[Line], line: Line) -> bool:
    """The date begins its line, and a table of acts begins over it."""
    return bool(re.match(r"[\W\d]*\d", line.folded)) and any(
        0 < line.box.top - one.box.top < _TABLE_MM and _OF_ACTS.search(one.folded) for one in lines
    )


def _is_asked_for(lines: Sequence[Line], line: Line, written: _Written) -> bool:
    """Eight digits alone are a date only where a form asks for one."""
    start, end = written.span
    asked = re.compile(f"{BIRTH_SAID.pattern}|{_DATED.pattern}")
    return bool(asked.search(line.folded[:start])) or heads(lines, line.box_of(start, end), asked)


def _share_of_sure(written: _Written, kind: ClueKind) -> float:
    if written.boxed:
        return _BOXED_SURE
    return _SHORT_BIRTH_SURE if kind is ClueKind.BIRTH_DATE and len(written.year) == 2 else 1.0
