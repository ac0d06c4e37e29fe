"""What lies on another machine, or on a disk without rights, by the system's table of mounts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scord import mounts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Windows tells it otherwise")

# as a machine with a NAS showed it
TABLE = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
90 22 0:45 / /mnt rw - autofs systemd-1 rw
91 90 0:46 / /mnt/nas rw,relatime shared:50 - cifs //nas/scans rw,vers=3.1.1
92 22 0:47 / /mnt/deux\\040mots rw - nfs4 nas:/x rw
93 22 8:17 / /media/cle rw - vfat /dev/sdb1 rw
94 91 8:18 / /mnt/nas/local rw - xfs /dev/sdc1 rw
95 22 0:49 / /mnt/ssh rw - fuse.sshfs anne@pc: rw
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


@pytest.mark.parametrize(
    ("path", "share"),
    [
        ("/srv/scans", False),
        ("/mnt/nas/deep", True),
        ("/mnt/deux mots", True),
        ("/mnt/nas/local", False),
        ("/mnt/nasty", False),
        ("/mnt/ssh/x", True),
        ("/media/cle", False),
    ],
)
def test_a_share_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, *, share: bool
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(TABLE)
    monkeypatch.setattr(mounts, "_MOUNTS", table)
    assert mounts.is_share(Path(path)) is share


def test_names_that_are_no_text_are_read_all_the_same() -> None:
    table = TABLE.encode() + b"96 22 0:50 / /mnt/caf\xe9 rw - cifs //nas/x rw\n"
    told = table.decode("utf-8", errors="surrogateescape")
    assert mounts.kind_in(told, Path("/mnt/caf\udce9/a")) == "cifs"


def test_without_a_table_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mounts, "_MOUNTS", tmp_path / "none")
    assert mounts.is_share(tmp_path) is None
    assert not mounts.is_unfit_for_state(tmp_path)
