"""When a scanner has finished with a file: nothing says so, only quiet time does.

Scanners close a file after each page and go on seconds later, so neither a close event nor a valid
trailer is proof. A file is finished when its size and time have stayed the same for long enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from datetime import datetime

# An empty file is often one the scanner has just opened, so it gets this many times the quiet time.
EMPTY_PATIENCE = 10


@dataclass(frozen=True)
class Look:
    """What one look at a file showed; equal looks mean that nobody has written meanwhile."""

    size: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Look:
        return cls(status.st_size, status.st_mtime_ns, status.st_ino)


@dataclass(frozen=True)
class Tracked:
    look: Look
    quiet_since: float  # monotonic seconds
    seen_since: float  # monotonic seconds
    first_seen_at: datetime  # no other file of its folder has the same

    @property
    def key(self) -> str:
        """How the log calls the file until it is a scan; its claim begins with this."""
        return f"{round(self.first_seen_at.timestamp() * 1e6):016d}"


class Settling:
    """Follows the files of one folder by name; pure but for what it remembers."""

    def __init__(self, quiet_seconds: float) -> None:
        self._quiet_seconds = quiet_seconds
        self._tracked: dict[str, Tracked] = {}

    def look(self, found: Mapping[str, Look], monotonic: float, wall: datetime) -> list[Tracked]:
        """Takes in what the folder holds now, and gives what is new; names that are gone are
        forgotten.
        """
        known = self._tracked
        self._tracked = {}
        new: list[Tracked] = []
        for name, look in found.items():
            before = known.get(name)
            if before is None or before.look.inode != look.inode:
                seen_at = wall + timedelta(microseconds=len(new))
                self._tracked[name] = Tracked(look, monotonic, monotonic, seen_at)
                new.append(self._tracked[name])
            elif before.look != look:
                self._tracked[name] = Tracked(
                    look, monotonic, before.seen_since, before.first_seen_at
                )
            else:
                self._tracked[name] = before
        return new

    def keys(self) -> dict[str, str]:
        """The key of each file, by name."""
        return {name: file.key for name, file in self._tracked.items()}

    def finished(self, monotonic: float) -> dict[str, Tracked]:
        return {
            name: file
            for name, file in self._tracked.items()
            if monotonic - file.quiet_since >= self._patience(file)
        }

    def restart(self, name: str, monotonic: float) -> None:
        """Asks for a whole quiet time again: the file settled but could not be taken."""
        self._tracked[name] = replace(self._tracked[name], quiet_since=monotonic)

    def forget(self, name: str) -> None:
        """The file was taken: it is no longer in the folder."""
        self._tracked.pop(name, None)

    def restless(self, monotonic: float, after_seconds: float) -> list[str]:
        """Names seen for longer than `after_seconds` that have still not settled."""
        done = self.finished(monotonic)
        return [
            name
            for name, file in self._tracked.items()
            if name not in done and monotonic - file.seen_since >= after_seconds
        ]

    def next_in(self, monotonic: float) -> float | None:
        """Seconds until the next file may count as finished; None where none waits."""
        waits = [
            file.quiet_since + self._patience(file) - monotonic for file in self._tracked.values()
        ]
        return max(min(waits), 0.0) if waits else None

    def _patience(self, file: Tracked) -> float:
        return self._quiet_seconds * (1 if file.look.size else EMPTY_PATIENCE)
