"""Pages made anew from the archived originals, in workers of our own, while a person waits."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from scord.imaging.options import options_for
from scord.imaging.page import Page, convert_page
from scord.imaging.workers import WorkerPool
from scord.store.tables import Scan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scord.filing.leaves import Leaf
    from scord.imaging.sources import File
    from scord.store.context import Context


def convert_anew(context: Context, leaves: Sequence[Leaf]) -> list[Page]:
    """`leaves` as the service converts them, turned as they say, in their order.

    Raises what the conversion of a page raises; STORE_FILE_DAMAGED where the archive no longer
    holds a scan.
    """
    settings, options = context.settings, options_for(context.settings)
    originals = {number: _original(context, number) for number in {leaf.scan for leaf in leaves}}
    pool = WorkerPool(
        min(settings.imaging.workers, len(leaves)),
        memory_mb=settings.limits.worker_memory_mb,
        seconds=settings.limits.page_seconds,
    )
    waiting = list(enumerate(leaves))[::-1]
    pages: dict[int, Page] = {}
    with closing(pool):
        while len(pages) < len(leaves):
            while waiting and pool.free:
                place, leaf = waiting.pop()
                file = originals[leaf.scan]
                pool.submit(place, convert_page, file, leaf.number, options, leaf.turn)
            for outcome in pool.wait():
                if outcome.error is not None:
                    raise outcome.error
                pages[outcome.job_id] = outcome.value
    return [pages[place] for place in range(len(leaves))]


def _original(context: Context, scan: int) -> File:
    """The very bytes that were scanned, or not at all."""
    sha256 = Scan.get_by_id(scan).sha256
    context.files.originals.open(sha256).close()
    return context.files.originals.file(sha256)
