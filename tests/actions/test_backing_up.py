"""A backup is whole whatever the service does meanwhile, or there is none."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest
from tests.actions.backups import SPOOLED, Full, archive, back_up, members, quiet

from scord.actions.backing_up import (
    MANIFEST,
    full_disk_told,
    new_file,
    place_for,
    write,
)
from scord.actions.purging.marks import write_mark
from scord.actions.reading_back import check
from scord.store.database import FILE_NAME, transaction
from scord.store.named import named_files
from scord.store.tables import DocumentPart
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import TurnedClock

    from scord.store.context import Context


@pytest.fixture
def full(context: Context) -> Full:
    return Full(context)


def test_it_holds_all_that_the_database_names_the_secrets_and_what_is_in_the_spool(
    full: Full, tmp_path: Path
) -> None:
    files = full.context.files
    named = {
        shelf.path(sha256).relative_to(files.root).as_posix()
        for shelf, hashes in named_files(files).items()
        for sha256 in hashes
    }
    names = [member.name for member, _ in members(back_up(full.context, tmp_path / "b.tar"))]
    others = {SPOOLED, "signatures/991129768", "refused/scan-1.txt", "secrets.toml", FILE_NAME}
    assert len(named) >= 5
    assert set(names) == named | others | {MANIFEST}
    assert names[-1] == MANIFEST


def test_only_whoever_made_it_may_read_it(full: Full, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = back_up(full.context, tmp_path / "b.tar")
    finally:
        os.umask(before)
    assert made.stat().st_mode & 0o777 == 0o600


def test_lots_given_to_the_other_side_are_not_in_it(full: Full, tmp_path: Path) -> None:
    assert full.delivered
    names = [member.name for member, _ in members(back_up(full.context, tmp_path / "b.tar"))]
    assert [name for name in names if name.startswith("exchange")] == []


def test_two_of_the_same_store_are_alike_but_for_the_manifest(full: Full, tmp_path: Path) -> None:
    made = []
    for name in ("1.tar", "2.tar"):
        with new_file(tmp_path / name) as partial:
            write(full.context, partial, quiet)
        made.append([(m.name, data) for m, data in members(tmp_path / name)][:-1])
    assert made[0] == made[1]


def test_what_is_named_while_it_is_written_is_in_it(full: Full, tmp_path: Path) -> None:
    def meanwhile(count: int) -> None:
        if count == 1:
            full.practice.ready()
            archive(full.context)

    made = back_up(full.context, tmp_path / "b.tar", meanwhile)
    documents = [m.name for m, _ in members(made) if m.name.startswith("documents/")]
    contents = check(made, quiet)
    assert len(documents) == 3
    assert contents.flaw is None


def test_what_is_purged_while_it_is_written_is_no_fault(full: Full, tmp_path: Path) -> None:
    part = DocumentPart.select().order_by(DocumentPart.id).first()

    def meanwhile(count: int) -> None:
        if count == 1:
            with transaction():
                write_mark(full.context, part, by="machine")
            full.context.files.documents.drop(part.sha256)

    made = back_up(full.context, tmp_path / "b.tar", meanwhile)
    assert all(part.sha256 not in member.name for member, _ in members(made))
    assert check(made, quiet).flaw is None


def test_a_file_that_the_store_has_lost_is_told_and_the_rest_is_kept(
    full: Full, tmp_path: Path
) -> None:
    lost, changed = DocumentPart.select()
    full.context.files.documents.drop(lost.sha256)
    full.context.files.documents.path(changed.sha256).write_bytes(b"rotten")
    contents = check(back_up(full.context, tmp_path / "b.tar"), quiet)
    assert contents.lacking == 2
    assert contents.flaw
    assert contents.flaw.code == Code.BACKUP_FLAWED


def test_one_that_is_cut_off_leaves_nothing(full: Full, tmp_path: Path) -> None:
    def interrupt(count: int) -> None:
        if count == 3:
            raise KeyboardInterrupt

    place = tmp_path / "backups"
    place.mkdir()
    with pytest.raises(KeyboardInterrupt):
        back_up(full.context, place / "b.tar", interrupt)
    assert list(place.iterdir()) == []


def test_a_name_that_is_taken_is_refused_and_what_has_it_is_left_alone(
    full: Full, tmp_path: Path
) -> None:
    older = tmp_path / "b.tar"
    older.write_bytes(b"older")
    with pytest.raises(ScordError) as told:
        back_up(full.context, older)
    assert told.value.code == Code.OUTPUT_EXISTS
    assert older.read_bytes() == b"older"


def test_it_is_not_seen_under_its_name_before_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "b.tar"
    with new_file(target) as partial:
        partial.write_bytes(b"whole")
        assert not target.exists()
        assert partial.parent == tmp_path
    assert target.read_bytes() == b"whole"


def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(ScordError) as told, full_disk_told(tmp_path):
        raise OSError(errno.ENOSPC, "full")
    assert told.value.code == Code.DISK_FULL


def test_in_a_folder_it_is_named_by_the_time(tmp_path: Path, clock: TurnedClock) -> None:
    named = place_for(tmp_path, clock.now())
    assert named == tmp_path / "scord-20260310-090000.tar"
    assert place_for(named, clock.now()) == named
