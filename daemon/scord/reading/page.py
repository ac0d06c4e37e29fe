"""What one page of a file becomes and says: the work that a worker does for a scan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scord.imaging.page import Page, encode_page, straighten_page
from scord.imaging.stopwatch import Stopwatch
from scord.reading.codes import PageCode, read_codes

if TYPE_CHECKING:
    from pathlib import Path

    from scord.imaging.options import ImagingOptions


@dataclass(frozen=True)
class ReadPage:
    """A converted page and the codes on it."""

    page: Page
    codes: tuple[PageCode, ...]


def read_page(path: Path, number: int, options: ImagingOptions) -> ReadPage:
    """Page `number` (from 1) of the file, and its codes. Raises ScordError FILE_* and IMAGE_*."""
    straight = straighten_page(path, number, options)
    watch = Stopwatch()
    with watch("codes"):
        codes = read_codes(straight.bitonal)
    page = encode_page(straight, options)
    return ReadPage(replace(page, steps_ms=page.steps_ms | watch.ms), codes)
