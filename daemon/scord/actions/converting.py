"""`scord convert`: files to conforming PDFs by the very code the service uses."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scord.imaging.assemble import TITLE
from scord.imaging.convert import convert_file
from scord.imaging.options import options_for
from scord.imaging.workers import WorkerPool
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scord.settings import Settings


@dataclass(frozen=True)
class Written:
    path: Path
    bytes: int
    pages: int
    dpi: int


@dataclass(frozen=True)
class Converted:
    """What became of one file: its PDFs, or the fault that stands for it."""

    source: Path
    parts: tuple[Written, ...] = ()
    blank_pages: tuple[int, ...] = ()
    fault: ScordError | None = None

    def as_json(self) -> dict[str, Any]:
        fault = {"code": self.fault.code.value, **self.fault.facts} if self.fault else None
        return {**asdict(self), "fault": fault}


def convert_all(
    settings: Settings, files: Sequence[Path], out: Path, *, overwrite: bool
) -> Iterator[Converted]:
    """One result a file, in order, as soon as it is there; a bad file does not stop the others."""
    pool = WorkerPool(
        settings.imaging.workers,
        memory_mb=settings.limits.worker_memory_mb,
        seconds=settings.limits.page_seconds,
    )
    with closing(pool):
        for source in files:
            yield _convert(settings, source, out, pool, overwrite=overwrite)


def _convert(
    settings: Settings, source: Path, out: Path, pool: WorkerPool, *, overwrite: bool
) -> Converted:
    try:
        # The file's own time, so that the same file gives the same PDF.
        created = datetime.fromtimestamp(source.stat().st_mtime, UTC)
        report = convert_file(
            source,
            out,
            options_for(settings),
            title=TITLE,
            created=created,
            pool=pool,
            overwrite=overwrite,
        )
    except ScordError as fault:
        return Converted(
            source, fault=ScordError(fault.code, **{"name": source.name, **fault.facts})
        )
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        return Converted(
            source, fault=ScordError(Code.FILE_UNREADABLE, name=source.name, reason=reason)
        )
    parts = tuple(
        Written(path, len(part.data), len(part.pages), round(part.dpi_min))
        for path, part in zip(report.outputs, report.parts, strict=True)
    )
    return Converted(source, parts, report.blank)
