"""Freed memory stays with the process, up to a limit."""

from __future__ import annotations

import subprocess
import sys

import pytest

_FAULTS = """
import resource
from scord.imaging.heap import keep_freed_memory
if {keep}:
    keep_freed_memory()
for _ in range(3):
    bytearray(20_000_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    bytearray(20_000_000), bytearray(10_000_000), bytearray(20_000_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def _faults(*, keep: bool) -> int:
    """How often the system had to hand memory out while buffers were taken and freed."""
    command = [sys.executable, "-c", _FAULTS.format(keep=keep)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's heap")
def test_freed_buffers_are_not_asked_of_the_system_again() -> None:
    assert _faults(keep=True) < _faults(keep=False) / 2
