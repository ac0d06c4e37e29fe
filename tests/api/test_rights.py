from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from scord.api import rights
from scord_shared.places import own_name

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import win32security

SYSTEM, ADMINISTRATORS = "S-1-5-18", "S-1-5-32-544"

POSIX = pytest.mark.skipif(os.name == "nt", reason="modes as POSIX has them")
WINDOWS = pytest.mark.skipif(os.name != "nt", reason="rights as Windows has them")


@POSIX
@pytest.mark.parametrize(("listed", "mode"), [(True, 0o755), (False, 0o711)])
def test_a_folder_is_the_services_to_write_whatever_it_was_before(
    tmp_path: Path, mode: int, *, listed: bool
) -> None:
    before = os.umask(0o077)
    try:
        rights.own_folder(tmp_path / "new" / "run", listed=listed)
    finally:
        os.umask(before)
    (tmp_path / "wide").mkdir()
    (tmp_path / "wide").chmod(0o777)
    rights.own_folder(tmp_path / "wide", listed=listed)
    for folder in (tmp_path / "new" / "run", tmp_path / "wide"):
        assert folder.stat().st_mode & 0o777 == mode


@POSIX
def test_a_file_given_to_oneself_is_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    rights.give_to(tmp_path / "file", own_name())
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives files away")
def test_root_gives_a_file_to_its_user_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    rights.give_to(tmp_path / "file", "nobody")
    found = (tmp_path / "file").stat()
    assert (found.st_uid, found.st_mode & 0o777) == (65534, 0o600)


def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        rights.own_folder(tmp_path / "file")


@WINDOWS
def test_the_service_its_masters_and_the_user_are_let_at_a_file_and_nobody_else() -> None:
    """As it is asked of the system; wine does not keep it."""
    me, _, _ = win32security.LookupAccountName(None, own_name())
    user = win32security.ConvertStringSidToSid("S-1-5-21-1-2-3-1000")
    made = rights.rules([user], 0)
    named = [made.GetAce(number) for number in range(made.GetAceCount())]
    everything = {SYSTEM, ADMINISTRATORS, win32security.ConvertSidToStringSid(me)}
    assert {
        win32security.ConvertSidToStringSid(sid): mask for _, mask, sid in named
    } == dict.fromkeys(everything, 0x1F01FF) | {"S-1-5-21-1-2-3-1000": 0x1200A9}
