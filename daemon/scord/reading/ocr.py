"""The words of a straightened page, by Tesseract with its French model.

Loaded in the workers alone: the resting service asks `lacking`, which imports no engine.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from scord.reading.clue import Box, PageText, Word
from scord.reading.lines import in_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tesserocr import PyTessBaseAPI

    from scord.imaging.raster import Bitonal
    from scord.reading.combs import Comb

_LANGUAGE = "fra"
_MODEL = f"{_LANGUAGE}.traineddata"
_MM_PER_IN = 25.4
_SCATTERED_SURE = 0.4  # dotted lines and frames are taken for words, but not surely
_NIR_DIGITS = 15  # its key tells whether it was read rightly
_COMB_SURE = 0.5  # of what is no comb, digits are made too, but seldom one a box, and unsure ones
_WORD_LEVEL = "5"  # of Tesseract's TSV: page, block, paragraph, line, word


class Missing(StrEnum):
    """What OCR lacks on this machine."""

    ENGINE = "engine"
    MODEL = "model"


def lacking(tessdata: Path | None) -> Missing | None:
    """What keeps OCR from running; None where nothing does. `tessdata`: the setting."""
    if find_spec("tesserocr") is None:
        return Missing.ENGINE
    return None if find_tessdata(tessdata) else Missing.MODEL


def find_tessdata(given: Path | None) -> Path | None:
    """The folder of the French model: the one `given`, or else the first of the usual ones."""
    places = _usual_places() if given is None else (given,)
    return next((place for place in places if (place / _MODEL).is_file()), None)


def _usual_places() -> Iterator[Path]:
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        yield Path(prefix)
    yield Path(sys.prefix, "tessdata")  # as the installers put it
    if sys.platform == "win32":
        yield Path(os.environ.get("PROGRAMFILES", "C:/Program Files"), "Tesseract-OCR", "tessdata")
        return
    yield from sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"), reverse=True)
    yield Path("/usr/share/tessdata")


def read_words(bitonal: Bitonal, dpi: float, tessdata: Path) -> PageText:
    """Every word of the page, in lines."""
    return _read(bitonal, dpi, tessdata, "AUTO")


def read_scattered_words(bitonal: Bitonal, dpi: float, tessdata: Path, known: PageText) -> PageText:
    """`known`, and the words that it lacks: any text anywhere, where columns and fields are missed.

    Takes as long again: it is for pages whose text says too little.
    """
    found = _read(bitonal, dpi, tessdata, "SPARSE_TEXT")
    old = [word for line in known.lines for word in line]
    new = [
        word
        for line in found.lines
        for word in line
        if word.sure >= _SCATTERED_SURE and not _stands_on_any(word, old)
    ]
    return PageText(known.width, known.height, in_lines([*old, *new]))


def read_combs(bitonal: Bitonal, dpi: float, tessdata: Path, known: PageText) -> PageText:
    """`known`, where the digits that stand one to a box take the place of what was made of them."""
    from scord.reading.combs import find_combs  # noqa: PLC0415 -- OpenCV is for the workers alone

    combs = list(find_combs(bitonal, dpi))
    if not combs:
        return known
    digits = [word for comb in combs if (word := _digits(comb, dpi, tessdata)) is not None]
    words = [word for line in known.lines for word in line if not _stands_on_any(word, digits)]
    return PageText(known.width, known.height, in_lines([*words, *digits]))


def _digits(comb: Comb, dpi: float, tessdata: Path) -> Word | None:
    """None where it does not read as one digit a box. The letters are Corsica's, in a NIR."""
    engine = _engine(tessdata)
    engine.SetVariable("tessedit_char_whitelist", "0123456789AB")
    text = "".join(_recognise(comb.strip, dpi, tessdata, "SINGLE_LINE").GetUTF8Text().split())
    sure = engine.MeanTextConf() / 100
    engine.SetVariable("tessedit_char_whitelist", "")
    engine.Clear()
    read = len(text) == comb.digits and (sure >= _COMB_SURE or comb.digits == _NIR_DIGITS)
    return Word(text, comb.box, sure) if read else None


def _stands_on_any(word: Word, others: list[Word]) -> bool:
    return any(
        word.box.left < other.box.right
        and other.box.left < word.box.right
        and word.box.top < other.box.bottom
        and other.box.top < word.box.bottom
        for other in others
    )


def _read(bitonal: Bitonal, dpi: float, tessdata: Path, segmentation: str) -> PageText:
    from scord.reading.leaders import without_leaders  # noqa: PLC0415 -- as find_combs

    height, width = bitonal.shape
    engine = _recognise(without_leaders(bitonal, dpi), dpi, tessdata, segmentation)
    table = engine.GetTSVText(0)
    engine.Clear()
    mm = _MM_PER_IN / dpi
    return PageText(width * mm, height * mm, in_lines(_words(table, mm)))


def _recognise(bitonal: Bitonal, dpi: float, tessdata: Path, segmentation: str) -> PyTessBaseAPI:
    """The engine, ready to tell what it reads there."""
    import tesserocr  # noqa: PLC0415 -- only workers load it

    height, width = bitonal.shape
    engine = _engine(tessdata)
    engine.SetPageSegMode(getattr(tesserocr.PSM, segmentation))
    engine.SetImageBytes(bitonal.tobytes(), width, height, 1, width)
    engine.SetSourceResolution(round(dpi))
    return engine


@cache
def _engine(tessdata: Path) -> PyTessBaseAPI:
    """One a process: loading the model takes as long as a short page."""
    import tesserocr  # noqa: PLC0415 -- only workers load it

    return tesserocr.PyTessBaseAPI(path=f"{tessdata}/", lang=_LANGUAGE)


def _words(table: str, mm: float) -> Iterator[Word]:
    for row in table.splitlines():
        level, *_places, left, top, width, height, sure, text = row.split("\t")
        if level == _WORD_LEVEL and text.strip():
            x, y, wide, high = (int(px) * mm for px in (left, top, width, height))
            yield Word(text, Box(x, y, x + wide, y + high), max(0.0, float(sure) / 100))
