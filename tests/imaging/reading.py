"""What the decoders make of a file, next to what was drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scord.imaging import steps
from scord.imaging.options import ImagingOptions

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

    from scord.imaging.raster import Raster


def decoded(folder: Path, data: bytes, number: int = 1) -> Raster:
    """Page `number` of a file of `data`, upright."""
    path = folder / "scan"
    path.write_bytes(data)
    raster, _pages = steps.decode(path, number, ImagingOptions())
    return steps.upright(raster)


def off_by(raster: Raster, truth: Image.Image) -> float:
    """How much its grey differs from `truth` on the mean, 0 to 255."""
    drawn = np.asarray(truth.convert("L"), dtype=np.int16)
    assert raster.pixels.shape == drawn.shape
    return float(np.abs(raster.pixels.astype(np.int16) - drawn).mean())
