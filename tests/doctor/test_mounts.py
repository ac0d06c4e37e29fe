"""Folders on a share, and a state folder on a disk without rights, are told."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from tests.doctor.findings import found
from tests.lots.practice import in_force

from scord import mounts
from scord.doctor import NOTE
from scord.doctor.finding import Found
from scord.settings import DropFolder

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Windows tells it otherwise")


def pretend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: Path, kind: str) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(f"22 1 8:1 / / rw - ext4 x rw\n23 22 0:1 / {place} rw - {kind} x rw\n")
    monkeypatch.setattr(mounts, "_MOUNTS", table)


def test_a_drop_folder_on_a_share_is_told_unless_it_is_polled(
    sound: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder,) = sound.settings.folders
    pretend(monkeypatch, tmp_path, folder.path, "cifs")
    assert ("folders", Found.FOLDER_WITHOUT_EVENTS) in found(sound, NOTE)
    polled = DropFolder(name="scanner", path=folder.path, watch="polling")
    assert ("folders", Found.FOLDER_WITHOUT_EVENTS) not in found(
        in_force(sound, folders=(polled,)), NOTE
    )


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "vfat", "exfat"])
def test_a_state_folder_on_a_share_or_on_fat_is_a_fault(
    sound: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    pretend(monkeypatch, tmp_path, sound.files.root, kind)
    assert found(sound) == [("store", Found.STATE_ON_SHARE)]
