from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.practice import PATIENCE_SECONDS, Practice, jpeg, until

from scord import notify
from scord.api.endpoint import place_of
from scord.store.database import FILE_NAME
from scord.store.states import ScanState
from scord.store.tables import Scan
from scord_shared.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")

ROOT = Path(__file__).parents[1]
QUIET_SECONDS = 4 * notify.PACE_SECONDS
SERVICE = (sys.executable, "-m", "tests.crash.service")
# The engine's thread stops for good at a named step; the API's goes on.
HANGING = """
import sys, time
from tests.crash import service
from scord.store import steps
steps.watch(lambda name: time.sleep(3600) if name == "intake.taken" else None)
service.main()
"""

# The API's loop stops for good at a named step; the engine goes on.
DEAF = """
import time
from tests.crash import service
from scord.api import pulse
from scord.store import steps
pulse.PATIENCE_SECONDS = 1.0
loops, attach = [], pulse.Pulse.attach
pulse.Pulse.attach = lambda self, loop: (loops.append(loop), attach(self, loop))
stop = lambda: loops[0].call_soon_threadsafe(time.sleep, 3600)
steps.watch(lambda name: stop() if name == "intake.taken" else None)
service.main()
"""


class Manager:
    """What systemd hears."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address)

    def hears(self, seconds: float = PATIENCE_SECONDS) -> str | None:
        """The next word; None after so many seconds without one."""
        self.socket.settimeout(seconds)
        try:
            return self.socket.recv(1000).decode()
        except TimeoutError:
            return None

    def falls_quiet(self) -> bool:
        give_up = time.monotonic() + PATIENCE_SECONDS
        while self.hears(QUIET_SECONDS) is not None:
            if time.monotonic() > give_up:
                return False
        return True


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Manager]:
    address = str(tmp_path / "notify")
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    one = Manager(address)
    with one.socket:
        yield one


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path)


@contextmanager
def started(practice: Practice, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([*(command or SERVICE), str(practice.config)], cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def test_ready_comes_first_then_life_at_its_pace_then_stopping(
    manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify, "PACE_SECONDS", 0.1)
    with notify.reported() as alive:
        assert manager.hears() == "READY=1"
        for _ in range(100):
            alive()
        time.sleep(0.15)
        alive()
    heard = [manager.hears() for _ in range(3)]
    assert heard == ["WATCHDOG=1", "WATCHDOG=1", "STOPPING=1"]


def test_a_name_without_a_file_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"scord-test-{os.getpid()}"
    monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
    manager = Manager(f"\0{name}")
    with manager.socket, notify.reported():
        assert manager.hears() == "READY=1"


def test_without_a_manager_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    with notify.reported() as alive:
        alive()


def test_a_manager_that_is_gone_is_logged_and_work_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    with notify.reported() as alive:
        alive()
    assert re.findall(r"not told (\w+)", caplog.text) == ["READY", "WATCHDOG", "STOPPING"]


def test_a_manager_that_reads_nothing_holds_no_turn_up_for_long(
    manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify, "PACE_SECONDS", 0.0)
    monkeypatch.setattr(notify, "_PATIENCE_SECONDS", 0.001)
    begun = time.monotonic()
    with notify.reported() as alive:
        for _ in range(400):  # more than a socket's queue holds
            alive()
    assert time.monotonic() - begun < PATIENCE_SECONDS


@pytest.mark.slow
def test_the_service_is_ready_when_its_api_answers_then_lives_and_stops(
    manager: Manager, practice: Practice
) -> None:
    with started(practice) as process:
        assert manager.hears() == "READY=1"
        Client(place_of(practice.settings)).status()
        assert [manager.hears(QUIET_SECONDS) for _ in range(3)] == ["WATCHDOG=1"] * 3
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    words = [manager.hears(0.1) for _ in range(9)]
    assert [word for word in words if word not in (None, "WATCHDOG=1")] == ["STOPPING=1"]


@pytest.mark.slow
def test_an_engine_that_hangs_is_silent_though_its_api_still_answers(
    manager: Manager, practice: Practice
) -> None:
    with started(practice, sys.executable, "-c", HANGING):
        assert manager.hears() == "READY=1"
        assert manager.hears(QUIET_SECONDS) == "WATCHDOG=1"
        practice.drop("a.jpg", jpeg("the scan it hangs at"))
        assert manager.falls_quiet()
        Client(place_of(practice.settings)).status()


@pytest.mark.slow
def test_an_api_that_hangs_is_not_hidden_by_the_engine_that_turns(
    manager: Manager, practice: Practice
) -> None:
    with started(practice, sys.executable, "-c", DEAF):
        assert manager.hears() == "READY=1"
        assert manager.hears(QUIET_SECONDS) == "WATCHDOG=1"
        practice.drop("a.jpg", jpeg("the scan it hangs at"))
        assert manager.falls_quiet()
        converted = Scan.state == ScanState.CONVERTED
        with practice.store():
            until(lambda: Scan.select().where(converted).exists(), "the engine at work")


@pytest.mark.slow
def test_a_service_that_cannot_listen_is_never_ready(manager: Manager, tmp_path: Path) -> None:
    practice = Practice(tmp_path, tables=f"[api]\nfolder = '{tmp_path}/taken'")
    (tmp_path / "taken").write_text("no folder")
    with started(practice) as process:
        assert process.wait(PATIENCE_SECONDS) != 0
    assert manager.hears(0.1) is None


@pytest.mark.slow
def test_a_service_with_an_unfit_store_is_never_ready(manager: Manager, practice: Practice) -> None:
    state = practice.settings.state_dir
    for file in state.glob(f"{FILE_NAME}*"):
        file.write_bytes(b"no database" * 1000)
    with started(practice) as process:
        assert process.wait(PATIENCE_SECONDS) != 0
    assert manager.hears(0.1) is None
