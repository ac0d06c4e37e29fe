"""What the workers of the tests are asked to do: module-level functions, as workers need."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.imaging.options import ImagingOptions


def double(number: int) -> int:
    return 2 * number


def own_pid() -> int:
    return os.getpid()


def fail_as_scord() -> None:
    raise ScordError(Code.IMAGE_TRUNCATED, page=3)


def fail_otherwise() -> None:
    raise ValueError("Mme Exemple, née en 1950")


def kill_itself() -> None:
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def kill_itself_once(marker: str) -> str:
    """Dies the first time, as a worker that the system picked when memory ran out."""
    if not Path(marker).exists():
        Path(marker).touch()
        kill_itself()
    return "second life"


def hang() -> None:
    time.sleep(600)


def wait_for_others(seconds: float) -> str:
    """As a worker does that gets no processor for so long."""
    time.sleep(seconds)
    return "in the end"


def compute_for_ever() -> None:
    while True:
        pass


def allocate(megabytes: int) -> int:
    return int(np.ones(megabytes * 1_000_000, np.uint8)[-1])


def ignores_ctrl_c() -> bool:
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def threads() -> tuple[int, str]:
    import cv2  # noqa: PLC0415 -- in the worker

    return cv2.getNumThreads(), os.environ["OMP_NUM_THREADS"]


def convert_and_check(path: Path, options: ImagingOptions) -> tuple[str, ...]:
    """Converts the file as `scord convert` does; the faults of the PDFs, none where all conform."""
    from scord.imaging.check import check_pdf  # noqa: PLC0415 -- in the worker
    from scord.imaging.convert import convert_file  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="scord-fuzz") as folder:
        report = convert_file(
            path, Path(folder), options, title="Essai", created=datetime(2026, 3, 10, tzinfo=UTC)
        )
        return tuple(
            fault
            for output in report.outputs
            for fault in check_pdf(output, options.limit_bytes).faults
        )


def niceness() -> int:
    return os.nice(0)
