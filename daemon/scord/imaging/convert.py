"""One file to conforming PDFs on disk, for people and scripts: `scord convert`."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.imaging.assemble import assemble
from scord.imaging.options import ImagingOptions
from scord.imaging.page import Page, convert_page
from scord.store.files import write_whole
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from scord.imaging.assemble import PdfPart
    from scord.imaging.workers import WorkerPool


_PAGELESS = frozenset({Code.IMAGE_WORKER_DIED, Code.IMAGE_TOO_SLOW, Code.INTERNAL})


@dataclass(frozen=True)
class ConvertReport:
    """What a file became: the PDFs in order, and the pages as they were converted.

    `blank` are the numbers of the pages left out because nothing is on them.
    """

    source: Path
    outputs: tuple[Path, ...]
    parts: tuple[PdfPart, ...]
    pages: tuple[Page, ...]
    blank: tuple[int, ...]


def convert_file(  # noqa: PLR0913 -- what to do, and by name how
    path: Path,
    out_dir: Path,
    options: ImagingOptions | None = None,
    *,
    title: str,
    created: datetime,
    pool: WorkerPool | None = None,
    progress: Callable[[int, int], None] | None = None,
    overwrite: bool = False,
) -> ConvertReport:
    """Writes `stem.pdf`, or `stem-1of2.pdf` and so on, into `out_dir`.

    Pages are converted in `pool`, which must be free, or here without one. `progress` is told how
    many pages of how many are done. Raises ScordError FILE_*, IMAGE_*, OUTPUT_EXISTS, DISK_FULL;
    nothing is written unless the whole file can be.
    """
    options = options or ImagingOptions()
    pages = []
    for page in _converted(path, options, pool):
        pages.append(page)
        if progress is not None:
            progress(len(pages), page.pages_in_file)
    pages.sort(key=lambda page: page.number)
    kept = [page for page in pages if not page.blank]
    _refuse_unreadable(kept)
    parts = assemble(kept, title=title, created=created, limit_bytes=options.limit_bytes)
    outputs = [out_dir / _name(path.stem, part) for part in parts]
    write_new(outputs, [part.data for part in parts], overwrite=overwrite)
    return ConvertReport(
        source=path,
        outputs=tuple(outputs),
        parts=tuple(parts),
        pages=tuple(pages),
        blank=tuple(page.number for page in pages if page.blank),
    )


def _converted(path: Path, options: ImagingOptions, pool: WorkerPool | None) -> Iterator[Page]:
    """Every page of the file; the first comes first, since it tells how many there are."""
    first = next(_each(path, [1], options, pool))
    yield first
    yield from _each(path, range(2, first.pages_in_file + 1), options, pool)


def _each(
    path: Path, numbers: Sequence[int], options: ImagingOptions, pool: WorkerPool | None
) -> Iterator[Page]:
    if pool is None:
        yield from (convert_page(path, number, options) for number in numbers)
        return
    waiting = deque(numbers)
    running = 0
    while waiting or running:
        while waiting and pool.free:
            pool.submit(waiting[0], convert_page, path, waiting.popleft(), options)
            running += 1
        for outcome in pool.wait():
            running -= 1
            if outcome.error is not None:
                pool.close()  # the other pages are of no use without this one
                raise _on_page(outcome.error, outcome.job_id)
            yield outcome.value


def _on_page(fault: ScordError, number: Hashable) -> ScordError:
    """A worker's death or delay does not know its page; the errors of decoding do."""
    if fault.code not in _PAGELESS:
        return fault
    return ScordError(fault.code, **({"page": number} | fault.facts))


def _refuse_unreadable(pages: Sequence[Page]) -> None:
    if not pages:
        raise ScordError(Code.IMAGE_NO_PAGE)
    for page in pages:
        if page.flaw is not None:
            raise ScordError(page.flaw, page=page.number)


def _name(stem: str, part: PdfPart) -> str:
    return f"{stem}.pdf" if part.of == 1 else f"{stem}-{part.number}of{part.of}.pdf"


def write_new(paths: Sequence[Path], contents: Sequence[bytes], *, overwrite: bool) -> None:
    """All or none: raises OUTPUT_EXISTS before anything is written, unless `overwrite`."""
    for path in paths:
        if path.exists() and not overwrite:
            raise ScordError(Code.OUTPUT_EXISTS, path=str(path))
    for path, content in zip(paths, contents, strict=True):
        write_whole(path, content)
