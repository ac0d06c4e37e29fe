"""`scord read`: what the pages of files say, by the very code the service uses."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from scord.imaging.options import options_for
from scord.imaging.workers import WorkerPool
from scord.reading.lines import lines_of
from scord.reading.ocr import find_tessdata, lacking
from scord.reading.reading import pages_in, read_text_page
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from scord.reading.clue import Reading
    from scord.settings import Settings


@dataclass(frozen=True)
class PageRead:
    """A page of a file, from 1: what it says, or the fault that stands for it."""

    source: Path
    number: int
    reading: Reading | None = None
    fault: ScordError | None = None

    def as_json(self) -> dict[str, Any]:
        """The fault, or `kind`, `kind_sure`, `clues` and the text in lines."""
        told: dict[str, Any] = {"file": str(self.source), "page": self.number}
        if self.fault:
            return {**told, "fault": {"code": self.fault.code.value, **self.fault.facts}}
        if self.reading is None:
            return told
        return {
            **told,
            "kind": self.reading.kind.value,
            "kind_sure": self.reading.kind_sure,
            "clues": [_clue_json(clue) for clue in self.reading.clues],
            "text": [line.text for line in lines_of(self.reading.text)],
        }


def _clue_json(clue: Any) -> dict[str, Any]:
    box = [round(side, 1) for side in msgspec.to_builtins(clue.box)]
    return {**msgspec.structs.asdict(clue), "sure": round(clue.sure, 2), "box": box}


def read_all(settings: Settings, files: Sequence[Path], today: date) -> Iterator[PageRead]:
    """Every page in order, as soon as it is read; a bad one does not stop the others.

    Raises OCR_MISSING before anything is read.
    """
    missing = lacking(settings.reading.model_folder)
    tessdata = find_tessdata(settings.reading.model_folder)
    if missing or tessdata is None:
        raise ScordError(Code.OCR_MISSING, missing=missing)
    options = options_for(settings)
    pool = WorkerPool(
        1, memory_mb=settings.limits.worker_memory_mb, seconds=settings.limits.page_seconds
    )
    with closing(pool):
        for source in files:
            try:
                pages = _asked(pool, pages_in, source, options)
            except ScordError as fault:
                yield PageRead(source, 1, fault=_named(fault, source))
                continue
            for number in range(1, pages + 1):
                try:
                    reading = _asked(pool, read_text_page, source, number, options, tessdata, today)
                except ScordError as fault:
                    yield PageRead(source, number, fault=_named(fault, source))
                else:
                    yield PageRead(source, number, reading)


def _asked(pool: WorkerPool, function: Callable[..., Any], *arguments: object) -> Any:
    pool.submit(0, function, *arguments)
    (outcome,) = pool.wait()
    if outcome.error:
        raise outcome.error
    return outcome.value


def _named(fault: ScordError, source: Path) -> ScordError:
    return ScordError(fault.code, **{"name": source.name, **fault.facts})
