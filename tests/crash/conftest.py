"""A small day of a practice, and the service as a process of its own that can be killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.caisse import Caisse
from tests.practice import PATIENCE_SECONDS, Practice

from scord.intake import incoming

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@dataclass
class Service:
    practice: Practice

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """The process, which is ended by SIGTERM, unless it has died."""
        command = [sys.executable, "-m", "tests.crash.service", str(self.practice.config)]
        with subprocess.Popen([*command, *arguments], cwd=ROOT) as process:
            try:
                yield process
            finally:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(PATIENCE_SECONDS)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise


@pytest.fixture(autouse=True)
def _quick_settling(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the processes of service.py."""
    monkeypatch.setattr(incoming, "QUIET_SECONDS", 0.2)


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path)


@pytest.fixture
def service(practice: Practice) -> Service:
    return Service(practice)


@pytest.fixture
def caisse(practice: Practice) -> Caisse:
    return Caisse(practice)
