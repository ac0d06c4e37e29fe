"""How well ink is told from paper, pixel by pixel, where the truth is known.

At the file's own resolution and without straightening, which would move the pixels. Otsu and
Sauvola stand beside ours for scale.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image

from scord.imaging import steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

US = "us"
_MIDDLE = 128
_SAUVOLA_K, _SAUVOLA_WINDOW, _SAUVOLA_RANGE = 0.2, 41, 128.0


def f_measure(ink: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    """The harmonic mean of precision and recall over the ink's pixels, in percent."""
    total = int(np.count_nonzero(ink)) + int(np.count_nonzero(truth))
    return 200 * int(np.count_nonzero(ink & truth)) / total if total else 100.0


def judged(path: Path, truth_path: Path) -> dict[str, tuple[float, float]]:
    """In a worker: of each binariser the F-measure and the nanoseconds a pixel of `path`.

    Empty where the truth is of another size.
    """
    grey, truth = _grey(path), _grey(truth_path) < _MIDDLE
    if grey.shape != truth.shape:
        return {}
    return {name: _judged(binarise, grey, truth) for name, binarise in _BINARISERS.items()}


def _judged(
    binarise: Callable[[NDArray[np.uint8]], NDArray[np.uint8]],
    grey: NDArray[np.uint8],
    truth: NDArray[np.bool_],
) -> tuple[float, float]:
    times = []
    for _ in range(3):
        start = time.process_time_ns()
        bitonal = binarise(grey)
        times.append(time.process_time_ns() - start)
    return f_measure(bitonal < _MIDDLE, truth), sorted(times)[1] / grey.size


def _ours(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(steps.binarise(grey), dtype=np.uint8)


def _otsu(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    bitonal = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]
    return np.asarray(bitonal, dtype=np.uint8)


def _sauvola(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    values = grey.astype(np.float32)
    window = (_SAUVOLA_WINDOW, _SAUVOLA_WINDOW)
    mean = cv2.boxFilter(values, -1, window)
    deviation = np.sqrt(np.maximum(cv2.sqrBoxFilter(values, -1, window) - mean * mean, 0))
    level = mean * (1 + _SAUVOLA_K * (deviation / _SAUVOLA_RANGE - 1))
    return np.where(values > level, 255, 0).astype(np.uint8)


_BINARISERS = {US: _ours, "otsu": _otsu, "sauvola": _sauvola}


def _grey(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as image:
        if image.has_transparency_data:
            paper = Image.new("RGBA", image.size, "white")
            return np.asarray(Image.alpha_composite(paper, image.convert("RGBA")).convert("L"))
        return np.asarray(image.convert("L"))
