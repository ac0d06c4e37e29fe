"""What the conversion may read and must produce: plain numbers that travel to a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scord.settings import Settings


DPI_MIN = 200  # the scheme's
NATIVE_DPI_MAX = 300  # finer grids cost bytes, and no reader gains by them


@dataclass(frozen=True)
class ImagingOptions:
    """Limits are on what comes in, except `dpi` and `limit_bytes`, which are on what goes out."""

    dpi: int = DPI_MIN
    max_bytes: int = 200_000_000
    max_pages: int = 300
    max_pixels: int = 150_000_000  # of one page; a phone's 108-megapixel photo passes
    limit_bytes: int = 250_000  # of one PDF: the scheme's 250 KB, read as decimal
    deskew: bool = True
    native: bool = False  # keep a finer grid than `dpi`, where the page has it and still fits

    @property
    def finest_dpi(self) -> int:
        return max(self.dpi, NATIVE_DPI_MAX) if self.native else self.dpi


def options_for(settings: Settings) -> ImagingOptions:
    """What the workers need of the settings."""
    return ImagingOptions(
        dpi=settings.imaging.dpi,
        native=settings.imaging.native,
        max_bytes=settings.limits.max_bytes,
        max_pages=settings.limits.max_pages,
        max_pixels=settings.limits.max_pixels,
    )
