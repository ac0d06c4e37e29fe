"""A service starts without what it may never need, which costs time, and memory at rest."""

from __future__ import annotations

import subprocess
import sys

import pytest

LATER = (
    "cv2",  # the workers'
    "numpy",
    "pypdfium2",
    "tesserocr",
    "zxingcpp",
    "reportlab",  # where something is drawn: a third of a start
    "scord.exchange.smime",  # where there are keys
)


@pytest.mark.slow
def test_what_only_some_need_is_loaded_where_it_is_needed() -> None:
    look = f"import sys, scord.engine; print([name for name in {LATER} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, check=True, text=True)
    assert told.stdout == "[]\n"
