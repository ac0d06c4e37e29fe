"""Whether a PDF conforms: bitonal images only, 200 dpi at least, within the size, nothing active.

Decided from the PDF's own structure, not from how Scord would have made it, so that it can judge
any file. `pdfimages -list` of poppler shows the same images at the same resolution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from scord.imaging.options import DPI_MIN
from scord.imaging.pdf_drawing import DrawnImage, drawing_of
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DPI_ROUNDING = 0.5  # page sizes are written in rounded points: 199.5 is shown, and meant, as 200


@dataclass(frozen=True)
class PageReport:
    """A page of the PDF, from 1, and each image it draws."""

    number: int
    images: tuple[DrawnImage, ...]


@dataclass(frozen=True)
class CheckReport:
    """`faults` are a stable word each, then facts as name=value; none means `conforming`."""

    faults: tuple[str, ...]
    pages: tuple[PageReport, ...]
    bytes: int

    @property
    def conforming(self) -> bool:
        return not self.faults


def check_pdf(path: Path, limit_bytes: int = 250_000) -> CheckReport:
    """Raises ScordError FILE_UNREADABLE only; a broken or locked PDF is a fault in the report.

    Faults: not-a-pdf, damaged, encrypted, too-large (bytes, limit), active-content, no-page,
    no-image (page), not-bitonal (page, bits), dpi-too-low (page, dpi), other-content (page).
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            is_pdf = b"%PDF-" in stream.read(1024)
            faults, pages = _judged(PdfReader(stream)) if is_pdf else (["not-a-pdf"], [])
    except OSError as fault:
        raise ScordError(Code.FILE_UNREADABLE, reason=fault.strerror or "") from fault
    except Exception:  # noqa: BLE001 -- pypdf meets broken files with many kinds of error
        faults, pages = ["damaged"], []
    if size > limit_bytes:
        faults.append(f"too-large bytes={size} limit={limit_bytes}")
    return CheckReport(tuple(faults), tuple(pages), size)


def _judged(reader: PdfReader) -> tuple[list[str], list[PageReport]]:
    if reader.is_encrypted:
        return ["encrypted"], []
    faults = ["active-content"] if _is_active(reader) else []
    if not reader.pages:
        return [*faults, "no-page"], []
    pages = []
    for number, page in enumerate(reader.pages, 1):
        drawing = drawing_of(page, reader)
        pages.append(PageReport(number, tuple(drawing.images)))
        faults += _image_faults(number, drawing.images)
        if drawing.other:
            faults.append(f"other-content page={number}")
    return faults, pages


def _image_faults(number: int, images: list[DrawnImage]) -> Iterator[str]:
    if not images:
        yield f"no-image page={number}"
    for image in images:
        if not image.bitonal:
            yield f"not-bitonal page={number} bits={image.bits}"
        if image.dpi < DPI_MIN - DPI_ROUNDING:
            yield f"dpi-too-low page={number} dpi={image.dpi:.0f}"


def _is_active(reader: PdfReader) -> bool:
    """Whether any part of the document is a script."""
    return any(
        "/JS" in part or part.get("/S") == "/JavaScript" for part in _dictionaries(reader.trailer)
    )


def _dictionaries(root: Any) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached from `root`, once."""
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if (thing.idnum, thing.generation) in seen:
                continue
            seen.add((thing.idnum, thing.generation))
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting += thing.values()
        elif isinstance(thing, ArrayObject):
            waiting += thing
