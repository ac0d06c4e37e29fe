"""A drop folder at work: what settles is taken; what cannot be is seen, explained and forgotten."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import pytest
from tests.intake.drops import DATA, NAME, Drop, grow, states

from scord.intake.claim import release
from scord.intake.folders import DropFolderIntake, Intake
from scord.intake.sightings import write_reason
from scord.store.database import transaction
from scord.store.flags import flag
from scord.store.states import ScanState, move
from scord.store.tables import JournalEntry, Scan, Sighting
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import TurnedClock

UNREACHABLE = "folder-unreachable:scanner"


class Room:
    """One folder's intake, and the clock that drives it."""

    def __init__(self, drop: Drop, clock: TurnedClock) -> None:
        self.drop = drop
        self.clock = clock
        self.renew()

    def renew(self) -> None:
        """As after a start with other settings."""
        self.intake = DropFolderIntake(self.drop.context, self.drop.folder, lambda: None)

    def after(self, seconds: float) -> int:
        self.clock.turn(seconds=seconds)
        return self.intake.work()

    def settled(self) -> int:
        """Looks twice, a settle time apart; how many files were taken."""
        return self.after(1) + self.after(2)


@pytest.fixture
def room(drop: Drop, clock: TurnedClock) -> Iterator[Room]:
    made = Room(drop, clock)
    yield made
    made.intake.stop()


def sightings() -> list[tuple[str, str, bool]]:
    rows = Sighting.select().order_by(Sighting.id)
    return [(row.name, row.code, row.resolved_at is not None) for row in rows]


def reasons(drop: Drop) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(drop.context.files.refused.iterdir())]


def test_a_file_is_taken_when_it_has_settled_and_not_before(room: Room) -> None:
    room.drop.put()
    assert room.after(1) == 0
    assert room.after(1.5) == 0
    assert room.after(0.5) == 1
    assert states() == ["taken"]
    assert room.drop.left == []


def test_a_file_that_was_there_before_the_start_is_taken_too(
    drop: Drop, clock: TurnedClock
) -> None:
    drop.put()
    room = Room(drop, clock)
    assert room.settled() == 1
    room.intake.stop()


def test_files_that_arrive_together_are_all_taken_in_batches(room: Room) -> None:
    for number in range(20):
        room.drop.put(f"{number}.pdf", str(number).encode())
    room.after(1)
    taken = [room.after(2), room.after(0), room.after(0), room.after(0)]
    assert sum(taken) == 20
    assert max(taken) < 20
    assert room.drop.left == []


def test_a_file_that_grows_between_look_and_claim_is_left_and_taken_whole_later(
    room: Room,
) -> None:
    path = room.drop.put()
    room.after(1)
    room.clock.turn(seconds=2)
    room.intake._looked_at = room.clock.monotonic()  # the folder is not read again before the claim
    grow(path)
    assert room.intake.work() == 0
    assert room.settled() + room.settled() == 1
    assert Scan.get().size == path_size(room.drop)
    assert sightings() == []


def path_size(drop: Drop) -> int:
    return len(drop.spooled[0])


@pytest.mark.skipif(os.name == "nt", reason="made with the means of Linux")
def test_what_cannot_be_taken_is_seen_once_with_a_reason_file_and_resolved_when_gone(
    room: Room,
) -> None:
    pipe = room.drop.path / "pipe.pdf"
    os.mkfifo(pipe)
    for _ in range(3):
        room.settled()
    assert sightings() == [("pipe.pdf", "file.not-regular", False)]
    (reason,) = reasons(room.drop)
    assert "pipe.pdf" in reason
    assert "file.not-regular" in reason
    assert [row.event for row in JournalEntry.select()] == ["sighting.open"]
    pipe.unlink()
    room.settled()
    assert sightings() == [("pipe.pdf", "file.not-regular", True)]


def test_a_file_too_large_stays_where_it_is_and_is_seen(room: Room) -> None:
    limits = room.drop.context.settings.limits.model_copy(update={"max_bytes": 10})
    room.drop.set(limits=limits)
    room.renew()
    room.drop.put()
    room.settled()
    assert room.drop.left == [NAME]
    assert sightings() == [(NAME, "file.too-large", False)]


def test_a_file_that_never_settles_is_seen_and_the_sighting_ends_when_it_does(room: Room) -> None:
    limits = room.drop.context.settings.limits.model_copy(update={"never_stable_minutes": 1})
    room.drop.set(limits=limits)
    room.renew()
    path = room.drop.put()
    for _ in range(61):
        grow(path, b".")
        room.after(1)
    assert sightings() == [(NAME, "file.never-stable", False)]
    assert states() == []
    room.settled()
    room.after(1)
    assert sightings() == [(NAME, "file.never-stable", True)]
    assert states() == ["taken"]


def test_a_file_that_may_not_be_moved_is_seen_and_taken_once_it_may(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows while a viewer holds it open."""
    room.drop.put()

    def held(*_: object) -> None:
        raise PermissionError(13, "held open")

    with monkeypatch.context() as patched:
        patched.setattr("scord.intake.claim._bring", held)
        room.settled()
        room.settled()
    assert sightings() == [(NAME, "file.unreadable", False)]
    assert room.drop.left == [NAME]
    room.settled()
    room.settled()
    assert sightings() == [(NAME, "file.unreadable", True)]
    assert states() == ["taken"]


@pytest.mark.skipif(os.name == "nt", reason="Windows names are always text")
def test_an_entry_whose_name_is_no_text_is_seen_once_and_stops_nothing(room: Room) -> None:
    name = b"dossier_\xe9".decode("utf-8", "surrogateescape")
    (room.drop.path / name).mkdir()
    room.drop.put()
    room.settled()
    room.settled()
    assert sightings() == [("dossier__", "file.not-regular", False)]
    assert states() == ["taken"]


def test_a_folder_that_goes_away_is_flagged_and_its_files_are_taken_when_it_is_back(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    room.drop.put()
    room.after(1)
    away = room.drop.path.rename(room.drop.path.with_name("away"))
    room.after(2)
    room.after(2)
    assert flag(UNREACHABLE) is not None
    assert [record.message for record in caplog.records].count(
        "drop folder scanner cannot be reached"
    ) == 1
    away.rename(room.drop.path)
    assert room.after(1) == 0  # a share that comes back has not proved that its files are whole
    assert flag(UNREACHABLE) is None
    assert room.after(2) == 1
    assert NAME not in caplog.text


def hidden_name(drop: Drop) -> str:
    """Of a file whose copy the spool has let go of."""
    scan = drop.scan(data=b"its first page")
    with transaction():
        move(scan, ScanState.CONVERTED, by="machine")
    release(drop.context, scan)
    return f".scord-{scan.claim.rpartition('-')[2]}-{NAME}"


def test_what_is_still_hidden_in_a_folder_that_was_away_is_taken_once_it_is_back(
    drop: Drop, clock: TurnedClock
) -> None:
    """Of another volume; the spool let go of its copy meanwhile, and the scanner wrote on."""
    hidden = hidden_name(drop)
    intake = Intake(drop.context, lambda: None)
    intake.work()
    away = drop.path.rename(drop.path.with_name("away"))
    clock.turn(seconds=2)
    intake.work()
    (away / hidden).write_bytes(DATA)
    away.rename(drop.path)
    for _ in range(4):  # it is back, the file has its name, is seen, has settled
        clock.turn(seconds=2)
        intake.work()
    intake.stop()
    assert states() == ["converted", "taken"]
    assert drop.left == []


def test_what_is_hidden_without_its_copy_is_taken_though_nobody_saw_the_folder_go(
    drop: Drop, clock: TurnedClock
) -> None:
    """A share may go and come back between two looks, or leave an empty folder in its place."""
    hidden = hidden_name(drop)
    intake = Intake(drop.context, lambda: None)
    intake.work()
    (drop.path / hidden).write_bytes(DATA)
    for _ in range(4):
        clock.turn(seconds=15)
        intake.work()
    intake.stop()
    assert states() == ["converted", "taken"]
    assert drop.left == []


def test_what_another_service_may_have_hidden_is_left_to_it(drop: Drop, clock: TurnedClock) -> None:
    intake = Intake(drop.context, lambda: None)
    intake.work()
    foreign = f".scord-0123456789ab-{NAME}"
    (drop.path / foreign).write_bytes(DATA)
    for _ in range(4):
        clock.turn(seconds=15)
        intake.work()
    intake.stop()
    assert (states(), drop.left) == ([], [foreign])


def test_no_log_line_names_a_file(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    room.drop.put("ADRDEUX LAURENT.pdf")
    (room.drop.path / "ADRDEUX dossier").mkdir()
    room.settled()
    assert states() == ["taken"]
    assert "ADRDEUX" not in caplog.text


def test_a_full_disk_in_one_folder_leaves_the_others_at_work_and_is_told(
    drop: Drop, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Drop(drop.context, drop.path.with_name("office"))
    folder = other.folder.model_copy(update={"name": "office"})
    drop.set(folders=(drop.folder, folder))
    drop.put()
    other.put(data=b"from the office")
    intake = Intake(drop.context, lambda: None)
    put_file = type(drop.context.files.originals).put_file

    def full_for_the_first(shelf: object, source: object) -> str:
        if "scanner" in str(source):
            raise OSError(28, "No space left on device")
        return put_file(shelf, source)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr("scord.store.files.Shelf.put_file", full_for_the_first)
        intake.work()
        clock.turn(seconds=2)
        with pytest.raises(OSError, match="No space"):
            intake.work()
    assert [scan.folder for scan in Scan.select()] == ["office"]
    assert drop.left == []
    intake.work()  # room again: what lay in the spool is taken first
    assert sorted(scan.folder for scan in Scan.select()) == ["office", "scanner"]
    intake.stop()


def test_an_installation_without_a_folder_rests(drop: Drop) -> None:
    drop.set(folders=())
    intake = Intake(drop.context, lambda: None)
    assert intake.work() == 0
    assert intake.next_in() == 60


@pytest.mark.parametrize(
    "name", ["a\nb\t😀.pdf", "é" * 200, "\U00020000" * 60, "../../x", "\udce9"]
)
def test_a_reason_file_has_a_safe_name_and_shows_the_files_own(drop: Drop, name: str) -> None:
    write_reason(drop.context, "scan-1", name, Code.IMAGE_DAMAGED, {"page": 2})
    (path,) = drop.context.files.refused.iterdir()
    assert path.name.startswith("scan-1-")
    assert path.name.isascii()
    first, *rest = path.read_text("utf-8").splitlines()
    assert first == repr(name)
    assert rest[-1] == "image.damaged"


def test_the_originals_bytes_are_what_the_scanner_wrote(room: Room) -> None:
    room.drop.put()
    room.settled()
    assert room.drop.context.files.originals.path(Scan.get().sha256).read_bytes() == DATA
