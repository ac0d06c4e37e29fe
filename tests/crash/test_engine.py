"""The life of the service as a whole: alone on its state, quick to stop, well after a restart."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from tests.practice import PATIENCE_SECONDS, Practice, jpeg, until

from scord.store.flags import flag, raise_flag
from scord.store.states import ScanState
from scord.store.tables import Scan
from scord_shared.errors import Code

if TYPE_CHECKING:
    from tests.crash.conftest import Service

pytestmark = pytest.mark.slow

STOP_SECONDS = 5.0


def test_a_second_service_on_the_same_state_ends_and_says_why(
    practice: Practice, service: Service
) -> None:
    with practice.store() as context, service.started():
        lock = context.files.root / "scord.lock"
        until(lock.exists, "the first service at work")
        _converts(practice, "before")
        second = subprocess.run(
            [sys.executable, "-m", "scord", "--config", str(practice.config), "run"],
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert second.returncode == 1
        assert f"[{Code.ALREADY_RUNNING}]" in second.stderr
        _converts(practice, "after")


@pytest.mark.skipif(sys.platform == "win32", reason="a signal that Windows has not")
def test_sigterm_in_the_middle_of_a_batch_ends_it_soon_and_the_rest_follows_later(
    practice: Practice, service: Service
) -> None:
    with practice.store():
        for number in range(8):
            practice.drop(f"{number}.jpg", jpeg(f"batch {number}"))
        with service.started() as process:
            until(lambda: _count(ScanState.CONVERTED) >= 2, "a batch under way")
            process.send_signal(signal.SIGTERM)
            begun = time.monotonic()
            assert process.wait(PATIENCE_SECONDS) == 0
            assert time.monotonic() - begun < STOP_SECONDS
        assert _count(ScanState.CONVERTED) < 8
        with service.started():
            until(lambda: _count(ScanState.CONVERTED) == 8, "the rest of the batch")
        assert Scan.select().count() == 8


def test_what_a_former_life_reported_of_a_stage_ends_with_its_first_success(
    practice: Practice, service: Service
) -> None:
    with practice.store() as context:
        raise_flag(context, "stage-failed:convert", reason=Code.DISK_FULL)
        with service.started():
            until(lambda: flag("stage-failed:convert") is None, "the report taken back")


def _count(state: ScanState) -> int:
    return Scan.select().where(Scan.state == state).count()


def _converts(practice: Practice, text: str) -> None:
    before = _count(ScanState.CONVERTED)
    practice.drop(f"{text}.jpg", jpeg(text))
    until(lambda: _count(ScanState.CONVERTED) == before + 1, f"{text} converted")
