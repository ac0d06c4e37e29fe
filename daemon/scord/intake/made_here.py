"""A scan of pages that the service made itself: no drop folder knows it, no spool holds it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from scord.store import journal
from scord.store.states import ScanState
from scord.store.tables import MADE_HERE, Scan

if TYPE_CHECKING:
    from scord.store.context import Context


def take_made(context: Context, data: bytes, name: str, *, by: str, **facts: Any) -> Scan:
    """To be converted as any other, in the caller's transaction. `by`: "machine", or who asked.

    `data` must not be that of a living scan. Raises ScordError DISK_FULL.
    """
    now = context.clock.now()
    scan = Scan.create(
        claim=f"made-{uuid.uuid4().hex}",
        folder=MADE_HERE,
        name=name,
        sha256=context.files.originals.put(data),
        size=len(data),
        mtime_ns=0,
        first_seen_at=now,
        taken_at=now,
        released_at=now,
        state=ScanState.TAKEN,
        facts={**facts, "by": by},
    )
    journal.write("scan.taken", scan, by=by, folder=MADE_HERE, sha256=scan.sha256)
    return scan
