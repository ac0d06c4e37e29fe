"""Makes a state folder of a backup, and keeps the restored store from sending anything twice.

It knows nothing of what was sent after the backup was made, so nothing may leave by itself.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

from peewee import fn

from scord.actions.reading_back import examine, no_key, opened, unpack
from scord.store import journal
from scord.store.context import Context
from scord.store.database import FILE_NAME, transaction
from scord.store.files import StateFolder, restoring
from scord.store.flags import PAUSED, RESTORED, clear_flag, left_out_before, raise_flag
from scord.store.states import MessageState, move
from scord.store.tables import Attempt, Message, Practitioner, ScorLot
from scord.store.writing import sync_folder
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from scord.actions.reading_back import Contents, KeyFor
    from scord.clock import Clock
    from scord.settings import Settings

# Lot numbers that may have been used since the backup: months of several a day. One more for each
# hour since, so that the same backup restored again leaves out what the first time has led to.
LEFT_OUT = 1_000

# The ways from each state in which a message may have left since to "perhaps delivered".
_TO_DOUBT = {
    MessageState.READY: (MessageState.SENDING, MessageState.UNCERTAIN),
    MessageState.RETRY: (MessageState.SENDING, MessageState.UNCERTAIN),
    MessageState.HELD: (MessageState.RETRY, MessageState.SENDING, MessageState.UNCERTAIN),
    MessageState.SENDING: (MessageState.UNCERTAIN,),
}


def restore(  # noqa: PLR0913 -- what to do, and by name how
    backup: Path,
    settings: Settings,
    clock: Clock,
    *,
    by: str,
    lock: str,
    told: Callable[[int], None],
    key_for: KeyFor = no_key,
) -> Contents:
    """Makes the empty state folder what `backup` holds, with sending held back (`hold_back`).

    The caller has locked the folder by its file `lock`. It is filled only by what has been checked,
    the database last; what fails before leaves it empty. Raises RESTORE_NOT_EMPTY, and what
    reading_back.check does.
    """
    root = settings.state_dir
    files = StateFolder(restoring(root))
    others = (path for path in root.rglob("*") if not path.is_relative_to(files.root))
    if not all(path.is_dir() or path == root / lock for path in others):
        raise ScordError(Code.RESTORE_NOT_EMPTY, path=str(root))
    shutil.rmtree(files.root, ignore_errors=True)  # left by a killed restore: the backup has it
    try:
        files.root.mkdir(mode=0o700)
        unpacked = unpack(backup, files.root, told, key_for)
        with opened(files):
            contents = examine(backup, files, unpacked)
            journal.use_clock(clock)
            hold_back(Context(settings, files, clock), contents.manifest.made_at, by=by)
    except BaseException:
        shutil.rmtree(files.root, ignore_errors=True)
        raise
    _move_in(files.root, root)
    return contents


def _move_in(unpacked: Path, root: Path) -> None:
    """The database last: without it, what is there names nothing, and no store is opened there."""
    for path in sorted(unpacked.iterdir(), key=lambda one: one.name == FILE_NAME):
        target = root / path.name
        if target.is_dir():  # an empty one: Windows renames nothing over it
            shutil.rmtree(target)
        path.rename(target)
    sync_folder(root)
    unpacked.rmdir()


def hold_back(context: Context, made_at: datetime, *, by: str) -> None:
    """Nothing of the open store, as of `made_at`, leaves without a person's word.

    Sending is paused. What was frozen is perhaps delivered: each asks for a person. Numbers that
    lots may have had since are left out, so that no answer to one of those is taken for another's.
    """
    hours = max(context.clock.now() - made_at, timedelta()) // timedelta(hours=1)
    used = _used_numbers(LEFT_OUT + hours)
    clear_flag(PAUSED, by=by)
    clear_flag(RESTORED, by=by)
    raise_flag(context, PAUSED, by=by, restored=made_at.isoformat())
    raise_flag(context, RESTORED, by=by, lots=used, left_out=LEFT_OUT + hours)
    for message in list(Message.select().where(Message.state.in_(list(_TO_DOUBT)))):
        _doubt(message, context.clock.now(), by=by)


def _used_numbers(left_out: int) -> dict[str, int]:
    """By billing number, the last lot number that may have been used."""
    return {one.billing_number: _last_number(one) + left_out for one in Practitioner.select()}


def _last_number(practitioner: Practitioner) -> int:
    """Also of those that a restore before this one has left out."""
    lots = ScorLot.select(fn.MAX(ScorLot.number)).where(ScorLot.practitioner == practitioner)
    return max(int(lots.scalar() or 0), left_out_before(practitioner.billing_number))


def _doubt(message: Message, now: datetime, *, by: str) -> None:
    """An attempt that ends nowhere, as the outbox leaves one that was cut off after its start."""
    with transaction():
        Attempt.create(message=message, opened_at=now, started_at=now)
        for state in _TO_DOUBT[message.state]:
            move(message, state, by=by, why="restored")
