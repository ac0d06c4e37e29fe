"""A page of words as they would be read, without reading any."""

from __future__ import annotations

from datetime import date

from scord.reading.clue import Box, Clue, ClueKind, PageText, Reading, Word
from scord.reading.lines import Line, lines_of
from scord.reading.reading import understand

TODAY = date(2026, 11, 22)
_LETTER_MM, _LINE_MM, _TAB_MM = 2.0, 8.0, 20.0


def written(*rows: str, sure: float = 0.9) -> PageText:
    """The rows under one another from 20 mm down; a tab in a row is a gap of two columns."""
    rows_of_words = (tuple(_words(row, 20 + _LINE_MM * at, sure)) for at, row in enumerate(rows))
    return PageText(210.0, 297.0, tuple(words for words in rows_of_words if words))


def lines(*rows: str) -> tuple[Line, ...]:
    return lines_of(written(*rows))


def read(*rows: str) -> Reading:
    return understand(written(*rows), (), TODAY)


def values(clues: Reading, kind: ClueKind) -> list[str]:
    return [clue.value for clue in clues.of(kind)]


def only(clues: Reading, kind: ClueKind) -> Clue:
    (clue,) = clues.of(kind)
    return clue


def _words(row: str, top: float, sure: float) -> list[Word]:
    left, words = 20.0, []
    for part in row.split("\t"):
        for text in part.split():
            right = left + _LETTER_MM * len(text)
            words.append(Word(text, Box(left, top, right, top + 3), sure))
            left = right + 1
        left += _TAB_MM
    return words
