"""Runs commands one after the other and says what their whole process tree took."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST_LOOK_SECONDS = 0.02
_LOOK_LATER_BY = 1.2  # each time, so that watching a long run costs little
_LAST_LOOK_SECONDS = 0.1
_SAID_BYTES = 100_000
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
_ONE_THREAD = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MAGICK_THREAD_LIMIT")


@dataclass(frozen=True)
class Spent:
    """`cpu_s`: user and system, with every child that ended; `rss_mb`: the tree at its largest."""

    cpu_s: float
    rss_mb: float
    fault: str = ""  # "failed" (not status 0), "hung" (killed)
    said: str = ""  # on standard output


def run(commands: Sequence[Sequence[str]], seconds: float) -> Spent:
    """Runs `commands` until one fails; all of them together may take `seconds`."""
    give_up = time.monotonic() + seconds
    cpu_s, rss_mb, fault, said = 0.0, 0.0, "", ""
    for command in commands:
        one = _run(command, give_up)
        cpu_s, rss_mb = cpu_s + one.cpu_s, max(rss_mb, one.rss_mb)
        fault, said = one.fault, said + one.said
        if fault:
            break
    return Spent(cpu_s, rss_mb, fault, said)


def peak_bytes(pid: int) -> int:
    """The largest that this process was, since it began or was told to forget."""
    found = _PEAK.search(Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) * 1024 if found else 0


def _run(command: Sequence[str], give_up: float) -> Spent:
    environment = os.environ | dict.fromkeys(_ONE_THREAD, "1")
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            stdout=said,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # so that a hung one can be ended with its children
        )
        hung, most, pause = False, 0, _FIRST_LOOK_SECONDS
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            if not hung and time.monotonic() > give_up:
                os.killpg(process.pid, signal.SIGKILL)
                hung = True
            most = max(most, _tree_bytes(process.pid))
            time.sleep(pause)
            pause = min(pause * _LOOK_LATER_BY, _LAST_LOOK_SECONDS)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read(_SAID_BYTES).decode(errors="replace")
    fault = "hung" if hung else "failed" if process.returncode else ""
    return Spent(usage.ru_utime + usage.ru_stime, most / 1e6, fault, words)


def _tree_bytes(pid: int) -> int:
    """What the tree holds now, or its largest process held since the last look.

    The kernel's own account of an ended child (ru_maxrss) is of no use: it begins with ours.
    """
    held, most = 0, 0
    try:
        root = psutil.Process(pid)
        for one in (root, *root.children(recursive=True)):
            held += one.memory_info().rss
            most = max(most, peak_bytes(one.pid))
    except (psutil.Error, OSError):  # it ended while we looked
        pass
    return max(held, most)
