"""Folders in which others leave data for us: the LPS's exports, the caisse's answers.

A file is kept and committed as it came before it is understood, and removed from the folder last.
Each step can be done again after a crash, and understanding the same bytes twice changes nothing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scord.intake.listing import Listing, list_folder
from scord.intake.settle import Look, Settling
from scord.intake.sightings import report_sightings
from scord.store import journal, steps
from scord.store.database import transaction
from scord.store.fields import storable_name
from scord.store.files import hash_file
from scord.store.flags import clear_flag, raise_flag
from scord.store.tables import Incoming
from scord.store.writing import sync_folder
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from peewee import Expression

    from scord.intake.settle import Tracked
    from scord.store.context import Context
    from scord.store.files import Shelf

# Programs write such files in one go, so a second without a change is enough. What cannot be read
# then may still be on its way, and is given longer.
QUIET_SECONDS = 1.0
CUT_SHORT_SECONDS = 30.0

# Faults of the moment and not of what came: it stays to be understood.
PASSING = frozenset({Code.DISK_FULL, Code.STORE_BUSY})


@dataclass(frozen=True)
class Channel:
    """Where data comes from. `called` names its folder in flags and sightings."""

    name: str  # of Incoming.channel: lps, caisse
    called: str  # holds a colon, as no drop folder's name does
    max_bytes: int
    kept_step: str
    removed_step: str

    @property
    def unreachable(self) -> str:
        return f"folder-unreachable:{self.called}"


def keep(
    context: Context,
    channel: Channel,
    shelf: Shelf,
    name: str,
    data: bytes,
    beside: Callable[[Incoming], object] = lambda _: None,
) -> Incoming:
    """Keeps the bytes as they came and commits that they did; once, if not understood yet.

    `beside` writes what has to be in the same commit.
    """
    sha256 = shelf.put(data)
    same = _same(channel, name, sha256)
    kept = Incoming.get_or_none(same & Incoming.understood_at.is_null())
    if kept:
        return kept
    with transaction():
        incoming = Incoming.create(
            channel=channel.name,
            name=storable_name(name),
            sha256=sha256,
            received_at=context.clock.now(),
        )
        beside(incoming)
        journal.write("incoming.kept", incoming, by=channel.name, sha256=sha256)
    steps.reached(channel.kept_step)
    return incoming


def not_understood(channel: Channel) -> list[Incoming]:
    """What was kept before a crash and is still to be understood, oldest first."""
    waiting = (Incoming.channel == channel.name) & Incoming.understood_at.is_null()
    return list(Incoming.select().where(waiting).order_by(Incoming.id))


class IncomingFolder:
    """One such folder, or none. Called by the engine's one thread only.

    `is_whole` says whether bytes can be read; `understand` takes a kept file, whatever is in it.
    """

    def __init__(
        self,
        context: Context,
        folder: Path | None,
        channel: Channel,
        shelf: Shelf,
        *,
        is_whole: Callable[[str, bytes], bool],
        understand: Callable[[Incoming], None],
    ) -> None:
        self._context = context
        self._folder = folder
        self._channel = channel
        self._shelf = shelf
        self._is_whole = is_whole
        self._understand = understand
        self._settling = Settling(QUIET_SECONDS)
        self._done: dict[str, Look] = {}  # understood, but could not be removed

    def work(self) -> int:
        """Takes every file that has settled, the oldest first; returns how many.

        Links, folders, files too large or not to be touched stay where they are, each with a
        Sighting. Where one file fails the others are still taken, then its fault is raised.
        """
        folder = self._folder
        listing = self._look(folder) if folder else None
        if folder is None or listing is None:
            return 0
        now = self._context.clock.monotonic()
        finished = self._settling.finished(now)
        cannot = dict(listing.refused)
        taken, faults = 0, []
        for name in sorted(finished, key=lambda one: (finished[one].look.mtime_ns, one)):
            try:
                taken += self._take(folder / name, finished[name], now)
            except FileNotFoundError:
                continue  # taken away by whoever put it there
            except PermissionError:
                cannot[name] = Code.FILE_UNREADABLE
            except Exception as fault:  # noqa: BLE001 -- whatever is wrong with one file
                faults.append(fault)
        report_sightings(self._context, self._channel.called, cannot)
        if faults:
            raise faults[0]
        return taken

    def next_in(self) -> float:
        """Seconds until the folder wants to be looked at again."""
        settled = self._settling.next_in(self._context.clock.monotonic())
        return settled or self._context.settings.exchange.poll_seconds

    def _look(self, folder: Path) -> Listing | None:
        clock = self._context.clock
        try:
            listing = list_folder(folder, self._channel.max_bytes)
        except OSError as fault:
            raise_flag(self._context, self._channel.unreachable, reason=type(fault).__name__)
            return None
        clear_flag(self._channel.unreachable)
        self._settling.look(listing.files, clock.monotonic(), clock.now())
        return listing

    def _take(self, path: Path, seen: Tracked, now: float) -> bool:
        """Keeps, understands and removes one file; False where it is not finished after all."""
        if not seen.look.size:
            return False
        if self._done.get(path.name) != seen.look and not self._already(path):
            data = path.read_bytes()
            if now - seen.quiet_since < CUT_SHORT_SECONDS and not self._is_whole(path.name, data):
                return False
            name = path.name
            self._understand(keep(self._context, self._channel, self._shelf, name, data))
            self._done[name] = seen.look
        if Look.of(os.lstat(path)) != seen.look:
            return False  # written anew meanwhile: what it became is taken at a later look
        path.unlink()
        self._done.pop(path.name, None)
        sync_folder(path.parent)
        steps.reached(self._channel.removed_step)
        return True

    def _already(self, path: Path) -> bool:
        """Whether this very file was understood before a crash kept it from being removed."""
        written = path.stat().st_mtime  # may lie outside all years that a datetime can hold
        understood = Incoming.understood_at.is_null(is_null=False)
        same = _same(self._channel, path.name, hash_file(path))
        rows = Incoming.select().where(same & understood)
        return any(row.received_at.timestamp() >= written for row in rows)


def _same(channel: Channel, name: str, sha256: str) -> Expression:
    return (
        (Incoming.channel == channel.name)
        & (Incoming.name == storable_name(name))
        & (Incoming.sha256 == sha256)
    )
