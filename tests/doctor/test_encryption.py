"""What a stolen disk would tell, as far as the doctor can see: the volume, the files, the key."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from scord.doctor import NOTE, encryption, examine, volume
from scord.doctor.finding import Found
from scord.store.flags import SEALED, raise_flag
from scord.store.store_key import code_of, id_of

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Windows tells it otherwise")


def device(folder: Path, uuid: str | None = None, *below: Path) -> Path:
    """A block device as sysfs shows it."""
    folder.mkdir()
    if uuid is not None:
        (folder / "dm").mkdir()
        (folder / "dm" / "uuid").write_text(f"{uuid}\n")
    (folder / "slaves").mkdir()
    for one in below:
        (folder / "slaves" / one.name).symlink_to(one)
    return folder


@ON_LINUX
def test_a_mapping_is_encrypted_where_all_that_it_lies_on_is(tmp_path: Path) -> None:
    disk, other = device(tmp_path / "sda"), device(tmp_path / "sdb")
    luks = device(tmp_path / "dm-0", "CRYPT-LUKS2-5f1c-sda_crypt", disk)
    second = device(tmp_path / "dm-1", "CRYPT-PLAIN-sdb", other)
    volume_on_luks = device(tmp_path / "dm-2", "LVM-abc", luks)
    raid = device(tmp_path / "md0", None, luks, second)
    half = device(tmp_path / "md1", None, luks, other)
    partition = tmp_path / "sda1"
    partition.mkdir()
    told = {
        one.name: volume.below_is_encrypted(one)
        for one in (disk, luks, second, volume_on_luks, raid, half, partition)
    }
    assert told == {
        "sda": False,
        "dm-0": True,
        "dm-1": True,
        "dm-2": True,
        "md0": True,
        "md1": False,
        "sda1": False,
    }


@ON_LINUX
def test_the_device_of_the_folder_is_looked_at_and_one_out_of_sight_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    devices = tmp_path / "devices"
    devices.mkdir()
    monkeypatch.setattr(volume, "_DEVICES", devices)
    assert volume.is_encrypted(tmp_path) is None
    number = tmp_path.stat().st_dev
    place = devices / f"{os.major(number)}:{os.minor(number)}"
    place.symlink_to(device(tmp_path / "dm-0", "CRYPT-LUKS2-x"))
    assert volume.is_encrypted(tmp_path) is True


@pytest.mark.parametrize(
    ("there", "codes"),
    [
        (True, [Found.VOLUME_ENCRYPTED]),
        (False, [Found.VOLUME_PLAIN, Found.FILES_PLAIN]),
        (None, [Found.VOLUME_UNKNOWN, Found.FILES_PLAIN]),
    ],
)
def test_plain_files_are_told_unless_the_volume_is_encrypted(
    sound: Context, monkeypatch: pytest.MonkeyPatch, *, there: bool | None, codes: list[Found]
) -> None:
    monkeypatch.setattr(encryption, "is_encrypted", lambda _: there)
    assert [one.code for one in examine(sound) if one.check == "encryption"] == codes


def test_a_key_that_lies_on_the_disk_is_told_with_its_keeper(
    sound: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = bytes(range(32))
    monkeypatch.setenv("SCORD_SECRET_STORE_KEY", code_of(key))
    raise_flag(sound, SEALED, key=id_of(key).hex())
    notes = {one.code: one.facts for one in examine(sound) if one.level == NOTE}
    assert notes[Found.KEY_ON_DISK] == {"keeper": "environment"}
    assert Found.CODE_UNCHECKED in notes
