"""Backup, wipe, restore: everything is as it was, and nothing leaves by itself."""

from __future__ import annotations

import errno
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.actions.backups import LOCK, SPOOLED, Full, back_up, picture, quiet, restored, rewritten

from scord.actions.restoring import LEFT_OUT, restore
from scord.actions.sending import resume
from scord.alerts.service_causes import paused_long
from scord.engine import open_state
from scord.exchange.folder import FolderTransport
from scord.exchange.outbox import deliver_due, recover
from scord.exchange.profiles.reference import ReferenceProfile
from scord.lots.assemble import make_lots
from scord.settings import Settings
from scord.store import journal
from scord.store.flags import PAUSED, flag, left_out_before, raise_flag
from scord.store.states import MessageState
from scord.store.tables import Attempt, Message, Practitioner, ScorLot
from scord_shared.errors import Code, ScordError
from scord_shared.status import AlertLevel

if TYPE_CHECKING:
    from tests.conftest import TurnedClock

    from scord.store.context import Context


@pytest.fixture
def full(context: Context) -> Full:
    return Full(context)


def refusal(backup: Path, root: Path, clock: TurnedClock) -> ScordError:
    with pytest.raises(ScordError) as told:
        restore(backup, Settings(state_dir=root), clock, by="Anne", lock=LOCK, told=quiet)
    return told.value


def outbox(context: Context) -> FolderTransport:
    context.settings.out_folder.mkdir(parents=True, exist_ok=True)
    return FolderTransport(context.settings.out_folder)


def test_bytes_counts_and_the_chain_of_proof_are_what_they_were(
    full: Full, tmp_path: Path, clock: TurnedClock
) -> None:
    before = picture(full.context)
    secrets = (full.context.files.root / "secrets.toml").read_bytes()
    made = back_up(full.context, tmp_path / "b.tar")
    shutil.rmtree(full.context.files.root)
    again = restored(made, full.context.files.root, clock)
    assert picture(again) == before
    assert len(before.files) >= 6
    assert all(journal.broken_link(one) is None for one in Practitioner.select())
    assert (again.files.root / "secrets.toml").read_bytes() == secrets
    assert (again.files.root / SPOOLED).read_bytes() == SPOOLED.encode()


def test_a_file_of_the_spool_keeps_its_time_and_so_has_not_gone_on_growing(
    full: Full, tmp_path: Path, clock: TurnedClock
) -> None:
    at = (full.context.files.root / SPOOLED).stat().st_mtime_ns
    again = restored(back_up(full.context, tmp_path / "b.tar"), tmp_path / "new", clock)
    assert (again.files.root / SPOOLED).stat().st_mtime_ns == at


def test_what_is_restored_is_for_its_owner_alone(
    full: Full, tmp_path: Path, clock: TurnedClock
) -> None:
    again = restored(back_up(full.context, tmp_path / "b.tar"), tmp_path / "new", clock)
    files = [path for path in again.files.root.rglob("*") if path.is_file()]
    own = {path.stat().st_mode & 0o077 for path in files if "sqlite3-" not in path.name}
    assert own == {0}
    assert not (again.files.root / ".restoring").exists()


@pytest.mark.parametrize("name", ["scord.sqlite3", "originals/3f/3f", "spool/scanner/c/scan.pdf"])
def test_a_folder_that_holds_anything_is_refused_and_left_alone(
    full: Full, tmp_path: Path, clock: TurnedClock, name: str
) -> None:
    made = back_up(full.context, tmp_path / "b.tar")
    path = tmp_path / "new" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")
    assert refusal(made, tmp_path / "new", clock).code == Code.RESTORE_NOT_EMPTY
    assert path.read_bytes() == b"mine"
    assert [one for one in (tmp_path / "new").rglob("*") if one.is_file()] == [path]


def test_empty_folders_and_the_lock_are_no_hindrance(
    full: Full, tmp_path: Path, clock: TurnedClock
) -> None:
    root = tmp_path / "new"
    (root / "originals" / "3f").mkdir(parents=True)
    (root / LOCK).touch()
    again = restored(back_up(full.context, tmp_path / "b.tar"), root, clock)
    assert Message.select().count() == 2
    assert (again.files.root / LOCK).exists()


def test_what_a_killed_restore_had_unpacked_is_no_hindrance(
    full: Full, tmp_path: Path, clock: TurnedClock
) -> None:
    half = tmp_path / "new" / ".restoring" / "originals" / "3f"
    half.mkdir(parents=True)
    (half / "3f00").write_bytes(b"half of i")
    again = restored(back_up(full.context, tmp_path / "b.tar"), tmp_path / "new", clock)
    assert Message.select().count() == 2
    assert not (again.files.root / ".restoring").exists()
    assert not (again.files.root / "originals" / "3f" / "3f00").exists()


@pytest.mark.parametrize("moved", [0, 3])
def test_on_what_a_power_cut_leaves_of_a_restore_no_store_is_opened(
    full: Full, tmp_path: Path, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    made, root = back_up(full.context, tmp_path / "b.tar"), tmp_path / "new"
    rename, left = Path.rename, [moved]

    def cut(self: Path, target: Path) -> Path:
        left[0] -= self.parent.name == ".restoring"
        if left[0] < 0:
            raise OSError(errno.EIO, "the plug")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", cut)
    with pytest.raises(OSError, match="the plug"):
        restored(made, root, clock)
    monkeypatch.undo()
    with pytest.raises(ScordError) as refused, open_state(Settings(state_dir=root), clock):
        pass
    assert refused.value.code is Code.RESTORE_UNFINISHED
    assert not (root / "scord.sqlite3").exists()


def test_lot_numbers_of_before_are_left_out_whichever_backup_is_restored_again(
    full: Full, tmp_path: Path, clock: TurnedClock
) -> None:
    first = back_up(full.context, tmp_path / "1.tar")
    once = restored(first, tmp_path / "once", clock)
    (number,) = left_out()
    second = back_up(once, tmp_path / "2.tar")
    restored(second, tmp_path / "twice", clock)
    assert left_out() == {number + LEFT_OUT}
    clock.turn(days=1)
    restored(first, tmp_path / "again", clock)
    assert left_out() == {number + 24}


def left_out() -> set[int]:
    return {left_out_before(one.billing_number) for one in Practitioner.select()}


def test_of_a_damaged_backup_nothing_is_restored(
    full: Full, tmp_path: Path, clock: TurnedClock
) -> None:
    made = back_up(full.context, tmp_path / "b.tar")
    hurt = rewritten(made, lambda name, data: data + b"x" * (name == "secrets.toml"))
    root = tmp_path / "new"
    root.mkdir()
    assert refusal(hurt, root, clock).code == Code.BACKUP_DAMAGED
    assert list(root.iterdir()) == []


# -- nothing is sent twice


def test_the_pause_of_a_restore_ends_only_for_who_has_checked(
    full: Full, tmp_path: Path, clock: TurnedClock
) -> None:
    restored(back_up(full.context, tmp_path / "b.tar"), tmp_path / "new", clock)
    with pytest.raises(ScordError) as refused:
        resume(by="Luc")
    assert refused.value.code == Code.RESTORE_UNCHECKED
    assert flag(PAUSED)
    assert resume(by="Luc", checked=True)
    assert not resume(by="Luc")
    assert flag(PAUSED) is None


def test_it_is_paused_and_says_at_once_why(full: Full, tmp_path: Path, clock: TurnedClock) -> None:
    made_at = clock.now()
    made = back_up(full.context, tmp_path / "b.tar")
    clock.turn(hours=5)
    again = restored(made, tmp_path / "new", clock)
    (cause,) = paused_long(again, clock.now())
    assert cause.level == AlertLevel.URGENT
    assert cause.facts == {"since": made_at.isoformat(), "restored": True}
    assert deliver_due(again, outbox(again), clock.now()) == 0


def test_a_pause_of_before_becomes_that_of_the_restore(
    full: Full, tmp_path: Path, clock: TurnedClock
) -> None:
    raise_flag(full.context, PAUSED, by="Luc")
    restored(back_up(full.context, tmp_path / "b.tar"), tmp_path / "new", clock)
    paused = flag(PAUSED)
    assert paused
    assert (paused.by, list(paused.value)) == ("Anne", ["restored"])


@pytest.mark.parametrize(
    "state",
    [MessageState.READY, MessageState.RETRY, MessageState.HELD, MessageState.SENDING],
)
def test_what_was_frozen_is_perhaps_delivered_and_not_sent_even_when_the_pause_ends(
    full: Full, tmp_path: Path, clock: TurnedClock, state: MessageState
) -> None:
    Message.update(state=state).where(Message.lot == full.waiting).execute()
    if state == MessageState.SENDING:
        Attempt.create(message=full.waiting.messages.get(), opened_at=clock.now())
    made = back_up(full.context, tmp_path / "b.tar")
    again = restored(made, tmp_path / "new", clock)
    transport = outbox(again)
    recover(again, transport)
    resume(by="Anne", checked=True)
    assert deliver_due(again, transport, clock.now()) == 0
    assert {one.state for one in Message.select()} == {MessageState.SENT, MessageState.UNCERTAIN}


def test_a_frozen_lot_that_still_lies_with_the_other_side_is_seen_to_be_sent(
    full: Full, tmp_path: Path, clock: TurnedClock
) -> None:
    made = back_up(full.context, tmp_path / "b.tar")
    again = restored(made, tmp_path / "new", clock)
    waiting = Message.get(Message.lot == full.waiting)
    transport = outbox(again)
    there = transport.folder / waiting.file_name
    there.write_bytes(again.files.messages.read(waiting.sha256))
    recover(again, transport)
    assert Message.get_by_id(waiting.id).state == MessageState.SENT


def test_lot_numbers_that_may_have_been_used_since_are_left_out(
    full: Full, tmp_path: Path, clock: TurnedClock
) -> None:
    last = full.waiting.number
    full.practice.ready()
    again = restored(back_up(full.context, tmp_path / "b.tar"), tmp_path / "new", clock)
    in_force = full.context.settings.model_copy(update={"state_dir": again.files.root})
    (lot,) = make_lots(replace(again, settings=in_force), ReferenceProfile(), clock.now(), by="x")
    assert lot.number == last + LEFT_OUT + 1
    assert ScorLot.select().count() == 3


def test_a_restored_store_can_be_backed_up_and_restored_again(
    full: Full, tmp_path: Path, clock: TurnedClock
) -> None:
    again = restored(back_up(full.context, tmp_path / "1.tar"), tmp_path / "new", clock)
    once = picture(again)
    twice = restored(back_up(again, tmp_path / "2.tar"), tmp_path / "newer", clock)
    assert picture(twice) == once
