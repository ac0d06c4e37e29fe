"""Cuts a scan's pages into documents: a cover slip ends one document and names the next.

A slip that is seen but not read (its mark or a damaged code is there) spoils the document it lies
in: the papers behind it are another invoice's, and only a person can tell where they begin.

A form that Scord made is the other way round: its page carries its own code, stays, and is a
document of its own, whatever lies before and behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scord.filing.clues import SlipClue
from scord.filing.slip_code import SlipVerdict, decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scord.imaging.page import Page
    from scord.reading.page import ReadPage


@dataclass
class Cut:
    """The pages of one document, in order, and what the slip before them, or their code, says."""

    clue: SlipClue
    pages: list[Page] = field(default_factory=list)


def cut(pages: Sequence[ReadPage], key: bytes) -> list[Cut]:
    """Documents of at least one page each. Pages before the first slip have no clue.

    Only a page that carries exactly one invoice's valid slip is dropped; any other page is kept.
    """
    cuts = [Cut(SlipClue())]
    slip = SlipClue()  # the last one
    for read in pages:
        said = _slip(read, key)
        if said.ref and not said.is_form:
            slip = said
            cuts.append(Cut(slip))
            continue
        if said.is_form:
            _begin_form(cuts, said, slip)
        elif cuts[-1].clue.is_form and not read.page.blank:  # a blank one is the form's back
            cuts.append(Cut(slip))
        if said.foreign:
            slip = cuts[-1].clue = SlipClue(foreign=True)
        cuts[-1].pages.append(read.page)
    return [made for made in cuts if made.pages]


def _begin_form(cuts: list[Cut], form: SlipClue, slip: SlipClue) -> None:
    """Unless it goes on: a form of several pages carries the same code on each. One behind another
    invoice's slip is for a person.
    """
    disagree = slip.ref not in (None, form.ref)
    clue = SlipClue(foreign=True) if disagree else form
    if cuts[-1].clue != form:
        cuts.append(Cut(clue))


def _slip(read: ReadPage, key: bytes) -> SlipClue:
    """What one page says as a slip: the same code may stand in several corners."""
    texts = {code.text for code in read.codes}
    readings = {decode(text, key) for text in texts}
    ours = {reading for reading in readings if reading.verdict != SlipVerdict.NOT_OURS}
    if not ours:
        return SlipClue(foreign=read.slip_mark or "" in texts)  # a damaged code may be ours
    reading = ours.pop()
    if ours or reading.verdict != SlipVerdict.VALID:
        return SlipClue(foreign=True)
    return SlipClue(reading.ref, reading.document_type, is_form=reading.is_form)
