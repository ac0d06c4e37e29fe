"""Takes ARLs for SCOR lots out of the folder where the other side puts them.

A file is kept and committed as it came before it is understood, understood in one commit, and
removed from the folder last. Each step can be done again after a crash.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from scord.exchange.answers import CHANNEL, understand, understand_pending
from scord.intake.listing import Listing, list_folder
from scord.intake.settle import Look, Settling
from scord.store import journal, steps
from scord.store.database import transaction
from scord.store.files import hash_file, sync_folder
from scord.store.flags import clear_flag, raise_flag
from scord.store.tables import Incoming, Sighting
from scord_shared.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

    from scord.intake.settle import Tracked
    from scord.lots.profile import Profile
    from scord.store.context import Context

log = logging.getLogger(__name__)

FOLDER = "exchange:in"  # how sightings and the flag call it; no drop folder's name has a colon
UNREACHABLE = f"folder-unreachable:{FOLDER}"
# Answers are written in one go. What cannot be read then may still be on its way: it gets longer.
QUIET_SECONDS = 1.0
CUT_SHORT_SECONDS = 10.0
MAX_BYTES = 10_000_000  # an answer has some kilobytes


class Answers:
    """The folder of answers. Called by the engine's one thread only."""

    def __init__(self, context: Context, profile: Profile) -> None:
        self._context = context
        self._profile = profile
        self._folder = context.settings.in_folder
        self._settling = Settling(QUIET_SECONDS)

    def work(self) -> int:
        """Takes every answer that has settled; how many files. Raises ScordError DISK_FULL.

        Temporary and hidden names and empty files are left alone; links, folders and files too
        large or not to be touched stay where they are, each with a Sighting.
        """
        understand_pending(self._context, self._profile)
        listing = self._look()
        if listing is None:
            return 0
        now = self._context.clock.monotonic()
        faults = dict(listing.refused)
        taken = 0
        for name, seen in sorted(self._settling.finished(now).items()):
            try:
                taken += self._take(self._folder / name, seen, quiet=now - seen.quiet_since)
            except FileNotFoundError:
                continue  # taken away by whoever put it there
            except OSError:
                faults[name] = Code.FILE_UNREADABLE
        self._report(faults)
        return taken

    def next_in(self) -> float:
        """Seconds until the folder wants to be looked at again."""
        settled = self._settling.next_in(self._context.clock.monotonic())
        return settled or self._context.settings.exchange.poll_seconds

    def _look(self) -> Listing | None:
        try:
            listing = list_folder(self._folder, MAX_BYTES)
        except OSError as fault:
            raise_flag(self._context, UNREACHABLE, reason=type(fault).__name__)
            return None
        clear_flag(UNREACHABLE)
        clock = self._context.clock
        self._settling.look(listing.files, clock.monotonic(), clock.now())
        return listing

    def _take(self, path: Path, seen: Tracked, *, quiet: float) -> bool:
        """Keeps, understands and removes one file; False where it is not finished after all."""
        if not seen.look.size:
            return False
        if not _already(path):
            data = path.read_bytes()
            if quiet < CUT_SHORT_SECONDS and not self._is_whole(path.name, data):
                return False
            understand(self._context, self._profile, _keep(self._context, path.name, data))
        if Look.of(os.lstat(path)) != seen.look:
            return False  # written to meanwhile: what it became is taken at a later look
        path.unlink()
        sync_folder(self._folder)
        steps.reached("acks.removed")
        return True

    def _is_whole(self, name: str, data: bytes) -> bool:
        try:
            self._profile.parse_answer(data, name)
        except Exception:  # noqa: BLE001 -- a plug-in may fail in any way; `understand` records it
            return False
        return True

    def _report(self, faults: dict[str, Code]) -> None:
        """Keeps one open Sighting for each entry that cannot be taken."""
        open_rows = Sighting.select().where(
            (Sighting.folder == FOLDER) & Sighting.resolved_at.is_null()
        )
        wanted = {(_shown(name), code.value) for name, code in faults.items()}
        known = {(row.name, row.code): row for row in open_rows}
        now = self._context.clock.now()
        for name, code in sorted(wanted - known.keys()):
            with transaction():
                row = Sighting.create(folder=FOLDER, name=name, code=code, first_seen_at=now)
                journal.write("sighting.open", row, by="machine", why=code)
            log.warning("a file among the answers cannot be taken: %s", code)
        for gone in known.keys() - wanted:
            with transaction():
                known[gone].resolved_at = now
                known[gone].save()


def _keep(context: Context, name: str, data: bytes) -> Incoming:
    """Keeps the bytes as they came, and commits that they did."""
    sha256 = context.files.answers.put(data)
    with transaction():
        incoming = Incoming.create(
            channel=CHANNEL, name=_shown(name), sha256=sha256, received_at=context.clock.now()
        )
        journal.write("incoming.kept", incoming, by="caisse", sha256=sha256)
    steps.reached("acks.stored")
    return incoming


def _already(path: Path) -> bool:
    """Whether this very file was understood before a crash kept it from being removed."""
    same = (
        (Incoming.channel == CHANNEL)
        & (Incoming.name == _shown(path.name))
        & (Incoming.sha256 == hash_file(path))
        & Incoming.understood_at.is_null(is_null=False)
    )
    written = path.stat().st_mtime
    return any(row.received_at.timestamp() >= written for row in Incoming.select().where(same))


def _shown(name: str) -> str:
    """A file name as text the store can keep: Linux names may be any bytes."""
    return os.fsencode(name).decode("utf-8", "replace")
