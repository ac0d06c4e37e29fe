"""People's names, where a label or a title says that it is one. Best effort.

Who is meant by a page is decided by searching it for the names of pending invoices; these clues
show a name that is none of theirs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from scord.reading.clue import Clue, ClueKind, Label
from scord.reading.labels import PEOPLE, said_of
from scord.reading.lines import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scord.reading.lines import Line

_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_PARTICLE = r"(?:de la|de|du|des|la|le|van|von|ben|el|al|di|da|dos)"
_CAPITALISED = rf"(?:[dl]{_APOSTROPHE})?[A-ZÀ-ÖØ-ÞŒ](?:[A-Za-zÀ-ÖØ-öø-ÿŒœ-]|{_APOSTROPHE})+"
_MARRIED = r"(?:[eé]p\.?|[eé]pouse|[eé]pse|n[eé]e?|veuve|vve)"  # "MARTIN ép. PETIT Anne"
_NAME = re.compile(
    rf"\s*[:.]?[\s.:_|]*"
    rf"({_CAPITALISED}(?: (?:{_MARRIED} )?(?:{_PARTICLE} )?{_CAPITALISED}){{0,5}})"
)


class _Ask(NamedTuple):
    """Words that a name follows, and whose it then is; NONE: as the section's heading says."""

    words: re.Pattern[str]
    label: Label


_ASKS = (
    _Ask(re.compile(r"\b(?:docteur|dr|professeur|pr)\b\.?"), Label.PRESCRIBER),
    _Ask(re.compile(r"\bassuree?s?(?:\(e?s?\))?\s*:"), Label.INSURED),
    _Ask(re.compile(r"\bpatiente?(?:\(e\))?\s*:"), Label.PATIENT),
    _Ask(
        re.compile(r"\b(?:mme|mlle|madame|mademoiselle|monsieur|m\.|mr|enfant)(?=\s)"), Label.NONE
    ),
    _Ask(
        re.compile(
            r"\bnoms?(?: et prenoms?| de naissance| d'usage| de famille| prenoms?)?"
            r"(?:\(s\))?(?=[\s:])|\bprenoms?(?:\(s\))?(?=[\s:])"
        ),
        Label.NONE,
    ),
)


_ALONE = re.compile(rf"\W*((?:{_CAPITALISED})(?: (?:{_PARTICLE} )?{_CAPITALISED}){{1,4}})\W*")
_ALONE_SURE = 0.7
_LABEL = re.compile(r"(?:pre)?noms?\b|date\b|nee?\b|adresse\b|numero\b|signature\b")
_NEXT_LINE_MM = 12.0


def find_names(lines: Sequence[Line], births: Sequence[Clue]) -> Iterator[Clue]:
    """`births`: the birth dates on the page; a line over one that is nothing but a name is one."""
    for line in lines:
        asked = [
            _name(line, hit, ask.label or _whose(lines, line, word.start()))
            for ask in _ASKS
            for word in ask.words.finditer(line.folded)
            if (hit := _NAME.match(line.text, word.end())) and not _is_label(hit)
        ]
        yield from asked
        if asked or _is_heading(line) or not _stands_over_any(line, births):
            continue
        if hit := _ALONE.fullmatch(line.text):
            yield _name(line, hit, Label.NONE, _ALONE_SURE)


def _whose(lines: Sequence[Line], line: Line, start: int) -> Label:
    """By what stands before it or over it, else by a trade behind it: "Mme PETIT, infirmière"."""
    return said_of(lines, line, start, PEOPLE) or (
        Label.CARER if PEOPLE[Label.CARER].search(line.folded, start) else Label.NONE
    )


def _name(line: Line, hit: re.Match[str], label: Label, share: float = 1.0) -> Clue:
    span = hit.span(1)
    sure = share * line.sure_of(*span)
    return Clue(ClueKind.NAME, hit[1], line.box_of(*span), sure, label)


def _is_label(hit: re.Match[str]) -> bool:
    """The heading of the next field, where two stand side by side."""
    return bool(_LABEL.match(fold(hit[1])))


def _is_heading(line: Line) -> bool:
    return any(phrase.search(line.folded) for phrase in PEOPLE.values())


def _stands_over_any(line: Line, clues: Sequence[Clue]) -> bool:
    return any(0 < clue.box.top - line.box.top < _NEXT_LINE_MM for clue in clues)
