"""A service without S/MIME does not carry it."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.slow
def test_the_service_starts_without_loading_it() -> None:
    look = "import sys, scord.engine; print([m for m in sys.modules if 'exchange.smime' in m])"
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, check=True, text=True)
    assert told.stdout == "[]\n"
