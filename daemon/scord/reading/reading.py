"""What one page says: its words and codes read, then understood.

`understand` is pure, so that what words mean can be tested without reading any.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scord.imaging.page import straighten_page
from scord.reading.amounts import find_amounts, find_invoice_numbers, find_pages
from scord.reading.clue import ClueKind, FormKind, Reading
from scord.reading.codes import read_all_codes
from scord.reading.dates import BIRTH_SAID, find_dates
from scord.reading.kinds import kind_of
from scord.reading.lines import lines_of
from scord.reading.names import find_names
from scord.reading.nirs import NIR_SAID, find_nirs, find_unread_nirs
from scord.reading.numbers import find_in_codes, find_numbers
from scord.reading.ocr import read_combs, read_scattered_words, read_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from scord.imaging.options import ImagingOptions
    from scord.imaging.raster import Bitonal
    from scord.imaging.sources import File
    from scord.reading.clue import Box, Clue, PageText

READING_DPI = 300  # read better than 200: of 30 pages 28 names, not 27
_TURNS = (2, 1, 3)  # quarters, anticlockwise: sheets are fed upside down more often than sideways
_WORD_LETTERS = 3
_SENSE = 0.4
_DATED = (FormKind.PRESCRIPTION, FormKind.NURSING_PRESCRIPTION)
_LABELLED = {ClueKind.NIR: NIR_SAID, ClueKind.BIRTH_DATE: BIRTH_SAID}


def read_text_page(
    file: File, number: int, options: ImagingOptions, tessdata: Path, today: date, turn: int = 0
) -> Reading:
    """Page `number` (from 1) of the file: a worker's job. Raises ScordError FILE_*, IMAGE_*.

    The page is straightened for this alone, on a finer grid than what is sent; `turn` as in
    imaging.page.
    """
    page = straighten_page(file, number, replace(options, dpi=READING_DPI), turn)
    bitonal, words = _upright(page.bitonal, page.dpi, tessdata)
    codes = tuple(find_in_codes(read_all_codes(bitonal), page.dpi))
    how = (bitonal, page.dpi, tessdata)
    text = read_combs(*how, words)
    reading = understand(text, codes, today)
    if not text.lines or not _says_too_little(reading):
        return reading
    return understand(read_scattered_words(*how, text), codes, today)


def _upright(page: Bitonal, dpi: float, tessdata: Path) -> tuple[Bitonal, PageText]:
    """The page turned so that its words make sense, and these; as it is where they never do."""
    import numpy as np  # noqa: PLC0415 -- for the workers alone

    first = read_words(page, dpi, tessdata)
    if _makes_sense(first):
        return page, first
    for turns in _TURNS:
        turned = np.ascontiguousarray(np.rot90(page, turns))
        words = read_words(turned, dpi, tessdata)
        if _makes_sense(words):
            return turned, words
    return page, first


def _makes_sense(text: PageText) -> bool:
    """Of 350 made pages 17 lay the wrong way, read at 0.12 to 0.22; all others but one at 0.57 and
    more, by the mean of words of three letters and more.
    """
    words = [word for line in text.lines for word in line if len(word.text) >= _WORD_LETTERS]
    letters = sum(len(word.text) for word in words)
    upright = sum(_lies_level(word.box) for word in words) > len(words) / 2
    return upright and sum(word.sure * len(word.text) for word in words) > _SENSE * letters


def _lies_level(box: Box) -> bool:
    """Tesseract reads lines that run upwards as well, and takes them for what they are not."""
    return box.right - box.left > box.bottom - box.top


def _says_too_little(reading: Reading) -> bool:
    """Nothing of a patient, no day on an ordonnance, or a field whose label was read and not what
    stands beside it.
    """
    undated = reading.kind in _DATED and not reading.of(ClueKind.DATE)
    if undated or not reading.of(*_LABELLED):
        return True
    folded = "\n".join(line.folded for line in lines_of(reading.text))
    return any(said.search(folded) and not reading.of(kind) for kind, said in _LABELLED.items())


def pages_in(file: File, options: ImagingOptions) -> int:
    """How many pages the file has: a worker's job. Raises ScordError FILE_*, IMAGE_*."""
    from scord.imaging.sources import open_source  # noqa: PLC0415 -- for the workers alone

    with open_source(file, options) as source:
        return source.pages


def understand(text: PageText, in_codes: Sequence[Clue], today: date) -> Reading:
    """All that the words say, beside the clues of the page's codes."""
    lines = lines_of(text)
    dates = tuple(find_dates(lines, today))
    births = [clue for clue in dates if clue.kind is ClueKind.BIRTH_DATE]
    clues = (
        *in_codes,
        *find_nirs(lines),
        *find_unread_nirs(lines),
        *find_names(lines, births),
        *dates,
        *find_amounts(lines),
        *find_invoice_numbers(lines),
        *find_numbers(lines),
        *find_pages(lines, text.height),
    )
    kind, sure = kind_of(lines, clues)
    return Reading(kind, sure, clues, text)
