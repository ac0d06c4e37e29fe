"""Words as the lines an eye sees, across columns and boxes, and a line as text to search in."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from scord.reading.clue import Box, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scord.reading.clue import PageText

_ALIKE = 0.5  # of the lower of two words: so much of it stands beside the other in one line
_WIDE_MM = 5.0  # a gap that parts two columns or fields, where a space is 1 to 2 mm
_SAME = {
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "`": "'",
    "\N{MASCULINE ORDINAL INDICATOR}": "°",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
}

Lines = tuple[tuple[Word, ...], ...]


def in_lines(words: Iterable[Word]) -> Lines:
    """Words put together by where they stand: a form's label and what was written beside it.

    Each word joins the line whose last word it stands beside, so that a slope does no harm.
    """
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.left):
        line = max(lines, key=lambda line: _beside(line[-1].box, word.box), default=None)
        if line is None or _beside(line[-1].box, word.box) < _ALIKE:
            lines.append([word])
        else:
            line.append(word)
    return tuple(tuple(line) for line in sorted(lines, key=lambda line: line[0].box.top))


def _beside(one: Box, other: Box) -> float:
    """The share of the lower box that lies at the height of the other."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(0.1, min(one.bottom - one.top, other.bottom - other.top))


@dataclass(frozen=True)
class Line:
    """A line's words and their text, words parted by one space, columns by a tab."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        gaps = ["", *(_gap(one, other) for one, other in pairwise(self.words))]
        return "".join(gap + word.text for gap, word in zip(gaps, self.words, strict=True))

    @cached_property
    def folded(self) -> str:
        """The text in small letters without accents, of the same length."""
        return fold(self.text)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(accumulate((len(word.text) + 1 for word in self.words[:-1]), initial=0))

    @property
    def box(self) -> Box:
        return around(self.words)

    def within(self, start: int, end: int) -> tuple[Word, ...]:
        """The words of which `text[start:end]` has a part."""
        return tuple(
            word
            for word, begins in zip(self.words, self._starts, strict=True)
            if begins < end and start < begins + len(word.text)
        )

    def box_of(self, start: int, end: int) -> Box:
        return around(self.within(start, end))

    def sure_of(self, start: int, end: int) -> float:
        """How sure its least sure word is."""
        return min(word.sure for word in self.within(start, end))


def lines_of(page: PageText) -> tuple[Line, ...]:
    return tuple(Line(words) for words in page.lines)


def fold(text: str) -> str:
    """Small letters without accents, each sign one sign: positions stay."""
    return "".join(map(_fold_sign, text))


def _fold_sign(sign: str) -> str:
    return _SAME.get(sign) or unicodedata.normalize("NFKD", sign)[0].lower()[0]


def _gap(one: Word, other: Word) -> str:
    return "\t" if other.box.left - one.box.right > _WIDE_MM else " "


def around(words: Sequence[Word]) -> Box:
    """The box that holds them all."""
    boxes = [word.box for word in words]
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
