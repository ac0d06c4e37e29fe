"""The program in a Linux session that has a bus and a display, and nothing else."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from jeepney import DBusAddress
from tests.practice import until
from tests.tray.panel import private_bus, with_panel

from scord_tray.backends.appindicator import PATH, AppIndicator
from scord_tray.backends.bus import Bus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.system

PROBE = """
import sys
from scord_tray.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def empty_session(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A session with a bus and a display that takes connections, and nothing else."""
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    with private_bus() as address, socket.socket(socket.AF_UNIX) as display:
        display.bind(str(run / "wayland-7"))
        display.listen()
        yield {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "XDG_RUNTIME_DIR": str(run),
            "WAYLAND_DISPLAY": "wayland-7",
            "DBUS_SESSION_BUS_ADDRESS": address,
            "SCORD_API__FOLDER": str(tmp_path / "nobody"),
        }


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_program_shows_a_silent_service_and_ends_well_when_asked_to(
    empty_session: dict[str, str], monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", empty_session["DBUS_SESSION_BUS_ADDRESS"])
    other = Bus(lost=lambda: None)
    watcher = with_panel(other)
    with subprocess.Popen(
        [sys.executable, "-c", PROBE], env=empty_session, stderr=subprocess.PIPE, text=True
    ) as process:
        until(lambda: watcher.offered, "the icon")
        item = DBusAddress(PATH, bus_name=watcher.offered[0], interface=AppIndicator.interface)
        assert other.get(item, "Title").startswith("Scord ne répond plus depuis")
        second = subprocess.run(
            [sys.executable, "-c", PROBE],
            env=empty_session, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert second.returncode == 0
        assert "déjà" in second.stdout
        process.send_signal(number)
        assert process.wait(5) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
