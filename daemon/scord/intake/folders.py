"""The drop folders: looks at them, reports what cannot be taken, takes what has settled."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING

from scord.intake.arms import end_arms
from scord.intake.claim import claim_file, is_fetched_left, take
from scord.intake.listing import Listing, list_folder
from scord.intake.reconcile import reconcile
from scord.intake.settle import Settling
from scord.intake.sightings import report_sightings
from scord.intake.watch import FolderWatch
from scord.logs.about import about
from scord.store.flags import clear_flag, raise_flag
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from scord.intake.settle import Tracked
    from scord.settings import DropFolder
    from scord.store.context import Context

log = logging.getLogger(__name__)

# A day's batch of files must not keep the other stages waiting, nor make us read a long folder
# after each event of it.
_BATCH = 16
_HINT_SECONDS = 0.2

# The file is simply looked at again: it changed, or went, between two looks.
_PASSING = frozenset({Code.FILE_OUTGROWN, Code.FILE_VANISHED})


class DropFolderIntake:
    """One drop folder from look to scan. Called by the engine's one thread only."""

    def __init__(self, context: Context, folder: DropFolder, wake: Callable[[], None]) -> None:
        self._context = context
        self._folder = folder
        self._settling = Settling(folder.settle_seconds)
        self._wake = wake
        self._watch = FolderWatch(folder.path, self._hint, polling=folder.watch == "polling")
        self._flag = f"folder-unreachable:{folder.name}"
        self._held: set[str] = set()  # settled, but not to be moved: still open, or no right to
        # Whether the spool is to be looked into: a claim has failed half-way, or a file is hidden
        # here whose copy is gone.
        self.is_unsure = False
        self._hinted = True  # the first look is made at once
        self._looked_at = -math.inf  # monotonic seconds

    def work(self) -> int:
        """Looks, reports and takes a batch; returns how many files became scans."""
        now = self._context.clock.monotonic()
        self.is_unsure = False
        if self._look_in(now) <= 0:
            self._looked_at, self._hinted = now, False
            listing = self._look()
            if listing is None:
                self._settling.look({}, now, self._context.clock.now())
                return 0
            for seen in self._settling.look(listing.files, now, self._context.clock.now()):
                with about(file=seen.key):
                    log.info("a file is seen in drop folder %s", self._folder.name)
            self._report(listing)
        finished = list(self._settling.finished(now).items())[:_BATCH]
        taken = 0
        for name, seen in finished:
            with about(file=seen.key):
                taken += self._take(name, seen)
        return taken

    def next_in(self) -> float:
        """Seconds until this folder wants to be looked at again."""
        now = self._context.clock.monotonic()
        settled = self._settling.next_in(now)
        look = max(self._look_in(now), 0.0)
        return look if settled is None else min(settled, look)

    def stop(self) -> None:
        self._watch.stop()

    def _hint(self) -> None:
        self._hinted = True
        self._wake()

    def _look_in(self, now: float) -> float:
        """Seconds until the folder may be read again: soon after a hint, else at the rescan."""
        pause = _HINT_SECONDS if self._hinted else self._folder.rescan_seconds
        return self._looked_at + min(pause, self._folder.rescan_seconds) - now

    def _look(self) -> Listing | None:
        try:
            if not self._watch.check():
                raise FileNotFoundError(self._folder.path)
            listing = list_folder(self._folder.path, self._context.settings.limits.max_bytes)
            self.is_unsure = is_fetched_left(self._context, self._folder)
        except OSError as fault:
            if raise_flag(self._context, self._flag, reason=type(fault).__name__):
                log.warning("drop folder %s cannot be reached", self._folder.name)
            return None
        if clear_flag(self._flag):
            log.info("drop folder %s is back", self._folder.name)
        return listing

    def _take(self, name: str, seen: Tracked) -> bool:
        try:
            claim = claim_file(self._context, self._folder, name, seen)
        except FileNotFoundError:
            self.is_unsure = True
            self._settling.restart(name, self._context.clock.monotonic())
            self._hint()
            return False
        except (ScordError, OSError) as fault:
            if isinstance(fault, OSError):  # still open, no right to it, a bad sector
                self._held.add(name)
                self.is_unsure = True
            elif fault.code not in _PASSING:
                raise
            self._settling.restart(name, self._context.clock.monotonic())
            self._hint()  # what it is now is seen at the next look
            return False
        self._settling.forget(name)
        return take(self._context, claim) is not None

    def _report(self, listing: Listing) -> None:
        """Keeps one open Sighting for each file that cannot be taken, with a reason file."""
        limit = self._context.settings.limits.never_stable_minutes * 60
        restless = self._settling.restless(self._context.clock.monotonic(), limit)
        self._held &= listing.files.keys()
        faults: dict[str, Code] = {
            **dict.fromkeys(restless, Code.FILE_NEVER_STABLE),
            **dict.fromkeys(self._held, Code.FILE_UNREADABLE),
            **listing.refused,
        }
        report_sightings(self._context, self._folder.name, faults, self._settling.keys())


class Intake:
    """All drop folders. A fault in one (a full disk) leaves the others at work, then is raised."""

    def __init__(self, context: Context, wake: Callable[[], None]) -> None:
        self._context = context
        self._folders = [
            DropFolderIntake(context, folder, wake) for folder in context.settings.folders
        ]
        self._spool_unsure = True  # at start, and after any fault

    def work(self) -> int:
        """Takes what has settled; returns how many files became scans."""
        faults: list[ScordError | OSError] = []
        if self._spool_unsure:
            faults += reconcile(self._context)
        self._spool_unsure = True  # until this round has ended well
        end_arms(self._context)
        taken = 0
        for folder in self._folders:
            try:
                taken += folder.work()
            except (ScordError, OSError) as fault:
                faults.append(fault)
        if faults:
            raise faults[0]
        self._spool_unsure = any(folder.is_unsure for folder in self._folders)
        return taken

    def next_in(self) -> float:
        """Seconds until a folder wants to be looked at again."""
        return min((folder.next_in() for folder in self._folders), default=60.0)

    def stop(self) -> None:
        for folder in self._folders:
            folder.stop()
