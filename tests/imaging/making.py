"""Converted pages without a conversion, for the tests of what comes after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from tests.imaging.drawing import draw_bitonal

from scord.imaging.g4 import encode
from scord.imaging.page import Page

if TYPE_CHECKING:
    from numpy.typing import NDArray


def bitonal_page(dpi: int = 200) -> NDArray[np.uint8]:
    return np.asarray(draw_bitonal(dpi).convert("L"))


def noise(height: int, seed: int = 0) -> NDArray[np.uint8]:
    """What G4 cannot make small."""
    drawn = np.random.default_rng(seed).random((height, 1000)) > 0.5
    return np.where(drawn, 255, 0).astype(np.uint8)


def make_page(pixels: NDArray[np.uint8], number: int = 1, *, of: int = 1, dpi: float = 200) -> Page:
    return Page(
        number=number,
        pages_in_file=of,
        width=pixels.shape[1],
        height=pixels.shape[0],
        dpi=dpi,
        strip=encode(pixels),
        angle=0.0,
        ink=0.05,
        blank=False,
        flaw=None,
        too_heavy=False,
        steps_ms={},
    )
