"""What the words beside a clue say it is of: before it on its line, else over it.

Phrases are sought in folded text (small letters, no accents).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scord.reading.clue import Label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scord.reading.clue import Box
    from scord.reading.lines import Line

PEOPLE = {  # as forms head their sections and fields; who is both is the patient
    Label.PATIENT: re.compile(
        r"(?:personne recevant(?: les soins)?|beneficiaire(?: des soins)?|\bpatiente?(?:\(e\))?"
        r"|\bmalade\b)(?: ?(?:et|/|-) ?(?:l')?assuree?s?)?"
    ),
    Label.INSURED: re.compile(r"\bassuree?s?\b"),
    Label.PRESCRIBER: re.compile(r"prescripteur"),
    Label.CARER: re.compile(
        r"professionnel de sante|auxiliaire medical|\bexecutant|(?<!soins )infirmi|kinesi"
        r"|orthophonist|sage-femme|\bide\b"
    ),
}
# a line of a table of acts: it begins with a day and ends with an amount
ROW_OF_ACT = re.compile(
    r"^\W*\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|\d\d)\b"
    r".*\D\d{1,4} ?[,.] ?\d\d\W*(?:eur(?:os?)?\W*)?$"
)
_SECTION_MM = 45.0  # a section of a form is seldom higher, from its heading to its last field
_CELL_MM = 12.0  # from a column's or a field's heading down to what it is of


def said_before(line: Line, start: int, table: Mapping[Label, re.Pattern[str]]) -> Label:
    """The label whose words stand last before `start` on the line."""
    before = line.folded[:start]
    ends = {
        label: max((hit.end() for hit in phrase.finditer(before)), default=0)
        for label, phrase in table.items()
    }
    best = max(ends, key=lambda label: ends[label])
    return best if ends[best] else Label.NONE


def said_of(
    lines: Sequence[Line], line: Line, start: int, table: Mapping[Label, re.Pattern[str]]
) -> Label:
    """As `said_before`; where nothing is said there, the nearest heading over it in 45 mm."""
    if label := said_before(line, start, table):
        return label
    top = line.box.top
    for one in sorted(lines, key=lambda one: -one.box.top):
        if 0 < top - one.box.top < _SECTION_MM and (
            label := said_before(one, len(one.text), table)
        ):
            return label
    return Label.NONE


def heads(lines: Sequence[Line], box: Box, phrase: re.Pattern[str]) -> bool:
    """Whether `phrase` stands right over `box`, as a cell's heading does."""
    return any(
        _is_over(one.box_of(*hit.span()), box)
        for one in lines
        if 0 < box.top - one.box.top < _CELL_MM
        for hit in phrase.finditer(one.folded)
    )


def _is_over(heading: Box, box: Box) -> bool:
    return heading.left < box.right and box.left < heading.right
