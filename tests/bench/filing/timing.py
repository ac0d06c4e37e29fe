"""What reading a page costs, apart from the service's run."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

from tests.bench.filing.people import TODAY

from scord.imaging.options import ImagingOptions
from scord.reading.ocr import find_tessdata
from scord.reading.reading import read_text_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PAGES = 60


def timed(files: Sequence[Path]) -> dict[str, float]:
    """The figures that could be measured here, under the names of filing.json."""
    model = find_tessdata(None)
    if model is None:
        return {}
    few = files[:: max(1, len(files) // _PAGES)]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as reader:
        _, *seconds = reader.map(partial(_read, model), [few[0], *few])  # the first loads libraries
    return {"ocr_cpu_s_per_page_p50": round(statistics.median(seconds), 3)}


def _read(model: Path, path: Path) -> float:
    """Processor seconds of the first page: decoding, straightening, OCR, clues."""
    begun = time.process_time()
    read_text_page(path, 1, ImagingOptions(), model, TODAY)
    return time.process_time() - begun
