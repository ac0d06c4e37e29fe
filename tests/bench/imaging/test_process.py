from __future__ import annotations

import sys

from tests.bench.imaging.process import run

_PATIENT = 60.0
_BUSY = "import time\nwhile time.process_time() < 0.2: pass"
_PARENT = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {_BUSY!r}])"


def test_time_of_the_children_counts() -> None:
    spent = run([[sys.executable, "-c", _PARENT]], _PATIENT)
    assert spent.fault == ""
    assert 0.2 <= spent.cpu_s < 5


def test_small_command_is_not_taken_for_as_large_as_the_bench() -> None:
    held = bytearray(b"x") * 120_000_000
    assert run([["sleep", "0.2"]], _PATIENT).rss_mb < 20
    assert held


def test_largest_command_tells_the_memory() -> None:
    large = "import time\nheld = b'x' * 80_000_000\ntime.sleep(0.3)"
    spent = run([[sys.executable, "-c", large], [sys.executable, "-c", ""]], _PATIENT)
    assert 80 < spent.rss_mb < 300


def test_failure_ends_the_chain() -> None:
    spent = run([["false"], [sys.executable, "-c", "print('never')"]], _PATIENT)
    assert (spent.fault, spent.said) == ("failed", "")


def test_command_that_hangs_is_killed() -> None:
    assert run([["sleep", "60"]], seconds=0.3).fault == "hung"
