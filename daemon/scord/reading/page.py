"""What one page of a file becomes and says: the work that a worker does for a scan.

Codes and the mark of a cover slip are looked for apart, since the mark outlasts the codes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scord.imaging.page import Page, encode_page, straighten_page
from scord.imaging.stopwatch import Stopwatch
from scord.reading.codes import PageCode, read_codes

if TYPE_CHECKING:
    from scord.imaging.options import ImagingOptions
    from scord.imaging.sources import File


@dataclass(frozen=True)
class ReadPage:
    """A converted page, the codes on it, and whether it looks like a cover slip."""

    page: Page
    codes: tuple[PageCode, ...]
    slip_mark: bool = False


def read_page(file: File, number: int, options: ImagingOptions) -> ReadPage:
    """Page `number` (from 1) of the file, and what is on it. Raises ScordError FILE_*, IMAGE_*."""
    from scord.reading.slip_mark import has_slip_mark  # noqa: PLC0415 -- for the workers alone

    straight = straighten_page(file, number, options)
    watch = Stopwatch()
    with watch("codes"):
        codes = read_codes(straight.bitonal)
    with watch("slip mark"):
        slip_mark = has_slip_mark(straight.bitonal, straight.dpi)
    page = encode_page(straight, options)
    return ReadPage(replace(page, steps_ms=page.steps_ms | watch.ms), codes, slip_mark)
