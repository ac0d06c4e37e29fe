"""What Scord keeps: the database, the files that it names, the proof, what is derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.actions.purging.marks import purged_hashes
from scord.doctor.finding import FAULT, NOTE, WELL, Found
from scord.lots.standing import differing
from scord.mounts import is_unfit_for_state
from scord.store import journal
from scord.store.database import FILE_NAME, integrity_faults, journal_mode, orphaned_tables
from scord.store.named import named_files
from scord.store.tables import Practitioner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.doctor.finding import Given
    from scord.store.context import Context
    from scord.store.files import Shelf


def store(context: Context) -> Iterator[Given]:
    if is_unfit_for_state(context.files.root):
        yield FAULT, Found.STATE_ON_SHARE, {"path": str(context.files.root)}
    mode = journal_mode()
    if mode != "wal":
        yield FAULT, Found.NOT_WAL, {"mode": mode}
    for fault in integrity_faults():
        yield FAULT, Found.DATABASE_DAMAGED, {"detail": fault}
    for table in orphaned_tables():
        yield FAULT, Found.ROW_ORPHANED, {"table": table}
    yield WELL, Found.DATABASE, {"path": str(context.files.root / FILE_NAME)}


def files(context: Context) -> Iterator[Given]:
    """The store against its files, both ways: none missing, none changed, none unknown."""
    purged = purged_hashes()
    for shelf, known in named_files(context.files).items():
        yield from _compare(shelf, known, purged)


def _compare(shelf: Shelf, known: set[str], purged: set[str]) -> Iterator[Given]:
    there = set(shelf.names())
    for sha256 in sorted(known - there - purged):
        yield FAULT, Found.FILE_MISSING, {"shelf": shelf.root.name, "sha256": sha256}
    for sha256 in sorted(there - known):
        yield NOTE, Found.FILE_UNKNOWN, {"shelf": shelf.root.name, "sha256": sha256}
    for sha256 in sorted(known & there):
        if not shelf.is_sound(sha256):
            yield FAULT, Found.FILE_DAMAGED, {"shelf": shelf.root.name, "sha256": sha256}


def chain(_context: Context) -> Iterator[Given]:
    """The proof of sending holds, link by link."""
    for practitioner in Practitioner.select():
        entry = journal.broken_link(practitioner)
        if entry:
            facts = {"practitioner": practitioner.id, "entry": entry.sequence}
            yield FAULT, Found.CHAIN_BROKEN, facts


def standings(context: Context) -> Iterator[Given]:
    """The colour and the counts kept of each invoice follow from the facts."""
    count = differing(context)
    if count is None:
        yield NOTE, Found.STANDINGS_BEHIND, {}
    elif count:
        yield FAULT, Found.STANDINGS_DIFFER, {"count": count}
