"""One tray for each session, however it ended before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from scord_tray.session import icon_folder, only_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has its own, tested there")

HOLDER = """
import sys
from scord_tray.session import only_one
with only_one() as alone:
    print(alone, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("DISPLAY", ":5")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return folder


@pytest.fixture
def other() -> Iterator[subprocess.Popen[str]]:
    """Another process of the same session that holds the claim."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


@pytest.mark.usefixtures("other")
def test_a_second_tray_of_the_same_session_learns_that_there_is_one() -> None:
    with only_one() as alone:
        assert not alone


@pytest.mark.usefixtures("other")
def test_another_display_is_another_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":6")
    with only_one() as alone:
        assert alone


def test_a_killed_tray_leaves_no_claim(other: subprocess.Popen[str]) -> None:
    other.send_signal(signal.SIGKILL)
    other.wait()
    with only_one() as alone:
        assert alone


def test_the_claim_ends_with_the_tray() -> None:
    for _ in range(2):
        with only_one() as alone:
            assert alone


def test_a_display_with_a_path_in_its_name_stays_in_the_folder(
    session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "../../etc/wayland 0")
    with only_one() as alone:
        assert alone
    written = [path.relative_to(session) for path in session.rglob("*.lock")]
    assert [path.parts[0] for path in written] == ["scord-tray"]


def test_the_pictures_folder_is_private_and_emptied_of_what_a_killed_tray_left() -> None:
    folder = icon_folder()
    (folder / "tmpabc").write_bytes(b"left")
    assert icon_folder() == folder
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o077 == 0
