"""Cuts a scan's pages into documents: a cover slip ends one document and names the next.

A slip that is seen but not read (its mark or a damaged code is there) spoils the document it lies
in: the papers behind it are another invoice's, and only a person can tell where they begin.
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
    """The pages of one document, in order, and what the slip before them says."""

    clue: SlipClue
    pages: list[Page] = field(default_factory=list)


def cut(pages: Sequence[ReadPage], key: bytes) -> list[Cut]:
    """Documents of at least one page each. Pages before the first slip have no clue.

    Only a page that carries exactly one invoice's valid slip is dropped; any other page is kept.
    """
    cuts = [Cut(SlipClue())]
    for read in pages:
        slip = _slip(read, key)
        if slip.ref:
            cuts.append(Cut(slip))
        else:
            if slip.foreign:
                cuts[-1].clue = SlipClue(foreign=True)
            cuts[-1].pages.append(read.page)
    return [made for made in cuts if made.pages]


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
    return SlipClue(reading.ref, reading.document_type)
