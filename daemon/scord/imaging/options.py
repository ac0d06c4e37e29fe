"""What the conversion may read and must produce: plain numbers that travel to a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scord.settings import Settings


@dataclass(frozen=True)
class ImagingOptions:
    """Limits are on what comes in, except `dpi` and `limit_bytes`, which are on what goes out."""

    dpi: int = 200
    max_bytes: int = 200_000_000
    max_pages: int = 300
    max_pixels: int = 150_000_000  # of one page; a phone's 108-megapixel photo passes
    limit_bytes: int = 250_000  # of one PDF: the scheme's 250 KB, read as decimal
    deskew: bool = True


def options_for(settings: Settings) -> ImagingOptions:
    """What the workers need of the settings."""
    return ImagingOptions(
        dpi=settings.imaging.dpi,
        max_bytes=settings.limits.max_bytes,
        max_pages=settings.limits.max_pages,
        max_pixels=settings.limits.max_pixels,
    )
