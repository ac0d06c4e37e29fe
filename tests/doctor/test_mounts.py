"""Shares and disks without rights, by the system's own table of mounts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.doctor.findings import found
from tests.lots.practice import in_force

from scord.doctor import NOTE, mounts
from scord.doctor.finding import Found
from scord.settings import DropFolder

if TYPE_CHECKING:
    from scord.store.context import Context

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Windows tells it otherwise")

# as a machine with a NAS showed it
TABLE = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
90 22 0:45 / /mnt rw - autofs systemd-1 rw
91 90 0:46 / /mnt/nas rw,relatime shared:50 - cifs //nas/scans rw,vers=3.1.1
92 22 0:47 / /mnt/deux\\040mots rw - nfs4 nas:/x rw
93 22 8:17 / /media/cle rw - vfat /dev/sdb1 rw
94 91 8:18 / /mnt/nas/local rw - xfs /dev/sdc1 rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/scans", "ext4"),
        ("/mnt/nas", "cifs"),
        ("/mnt/nas/accueil/a", "cifs"),
        ("/mnt/nas/local/a", "xfs"),
        ("/mnt/nasty", "autofs"),
        ("/mnt/deux mots/a", "nfs4"),
        ("/media/cle/state", "vfat"),
    ],
)
def test_the_deepest_mount_above_a_path_counts(path: str, kind: str) -> None:
    assert mounts.kind_in(TABLE, Path(path)) == kind


def test_the_table_of_this_machine_can_be_read() -> None:
    assert mounts.is_share(Path("/")) is False
    assert mounts._kind_of(Path("/proc/self")) == "proc"


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
