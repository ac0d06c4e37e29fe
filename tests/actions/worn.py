"""A page as it comes back from a copier, a feeder and a phone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from scord.demo import wear

if TYPE_CHECKING:
    from scord.demo.wear import Image


def copier(page: Image) -> bytes:
    """Askew, uneven and grainy, at 200 dpi."""
    worn = wear.noise(wear.skew(wear.shade(page, 0.15, 1), -3.2), 4, 1)
    return wear.jpeg_file(worn, quality=70, dpi=250)


def feeder(page: Image) -> bytes:
    """Little toner, upside down, out of focus."""
    worn = wear.noise(wear.blur(wear.fade(page[::-1, ::-1], 0.45), 0.8), 3, 2)
    return wear.pdf_file([worn], dpi=250, quality=75, made_on=date(2026, 3, 10))


def photo(page: Image) -> bytes:
    """On a desk, by hand, in poor light."""
    taken = wear.shade(wear.photograph(wear.tint(page), (3400, 2550), 3), 0.4, 3)
    return wear.jpeg_file(wear.noise(wear.blur(taken, 0.6), 4, 3), quality=85, turns=1)
