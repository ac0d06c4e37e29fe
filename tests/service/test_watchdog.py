"""A service that is stuck ends, with a word on where, and a new one goes on with its work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.practice import PATIENCE_SECONDS, Practice, jpeg, until

from scord.logs.kept import FOLDER
from scord.service.watchdog import FILE_NAME
from scord.store.states import ScanState
from scord.store.tables import Scan

ROOT = Path(__file__).parents[2]
# Fed in time it lives; then its one thread holds Python's lock for good, so that no other runs.
HOLDING = """
import ctypes, sys, time
from pathlib import Path
from scord import notify
from scord.service import watchdog
watchdog.PATIENCE_SECONDS, notify.PACE_SECONDS = 6.0, 0.1
def stuck():
    if sys.platform == "win32":
        ctypes.PyDLL("kernel32").Sleep(3_600_000)
    ctypes.PyDLL(None).sleep(3600)
with watchdog.watchdog(Path(sys.argv[1])) as fed:
    for _ in range(14):
        fed()
        time.sleep(0.5)
    print("lived", flush=True)
    if sys.argv[2] == "stuck":
        stuck()
time.sleep(7.0)
print("ended well", flush=True)
"""
# The service as Windows runs it, but for its controller; the engine stops for good at a step.
SERVICE = """
import sys, time
from pathlib import Path
from scord import notify
from scord.engine import run
from scord.service import watchdog
from scord.settings import load
from scord.store import steps
watchdog.PATIENCE_SECONDS, notify.PACE_SECONDS = 6.0, 0.1
steps.watch(lambda name: time.sleep(3600) if name == "intake.taken" else None)
settings = load(Path(sys.argv[1]))
with watchdog.watchdog(settings.state_dir) as fed:
    run(settings, turned=fed)
"""


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def traces(state_dir: Path) -> str:
    return (state_dir / FOLDER / FILE_NAME).read_text("utf-8")


def test_unfed_it_ends_the_process_though_no_thread_may_run_and_says_where_it_was(
    tmp_path: Path,
) -> None:
    done = run(HOLDING, tmp_path, "stuck")
    assert (done.returncode, done.stdout.split()) == (1, ["lived"])
    assert "in stuck" in traces(tmp_path)


def test_fed_it_does_nothing_and_once_over_nobody_need_feed_it(tmp_path: Path) -> None:
    done = run(HOLDING, tmp_path, "well")
    assert (done.returncode, done.stdout.splitlines()) == (0, ["lived", "ended well"])
    assert traces(tmp_path) == ""


@pytest.mark.slow
def test_an_engine_that_hangs_is_ended_and_the_next_one_takes_its_scan(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    practice.drop("a.jpg", jpeg("the scan it hangs at"))
    assert run(SERVICE, practice.config).returncode == 1
    assert "in reached" in traces(practice.settings.state_dir)
    with practice.running():
        until(lambda: [scan.state for scan in Scan.select()] == [ScanState.CONVERTED], "its PDF")
