"""`scord convert`: files to conforming PDFs by the very code the service uses."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scord.imaging.assemble import TITLE
from scord.imaging.convert import convert_file, write_new
from scord.imaging.options import options_for
from scord.imaging.workers import WorkerPool
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from scord.imaging.convert import ConvertReport
    from scord.imaging.page import Page
    from scord.settings import Settings


_CODING = "CCITT G4"


@dataclass(frozen=True)
class Written:
    path: Path
    bytes: int
    pages: int
    dpi: int


@dataclass(frozen=True)
class PageMade:
    """A page of the file, from 1. `bytes` are those of its image; `angle` the degrees it was turned
    anticlockwise; `ink` the black share, 0 to 1; `ms` the processor time of each step.
    """

    number: int
    width: int
    height: int
    dpi: float
    bytes: int
    coding: str
    angle: float
    ink: float
    verdict: str
    ms: dict[str, float]


@dataclass(frozen=True)
class Converted:
    """What became of one file: its PDFs, or the fault that stands for it."""

    source: Path
    parts: tuple[Written, ...] = ()
    blank_pages: tuple[int, ...] = ()
    pages: tuple[PageMade, ...] = ()
    sheets: tuple[Path, ...] = ()
    fault: ScordError | None = None

    def as_json(self) -> dict[str, Any]:
        fault = {"code": self.fault.code.value, **self.fault.facts} if self.fault else None
        return {**asdict(self), "fault": fault}


def convert_all(
    settings: Settings,
    files: Sequence[Path],
    out: Path,
    *,
    overwrite: bool,
    compare: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Converted]:
    """One result a file, in order, as soon as it is there; a bad file does not stop the others.

    `compare` writes contact sheets too. `progress` is told how many pages of how many are done.
    """
    pool = WorkerPool(
        settings.imaging.workers,
        memory_mb=settings.limits.worker_memory_mb,
        seconds=settings.limits.page_seconds,
    )
    with closing(pool):
        for source in files:
            try:
                report = _convert(settings, source, out, pool, progress, overwrite=overwrite)
                sheets = _compared(report, out, overwrite=overwrite) if compare else ()
            except ScordError as fault:
                yield _refused(source, fault)
            except OSError as fault:
                reason = fault.strerror or type(fault).__name__
                yield _refused(source, ScordError(Code.FILE_UNREADABLE, reason=reason))
            else:
                yield _told(report, sheets)


def _convert(
    settings: Settings,
    source: Path,
    out: Path,
    pool: WorkerPool,
    progress: Callable[[int, int], None] | None,
    *,
    overwrite: bool,
) -> ConvertReport:
    return convert_file(
        source,
        out,
        options_for(settings),
        title=TITLE,
        # the file's own time, so that the same file gives the same PDF
        created=datetime.fromtimestamp(source.stat().st_mtime, UTC),
        pool=pool,
        progress=progress,
        overwrite=overwrite,
    )


def _compared(report: ConvertReport, out: Path, *, overwrite: bool) -> tuple[Path, ...]:
    from scord.imaging.compare import contact_sheets  # noqa: PLC0415 -- Pillow, where asked for

    sheets = contact_sheets(report)
    stem = f"{report.source.stem}-compare"
    names = [f"{stem}-{number}of{len(sheets)}.png" for number in range(1, len(sheets) + 1)]
    paths = [out / name for name in (names if len(names) > 1 else [f"{stem}.png"])]
    write_new(paths, sheets, overwrite=overwrite)
    return tuple(paths)


def _refused(source: Path, fault: ScordError) -> Converted:
    return Converted(source, fault=ScordError(fault.code, **{"name": source.name, **fault.facts}))


def _told(report: ConvertReport, sheets: tuple[Path, ...]) -> Converted:
    parts = tuple(
        Written(path, len(part.data), len(part.pages), round(part.dpi_min))
        for path, part in zip(report.outputs, report.parts, strict=True)
    )
    pages = tuple(map(_page_made, report.pages))
    return Converted(report.source, parts, report.blank, pages, sheets)


def _page_made(page: Page) -> PageMade:
    return PageMade(
        number=page.number,
        width=page.width,
        height=page.height,
        dpi=round(page.dpi, 1),
        bytes=len(page.strip),
        coding=_CODING,
        angle=page.angle,
        ink=page.ink,
        verdict="blank" if page.blank else "legible",  # an illegible one refuses its file
        ms={step: round(ms, 1) for step, ms in page.steps_ms.items()},
    )
