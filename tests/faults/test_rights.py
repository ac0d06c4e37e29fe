"""Files the service has no right to; it runs as a process of its own without root's powers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.faults.conftest import becomes, goes_on
from tests.practice import PATIENCE_SECONDS, Practice, jpeg, sha256, until

from scord.store.states import ScanState
from scord.store.tables import Sighting
from scord_shared.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="rights as POSIX has them"),
]


def test_an_unreadable_file_is_reported_and_taken_once_it_can_be_read(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    with practice.store(), _UnprivilegedService(practice):
        data = jpeg("unreadable")
        path = practice.drop_folder / "secret.jpg"
        path.write_bytes(data)
        path.chmod(0)
        sighting = until(Sighting.get_or_none, "a sighting")
        assert (sighting.name, sighting.code) == (path.name, Code.FILE_UNREADABLE)
        goes_on(practice)
        assert path.exists()
        path.chmod(0o600)
        becomes(sha256(data), ScanState.CONVERTED)
        assert not Sighting.select().where(Sighting.resolved_at.is_null()).exists()


class _UnprivilegedService(subprocess.Popen[bytes]):
    """`scord run` without root's power over rights; ended at the end of the block."""

    def __init__(self, practice: Practice) -> None:
        command = [sys.executable, "-m", "scord", "--config", str(practice.config), "run"]
        if os.geteuid() == 0:
            command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
        super().__init__(command)

    def __exit__(self, *_: object) -> None:
        self.send_signal(signal.SIGTERM)
        assert self.wait(PATIENCE_SECONDS) == 0
