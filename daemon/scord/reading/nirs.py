"""The NIRs on a page: 15 characters whose key is right, written in any of the usual ways.

A letter that OCR often puts for a digit is taken for it only where the key then is right and no
other way of taking it has a right key. A digit is never taken for another: a NIR with one wrong
digit is no clue.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from pydantic_core import PydanticCustomError

from scord.billing.numbers import check_nir
from scord.reading.clue import Clue, ClueKind, Label
from scord.reading.labels import PEOPLE, heads, said_of
from scord.reading.lines import around

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scord.reading.lines import Line

_LOOKS_LIKE = {
    "O": "0", "o": "0", "D": "0", "Q": "0", "I": "1", "l": "1", "i": "1", "Î": "1", "À": "1",
    "!": "1", "Z": "2", "z": "2", "A": "4", "S": "5", "s": "5", "G": "6", "b": "6", "B": "8",
    "g": "9", "q": "9",
}  # fmt: skip
_BARS = str.maketrans("|[]", "lll")
_MENDED_AT_MOST = 3  # each letter is one more chance in 97 that a wrong number has a right key
_MENDED_SURE = 0.8  # of what the words' own sureness is
_KEYLESS_SURE = 0.5
_LENGTH, _LENGTH_WITHOUT_KEY = 15, 13
_DEPARTMENT = slice(5, 7)
_CORSICA = ("2A", "2B")

_PART = re.compile(rf"(?:\d|[{''.join(_LOOKS_LIKE)}])+")
_WORD = re.compile(r"[^\s.·_|\[\]:,-]+")
_BETWEEN = re.compile(r"[\s.·_|\[\],-]*")
_USUAL_PARTS = {(1, 2, 2, 2, 3, 3, 2), (13, 2), (15,)}
_BODY = re.compile(r"[123478]\d\d(0[1-9]|1[0-2]|[2-9]\d)(\d\d|2[AB])\d{6}")

_GROUPS_LEAST, _GROUPS_MOST = 6, 8  # seven, of which one may be torn or two run together
_UNREAD_LENGTH = (13, 16)
_UNREAD_DIGITS = 8
_END = re.compile(r"(?<![\w/.,])(?:\d{1,2} ){1,3}(?:\d\d|2[AB]) \d{3} \d{3} \d\d(?![\w/,])")
_FIRST_GROUP = re.compile(r"[1278IlZÎÀ]")
_GROUP = re.compile(r"\W?(\w|(?=\w*\d)\w{1,4})\W?")  # "Tél" is none

NIR_SAID = re.compile(r"immatriculation|\bnir\b|securite sociale|\bn°? ?ss\b|\bsecu\b")
_PEOPLE = {label: PEOPLE[label] for label in (Label.PATIENT, Label.INSURED)}


class _Part(NamedTuple):
    text: str
    start: int
    end: int


class _Found(NamedTuple):
    number: str
    parts: Sequence[_Part]
    mended: bool = False

    @property
    def has_key(self) -> bool:
        return len(self.number) == _LENGTH

    @property
    def share_of_sure(self) -> float:
        return (_MENDED_SURE if self.mended else 1) * (1 if self.has_key else _KEYLESS_SURE)


def find_nirs(lines: Sequence[Line]) -> Iterator[Clue]:
    for line in lines:
        for found in _in_text(line.text):
            start, end = found.parts[0].start, found.parts[-1].end
            if found.has_key or _is_called_nir(lines, line, start, end):
                yield Clue(
                    ClueKind.NIR,
                    found.number,
                    line.box_of(start, end),
                    found.share_of_sure * line.sure_of(start, end),
                    said_of(lines, line, start, _PEOPLE),
                    found.mended,
                )


def find_unread_nirs(lines: Sequence[Line]) -> Iterator[Clue]:
    """What is written in the groups of a NIR (1 81 01 63 220 751 40) and cannot be read as one: a
    page may name somebody else by it.
    """
    for line in lines:
        if not any(found.has_key for found in _in_text(line.text)):
            yield from _unread(line)


def _unread(line: Line) -> Iterator[Clue]:
    words = line.words
    for first, word in enumerate(words):
        groups = []
        if _FIRST_GROUP.fullmatch(word.text):
            found = (_GROUP.fullmatch(one.text) for one in words[first : first + _GROUPS_MOST])
            groups = [hit[1] for hit in takewhile(bool, found) if hit]
        number = "".join(sign if sign.isdigit() else "?" for sign in "".join(groups))
        low, high = _UNREAD_LENGTH
        if (
            len(groups) >= _GROUPS_LEAST
            and low <= len(number) <= high
            and len(number) - number.count("?") >= _UNREAD_DIGITS
        ):
            used = words[first : first + len(groups)]
            sure = min(one.sure for one in used)
            yield Clue(ClueKind.UNREAD_NIR, number, around(used), sure)
            return
    if end := _END.search(line.text):  # the beginning was not read at all
        number = end[0].replace(" ", "").rjust(_LENGTH, "?")
        box, sure = line.box_of(*end.span()), line.sure_of(*end.span())
        yield Clue(ClueKind.UNREAD_NIR, number, box, sure)


def _in_text(text: str) -> list[_Found]:
    """Bars part the boxes of a form; where nothing is found so, one may be a 1."""
    proved = [found for run in _runs(text) for found in _with_key(run)] or [
        found for run in _runs(text.translate(_BARS)) for found in _with_key(run)
    ]
    return proved or [found for run in _runs(text) for found in _without_key(run)]


def _is_called_nir(lines: Sequence[Line], line: Line, start: int, end: int) -> bool:
    said = NIR_SAID.search(line.folded[:start])
    return bool(said) or heads(lines, line.box_of(start, end), NIR_SAID)


def _runs(text: str) -> Iterator[list[_Part]]:
    """Groups of digits, and of letters that look like some, with nothing else between them."""
    run: list[_Part] = []
    for word in _WORD.finditer(text):
        if run and not _BETWEEN.fullmatch(text, run[-1].end, word.start()):
            yield run
            run = []
        if _PART.fullmatch(word[0]):
            run.append(_Part(word[0], *word.span()))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _with_key(run: list[_Part]) -> Iterator[_Found]:
    first = 0
    while first < len(run):
        parts = _of_length(run, first, _LENGTH)
        if parts and _stands_alone(run, first, len(parts)) and (found := _proved(parts)):
            yield found
            first += len(parts)
        else:
            first += 1


def _without_key(run: list[_Part]) -> Iterator[_Found]:
    """The whole run is 13 characters: whatever stands beside it may be a key, and a wrong one."""
    number = "".join(part.text for part in run)
    if len(number) == _LENGTH_WITHOUT_KEY and _BODY.fullmatch(number):
        yield _Found(number, run)


def _of_length(run: list[_Part], first: int, length: int) -> list[_Part]:
    """The parts from `first` on that have `length` characters together; none where none have."""
    for last in range(first + 1, len(run) + 1):
        if sum(len(part.text) for part in run[first:last]) == length:
            return run[first:last]
    return []


def _stands_alone(run: list[_Part], first: int, count: int) -> bool:
    """Not cut out of a longer number, unless its parts are those of a NIR."""
    parts = tuple(len(part.text) for part in run[first : first + count])
    beside = run[:first] + run[first + count :]
    return parts in _USUAL_PARTS or not any(sign.isdigit() for part in beside for sign in part.text)


def _proved(parts: list[_Part]) -> _Found | None:
    """The one number whose key is right, among those that the characters may stand for."""
    written = "".join(part.text for part in parts)
    letters = sum(not sign.isdigit() for sign in written)
    if letters - (written[_DEPARTMENT] in _CORSICA) > _MENDED_AT_MOST:
        return None
    right = {number for number in _ways_to_read(written) if _is_right(number)}
    if len(right) != 1:
        return None
    (number,) = right
    return _Found(number, parts, mended=number != written)


def _ways_to_read(written: str) -> Iterator[str]:
    signs = [_LOOKS_LIKE.get(sign, sign) for sign in written]
    yield "".join(signs)
    if (letter := written[_DEPARTMENT][1].upper()) in "AB":
        yield "".join((*signs[:6], letter, *signs[7:]))


def _is_right(number: str) -> bool:
    try:
        check_nir(number)
    except PydanticCustomError:
        return False
    return _BODY.match(number) is not None
