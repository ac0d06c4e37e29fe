"""One page laid out for comparing: its words folded, and where each run of words stands."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scord.filing.spelling import PARTICLES, words_of
from scord.reading.clue import Box, ClueKind, Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scord.reading.clue import Clue, Reading, Word

Span = tuple[int, int]  # from a token to before another

_MOST_WORDS = 4  # in one name: DE LA TOUR MARTIN
_LONG = 3
_HYPHEN = re.compile(r"[-\u2010\u2011\u2013]")
_LETTERS = str.maketrans("0158", "OISB")  # digits that a machine reads for letters

# A name after one of these is no patient's: a street, a hospital, a doctor.
_ELSEWHERE = frozenset(
    (
        *("ALLEE", "AV", "AVENUE", "BD", "BOULEVARD", "CHEMIN", "COURS", "FBG", "HAMEAU"),
        *("IMPASSE", "LOTISSEMENT", "PASSAGE", "PLACE", "QUAI", "RESIDENCE", "ROUTE", "RTE"),
        *("RUE", "SAINT", "SAINTE", "SQUARE", "ST", "STADE", "STE", "VILLA"),
        *("BAT", "BATIMENT", "ESPACE", "ESPLANADE", "IMMEUBLE"),
        *("CENTRE", "CHU", "CLINIQUE", "COLLEGE", "ECOLE", "HOPITAL", "LYCEE"),
        *("EHPAD", "FOYER", "FONDATION", "INSTITUT", "MAISON", "POLYCLINIQUE"),
        *("COPIE", "FILLE", "FILS", "IDE", "INFIRMIER", "INFIRMIERE"),
        *("DOCTEUR", "DOCTEURE", "DR", "DRE", "PR", "PROFESSEUR"),
        *("CABINET", "LABORATOIRE", "PHARMACIE"),
    )
)
_BORN = frozenset(("EP", "EPOUSE", "NE", "NEE"))
_NOT_OF_NAMES = frozenset(("AGE", "AGEE", "AN", "ANS", "DATE", "DDN", "EPOUSE", "EP", "NE", "POUR"))
# After one of these a patient's name begins, whatever stood before.
_AFRESH = frozenset(
    (
        *("ENFANT", "M", "MADAME", "MADEMOISELLE", "MLLE", "MME", "MONSIEUR", "MR"),
        *("ASSURE", "ASSUREE", "BENEFICIAIRE", "CONCERNE", "OBJET", "PATIENT", "PATIENTE"),
        *("NEE", "NOM", "NOMS", "PRENOM", "PRENOMS"),
    )
)
_LOOKED_BACK = 4  # words
_OTHERS = (Label.PRESCRIBER, Label.CARER, Label.INSURED)
_CLOSE_MM = 3.0  # a space


@dataclass(frozen=True)
class Token:
    """A folded word. `joined`: a hyphen ties it to the next one. `capital`: as a name begins."""

    text: str
    line: int
    box: Box
    joined: bool
    capital: bool = True


@dataclass(frozen=True)
class Sheet:
    """A page. `number` counts the pages of the document from 1."""

    number: int
    reading: Reading
    tokens: tuple[Token, ...]

    @cached_property
    def spans(self) -> dict[str, list[Span]]:
        """Where each run of up to four words of one line stands, by its name key."""
        found: dict[str, list[Span]] = defaultdict(list)
        for start, token in enumerate(self.tokens):
            key = ""
            for end in range(start + 1, min(start + _MOST_WORDS, len(self.tokens)) + 1):
                last = self.tokens[end - 1]
                if last.line != token.line:
                    break
                key += last.text
                found[key].append((start, end))
        return found

    def name_keys(self) -> set[str]:
        """Every run of words that may be a family name; one of three and more has a particle."""
        return {
            key
            for key, ((start, end), *_) in self.spans.items()
            if len(key) > 1
            and key.isalpha()
            and (end - start < _LONG or any(t.text in PARTICLES for t in self.tokens[start:end]))
        }

    def key(self, span: Span) -> str:
        return "".join(token.text for token in self.tokens[slice(*span)])

    def is_whole(self, span: Span) -> bool:
        """Whether no hyphen ties it to a word beside it: JEAN of Jean-Pierre is not whole."""
        start, end = span
        return not (self.tokens[end - 1].joined or (start and self.tokens[start - 1].joined))

    def is_part(self, span: Span) -> bool:
        """Whether another word of a name stands close beside it: MARIE of "Marie Claire"."""
        start, end = span
        beside = [place for place in (start - 1, end) if 0 <= place < len(self.tokens)]
        return any(self._goes_with(place, span) for place in beside)

    def _goes_with(self, place: int, span: Span) -> bool:
        one = self.tokens[place]
        before = self.tokens[place - 1].text if place else ""
        if one.joined or self.tokens[place - 1].joined or before in _BORN:
            return False  # is_whole sees to hyphens; "née ROUX" is no part of what follows
        left, right = (
            (one, self.tokens[span[0]]) if place < span[0] else (self.tokens[span[1] - 1], one)
        )
        return (
            one.line == self.tokens[span[0]].line
            and right.box.left - left.box.right <= _CLOSE_MM
            and one.capital
            and one.text.isalpha()
            and one.text not in _AFRESH | _NOT_OF_NAMES
        )

    def is_elsewhere(self, span: Span) -> bool:
        """Whether it stands in an address, or is the name of a doctor or carer."""
        start, _ = span
        first = self.tokens[start]
        for token in reversed(self.tokens[max(0, start - _LOOKED_BACK) : start]):
            if token.line != first.line or token.text in _AFRESH:
                break
            if token.text in _ELSEWHERE:
                return True
        return any(_inside(first.box, box) for box in self._of_others)

    @cached_property
    def _of_others(self) -> tuple[Box, ...]:
        names = self.reading.of(ClueKind.NAME)
        return tuple(clue.box for clue in names if clue.label in _OTHERS)

    def box(self, span: Span) -> Box:
        boxes = [token.box for token in self.tokens[slice(*span)]]
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )


def lay_out(readings: Sequence[Reading]) -> list[Sheet]:
    return [
        Sheet(number, reading, tuple(_tokens(reading.text.lines)))
        for number, reading in enumerate(readings, start=1)
    ]


def sheet_of_name(clue: Clue, reading: Reading) -> Sheet:
    """A sheet on which stands nothing but the name in `clue`."""
    return Sheet(1, reading, tuple(_split(clue.value, clue.box, 0)))


def _tokens(lines: Sequence[Sequence[Word]]) -> Iterator[Token]:
    for number, line in enumerate(lines):
        for word in line:
            yield from _split(word.text, word.box, number)


def _split(text: str, box: Box, line: int) -> Iterator[Token]:
    """The folded words in `text`, each knowing whether a hyphen follows it."""
    pieces = [words_of(piece) for piece in _HYPHEN.split(text)]
    for position, piece in enumerate(pieces):
        tied = any(pieces[position + 1 :])
        for place, word in enumerate(piece, start=1):
            joined = tied and place == len(piece)
            yield Token(_mended(word), line, box, joined, capital=text.strip("('\"")[:1].isupper())


def _mended(word: str) -> str:
    return word if word.isdigit() else word.translate(_LETTERS)


def _inside(box: Box, outer: Box) -> bool:
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return outer.left <= across <= outer.right and outer.top <= down <= outer.bottom
