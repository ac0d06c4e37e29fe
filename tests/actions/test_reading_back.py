"""Whatever is wrong with a backup is found, and told by its own code."""

from __future__ import annotations

import io
import json
import tarfile
from typing import TYPE_CHECKING

import pytest
from tests.actions.backups import Full, back_up, members, quiet, rewritten

from scord.actions.backing_up import MANIFEST
from scord.actions.reading_back import check, unpack
from scord.store.database import FILE_NAME, database
from scord.store.tables import ChainEntry, Invoice
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context


@pytest.fixture
def full(context: Context) -> Full:
    return Full(context)


@pytest.fixture
def backup(full: Full, tmp_path: Path) -> Path:
    return back_up(full.context, tmp_path / "b.tar")


def refusal(backup: Path) -> ScordError:
    with pytest.raises(ScordError) as told:
        check(backup, quiet)
    return told.value


def test_a_whole_one_is_sound_and_says_what_it_is(backup: Path, full: Full) -> None:
    counted: list[int] = []
    contents = check(backup, counted.append)
    assert contents.flaw is None
    assert contents.manifest.made_at == full.context.clock.now()
    assert counted[-1] == len(contents.manifest.files) == len(list(members(backup))) - 1


@pytest.mark.parametrize("left", [0, 1, 511, 512, 0.3, 0.6, 0.95])
def test_one_that_is_cut_short_is_incomplete(backup: Path, left: float) -> None:
    data = backup.read_bytes()
    end = data.rindex(MANIFEST.encode())
    backup.write_bytes(data[: left if isinstance(left, int) else int(end * left)])
    assert refusal(backup).code == Code.BACKUP_INCOMPLETE


def test_another_file_is_no_backup(tmp_path: Path) -> None:
    other = tmp_path / "other.tar"
    other.write_bytes(b"%PDF-1.4 " * 1000)
    assert refusal(other).code == Code.BACKUP_INCOMPLETE


@pytest.mark.parametrize("place", ["originals/", "documents/", "messages/", "secrets", FILE_NAME])
def test_a_flipped_byte_is_damage_wherever_it_is(backup: Path, place: str) -> None:
    def flip(name: str, data: bytes) -> bytes:
        return bytes([data[0] ^ 1]) + data[1:] if name.startswith(place) else data

    fault = refusal(rewritten(backup, flip))
    assert fault.code == Code.BACKUP_DAMAGED
    assert str(fault.facts["member"]).startswith(place.rstrip("/"))


@pytest.mark.parametrize("place", ["originals/", "documents/", "spool/", "secrets", FILE_NAME])
def test_a_member_that_is_missing_is_damage(backup: Path, place: str) -> None:
    less = rewritten(backup, lambda name, data: None if name.startswith(place) else data)
    assert refusal(less).code == Code.BACKUP_DAMAGED


def test_a_name_of_the_scanners_file_is_not_told(backup: Path) -> None:
    less = rewritten(backup, lambda name, data: None if name.startswith("spool/") else data)
    assert "ADRDEUX" not in str(refusal(less))


@pytest.mark.parametrize(
    "told",
    [b"", b"[]", b"{}", b'{"format": 1}', b'{"format": "scord-backup/1"}', b"\xff"],
    ids=repr,
)
def test_a_manifest_that_makes_no_sense_is_damage_or_of_a_newer_release(
    backup: Path, told: bytes
) -> None:
    changed = rewritten(backup, lambda name, data: told if name == MANIFEST else data)
    assert refusal(changed).code in {Code.BACKUP_DAMAGED, Code.STORE_TOO_NEW}


def test_a_later_format_is_of_a_newer_release(backup: Path) -> None:
    def later(name: str, data: bytes) -> bytes:
        return data.replace(b"scord-backup/1", b"scord-backup/9") if name == MANIFEST else data

    assert refusal(rewritten(backup, later)).code == Code.STORE_TOO_NEW


def test_a_database_of_a_newer_release_is_refused(full: Full, tmp_path: Path) -> None:
    database.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '')")
    fault = refusal(back_up(full.context, tmp_path / "b.tar"))
    assert (fault.code, fault.facts["found"]) == (Code.STORE_TOO_NEW, "9999_later")


def test_a_hostile_name_leads_nowhere(tmp_path: Path) -> None:
    hostile, into = tmp_path / "hostile.tar", tmp_path / "a" / "b"
    into.mkdir(parents=True)
    with tarfile.open(hostile, "w:") as tar:
        member = tarfile.TarInfo("../../outside")
        member.size = 1
        tar.addfile(member, io.BytesIO(b"x"))
    with pytest.raises(ScordError) as told:
        unpack(hostile, into, quiet)
    assert told.value.code == Code.BACKUP_DAMAGED
    assert list(tmp_path.rglob("outside")) == []


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE])
def test_only_files_are_taken(tmp_path: Path, kind: bytes) -> None:
    hostile = tmp_path / "hostile.tar"
    with tarfile.open(hostile, "w:") as tar:
        member = tarfile.TarInfo("documents")
        member.type, member.linkname = kind, "/etc"
        tar.addfile(member)
    assert refusal(hostile).code == Code.BACKUP_DAMAGED


def test_a_broken_chain_of_proof_is_told(full: Full, tmp_path: Path) -> None:
    ChainEntry.update(event="other").where(ChainEntry.sequence == 1).execute()
    contents = check(back_up(full.context, tmp_path / "b.tar"), quiet)
    assert contents.broken == 1
    assert contents.flaw
    assert contents.flaw.facts == {"lacking": None, "broken": 1}


def test_a_row_that_refers_to_none_is_told(full: Full, tmp_path: Path) -> None:
    database.execute_sql("PRAGMA foreign_keys = 0")
    Invoice.update(fse_lot=4711).where(Invoice.id == 1).execute()
    assert check(back_up(full.context, tmp_path / "b.tar"), quiet).broken == 1


def test_checking_changes_nothing(backup: Path) -> None:
    before = backup.read_bytes()
    check(backup, quiet)
    assert backup.read_bytes() == before
    assert json.loads(list(members(backup))[-1][1])["scord"]
