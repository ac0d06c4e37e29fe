"""From drop folder to scan: at every moment the paper is in exactly one place that counts."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.intake.drops import DATA, NAME, Drop, grow, states

from scord.intake.claim import (
    bring_back_fetched,
    claim_file,
    give_back,
    has_outgrown,
    outgrow,
    release,
    spooled,
    take,
)
from scord.intake.listing import is_ignored
from scord.intake.settle import Look
from scord.store.database import transaction
from scord.store.states import ScanState, move
from scord.store.tables import JournalEntry, Scan
from scord.store.writing import sync_folder
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.store.context import Context

MEMORY = Path("/dev/shm")  # noqa: S108 -- a second volume, where the machine has one
LINK = pytest.param(
    "link", marks=pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make links")
)


@pytest.fixture
def far(context: Context) -> Iterator[Drop]:
    """A drop folder on another volume than the state folder."""
    if os.name == "nt" or not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK)):
        pytest.skip("no second volume here")
    if MEMORY.stat().st_dev == context.files.root.stat().st_dev:
        pytest.skip("the state folder of the tests lies on that volume too")
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Drop(context, Path(folder))


def test_a_claim_moves_the_file_into_the_spool_by_a_rename(drop: Drop) -> None:
    inode = drop.put().stat().st_ino
    claim = claim_file(drop.context, drop.folder, NAME, drop.seen())
    assert drop.left == []
    assert claim.path.read_bytes() == DATA
    assert claim.path.stat().st_ino == inode
    assert claim.path.parent.parent == drop.context.files.spool / "scanner"
    assert claim.first_seen_at == drop.context.clock.now()


def test_a_claim_from_another_volume_copies_and_only_then_removes(far: Drop) -> None:
    before = Look.of(os.lstat(far.put()))
    claim = claim_file(far.context, far.folder, NAME, far.seen())
    (hidden,) = far.left
    assert is_ignored(hidden)
    assert claim.path.read_bytes() == DATA
    assert claim.path.stat().st_mtime_ns == before.mtime_ns
    assert len(far.claims) == 1


def test_a_file_on_another_volume_that_cannot_be_copied_stays_and_leaves_no_half(
    far: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up, at the one place where a whole disk is not needed for it."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    far.put()
    monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(ScordError) as caught:
        claim_file(far.context, far.folder, NAME, far.seen())
    assert caught.value.code is Code.DISK_FULL
    assert far.left == [NAME]
    assert far.claims == []


@pytest.mark.parametrize("fixture", ["drop", "far"])
def test_a_file_that_may_not_be_removed_stays_and_no_copy_piles_up(
    request: pytest.FixtureRequest, fixture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows while a program holds it open, or in a folder without the right to delete."""
    place: Drop = request.getfixturevalue(fixture)
    held = place.put()
    rename = Path.rename

    def refuse_rename(self: Path, target: Path) -> Path:
        if self == held and (fixture == "drop" or target.parent == held.parent):
            raise PermissionError(13, "held open")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_rename)
    for _ in range(3):
        with pytest.raises(PermissionError):
            claim_file(place.context, place.folder, NAME, place.seen())
    assert place.left == [NAME]
    assert place.claims == []


def test_a_file_that_went_away_has_vanished(drop: Drop) -> None:
    drop.put()
    seen = drop.seen()
    (drop.path / NAME).unlink()
    with pytest.raises(ScordError) as caught:
        claim_file(drop.context, drop.folder, NAME, seen)
    assert caught.value.code is Code.FILE_VANISHED
    assert drop.claims == []


@pytest.mark.parametrize("change", ["grown", "replaced", LINK])
def test_a_file_that_is_no_longer_what_was_seen_is_left_where_it_is(
    drop: Drop, change: str
) -> None:
    path = drop.put()
    seen = drop.seen()
    if change == "grown":
        grow(path)
    else:
        path.rename(drop.path / "kept")
        path.symlink_to(drop.path / "kept") if change == "link" else drop.put()
    with pytest.raises(ScordError) as caught:
        claim_file(drop.context, drop.folder, NAME, seen)
    assert caught.value.code is Code.FILE_OUTGROWN
    assert NAME in drop.left
    assert drop.claims == []


def test_a_taken_file_is_in_the_archive_and_still_in_the_spool(drop: Drop) -> None:
    scan = drop.scan()
    assert (scan.state, scan.name, scan.folder) == (ScanState.TAKEN, NAME, "scanner")
    assert drop.context.files.originals.path(scan.sha256).read_bytes() == DATA
    assert drop.spooled == [DATA]
    assert [row.event for row in JournalEntry.select()] == ["scan.taken"]


def test_taking_a_claim_again_changes_nothing(drop: Drop) -> None:
    claim = drop.claim()
    assert take(drop.context, claim) == take(drop.context, claim)
    assert states() == ["taken"]


@pytest.mark.parametrize("state", [ScanState.TAKEN, ScanState.CONVERTED])
def test_the_same_bytes_again_are_a_duplicate_with_a_link_to_the_first(
    drop: Drop, state: ScanState
) -> None:
    first = drop.scan()
    if state != ScanState.TAKEN:
        with transaction():
            move(first, state, by="machine")
    second = drop.scan("another name.pdf")
    assert (second.state, second.duplicate_of) == (ScanState.DUPLICATE, first)
    assert len(list(drop.context.files.originals.names())) == 1


def test_the_same_bytes_as_a_refused_scan_mean_that_it_is_tried_again(drop: Drop) -> None:
    first = drop.refused()
    second = drop.scan("again.pdf")
    fresh = Scan.get_by_id(first.id)
    assert (fresh.state, fresh.reason) == (ScanState.TAKEN, None)
    assert (second.state, second.duplicate_of) == (ScanState.DUPLICATE, first)


def test_a_scan_that_outgrew_is_no_first_of_a_duplicate(drop: Drop) -> None:
    first = drop.scan()
    grow(drop.context.files.spool / "scanner" / first.claim / NAME)
    outgrow(drop.context, first)
    assert drop.scan("early half.pdf").state == ScanState.TAKEN


def test_a_file_that_grew_after_it_was_taken_goes_back_whole(drop: Drop) -> None:
    scan = drop.scan()
    assert not has_outgrown(drop.context, scan)
    grow(next(drop.context.files.spool.glob(f"*/*/{NAME}")))
    assert has_outgrown(drop.context, scan)
    outgrow(drop.context, scan)
    assert (scan.state, scan.reason) == (ScanState.OUTGROWN, "file.outgrown")
    assert drop.left == [NAME]
    assert (drop.path / NAME).read_bytes() == DATA + b" and a second page"
    assert drop.claims == []


def test_a_file_that_goes_back_does_not_cover_another_of_its_name(drop: Drop) -> None:
    scan = drop.scan()
    drop.put(data=b"the next patient's page")
    outgrow(drop.context, scan)
    assert (drop.path / NAME).read_bytes() == b"the next patient's page"
    assert [(drop.path / name).read_bytes() for name in drop.left if name != NAME] == [DATA]


def test_a_file_whose_folder_the_settings_no_longer_know_stays_as_a_new_claim(drop: Drop) -> None:
    scan = drop.scan()
    drop.set(folders=())
    outgrow(drop.context, scan)
    assert drop.spooled == [DATA]
    assert drop.claims != [scan.claim]


def test_a_file_that_grows_while_it_is_archived_goes_back_and_is_told(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = drop.claim()
    monkeypatch.setattr(
        "scord.store.steps._watchers",
        [lambda step: grow(claim.path) if step == "intake.archived" else None],
    )
    assert take(drop.context, claim).state == ScanState.OUTGROWN
    assert states() == ["outgrown"]
    assert drop.left == [NAME]
    assert drop.claims == []


def test_an_original_taken_from_the_archive_is_put_back_before_the_spool_lets_go(
    drop: Drop,
) -> None:
    scan = drop.scan()
    drop.context.files.originals.drop(scan.sha256)
    release(drop.context, scan)
    release(drop.context, scan)
    assert drop.context.files.originals.path(scan.sha256).read_bytes() == DATA
    assert drop.claims == []
    assert Scan.get_by_id(scan.id).released_at is not None


def test_a_file_written_to_while_it_is_copied_to_another_volume_stays(
    far: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = far.put()
    rename = Path.rename

    def write_first(self: Path, target: Path) -> Path:
        if self == path:
            grow(path)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", write_first)
    with pytest.raises(ScordError) as caught:
        claim_file(far.context, far.folder, NAME, far.seen())
    assert caught.value.code is Code.FILE_OUTGROWN
    assert far.left == [NAME]
    assert far.claims == []


def test_a_file_hidden_by_a_stop_in_mid_copy_gets_its_name_back(drop: Drop) -> None:
    drop.put(f".scord-0123456789ab-{NAME}")
    drop.put("other.pdf")
    bring_back_fetched(drop.context, drop.folder)
    assert drop.left == [NAME, "other.pdf"]


def test_on_another_volume_the_file_goes_when_the_spool_lets_go(far: Drop) -> None:
    scan = far.scan()
    bring_back_fetched(far.context, far.folder)  # its copy is in the spool: it stays hidden
    assert [is_ignored(name) for name in far.left] == [True]
    assert not has_outgrown(far.context, scan)
    release(far.context, scan)
    assert (far.left, far.claims) == ([], [])


def test_on_another_volume_a_file_written_on_after_it_was_taken_comes_back_whole(far: Drop) -> None:
    path = far.put()
    with path.open("ab") as scanner:
        scan = take(far.context, claim_file(far.context, far.folder, NAME, far.seen()))
        scanner.write(b" and a second page")
    assert has_outgrown(far.context, scan)
    with transaction():
        move(scan, ScanState.REFUSED, by="machine", reason="image.damaged")
    outgrow(far.context, scan)
    assert (far.left, far.claims) == ([NAME], [])
    assert path.read_bytes() == DATA + b" and a second page"


def test_on_another_volume_a_crash_amid_the_way_back_loses_and_doubles_nothing(
    far: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = far.claim()
    monkeypatch.setattr(Path, "rename", _fails)
    with pytest.raises(OSError, match="the plug"):
        give_back(far.context, claim)
    monkeypatch.undo()
    bring_back_fetched(far.context, far.folder)
    assert (far.left, far.claims) == ([NAME], [])


def _fails(*_: object) -> None:
    raise OSError(errno.EIO, "the plug")


def test_a_folder_that_cannot_be_synced_is_no_fault(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = sync_folder

    def only_ours(path: Path) -> None:
        if path == drop.path:
            raise OSError(errno.EINVAL, "a share that knows no fsync of folders")
        sync(path)

    monkeypatch.setattr("scord.intake.claim.sync_folder", only_ours)
    assert drop.scan().state == ScanState.TAKEN


@pytest.mark.skipif(os.name == "nt", reason="Windows names are always text")
def test_a_name_that_is_no_text_is_taken_like_any_other(drop: Drop) -> None:
    name = b"ordonnance_\xe9\n\xf0\x9f\x98\x80.pdf".decode("utf-8", "surrogateescape")
    scan = drop.scan(name)
    assert drop.left == []
    assert Scan.get_by_id(scan.id).name == "ordonnance__\n😀.pdf"
    assert spooled(drop.context, Scan.get_by_id(scan.id)) is not None
    release(drop.context, Scan.get_by_id(scan.id))
    assert drop.claims == []
