"""A worker's memory: a limit on what one job may allocate, and telling when it was reached."""

from __future__ import annotations

import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

_STATM = Path("/proc/self/statm")
_CV_NO_MEMORY = -4  # cv2.Error.StsNoMem
_MB = 1_000_000


def limit_growth(memory_mb: int) -> None:
    """Lets this process allocate `memory_mb` more than it holds; beyond, MemoryError.

    Does nothing where the system cannot tell or limit it (Windows, macOS).
    """
    if sys.platform == "win32" or not _STATM.exists():
        return
    held = int(_STATM.read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = held + memory_mb * _MB
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def ran_out(fault: BaseException) -> bool:
    """Whether `fault` says that memory could not be had: OpenCV has an error of its own for it."""
    return isinstance(fault, MemoryError) or getattr(fault, "code", None) == _CV_NO_MEMORY
