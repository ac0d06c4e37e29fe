"""Looks whether the installation is sound: folders, codec, store, disk, clock, transport, files.

Each check gives findings; none changes anything. A finding is a fault ("fault"), something to know
("note") or all well ("well").
"""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Any

from scord.exchange.profiles import load_profile
from scord.imaging.codec import has_codec
from scord.secrets import FILE_NAME as SECRETS_FILE
from scord.store import journal
from scord.store.database import FILE_NAME, database
from scord.store.files import hash_file
from scord.store.tables import DocumentPart, Incoming, JournalEntry, Message, Practitioner, Scan
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from peewee import ModelSelect

    from scord.store.context import Context
    from scord.store.files import Shelf

WELL, NOTE, FAULT = "well", "note", "fault"

_SLACK = timedelta(minutes=1)
_OLDEST_CLOCK = datetime(2026, 1, 1, tzinfo=UTC)  # before this release existed, the clock is wrong


@dataclass(frozen=True)
class Finding:
    check: str
    level: str
    text: str


def examine(context: Context) -> list[Finding]:
    """Every check in order. A check that cannot be made is a fault of its own."""
    findings: list[Finding] = []
    for name, check in CHECKS.items():
        try:
            found = [Finding(name, level, text) for level, text in check(context)]
        except (OSError, ScordError) as fault:
            found = [Finding(name, FAULT, str(fault))]
        findings += found or [Finding(name, WELL, "")]
    return findings


def _folders(context: Context) -> Iterator[tuple[str, str]]:
    """Each folder exists, may be read and emptied, and none lies inside another or in the state."""
    settings = context.settings
    places = {f"folders.{folder.name}": folder.path for folder in settings.folders}
    if settings.invoices.folder:
        places["invoices.folder"] = settings.invoices.folder
    if not settings.folders:
        yield NOTE, "no drop folder is set: no scan will ever be taken"
    for name, path in places.items():
        if not path.is_dir():
            yield FAULT, f"{name}: {path} is not a folder or cannot be reached"
        elif not os.access(path, os.R_OK | os.W_OK | os.X_OK):
            yield FAULT, f"{name}: no right to read and empty {path}"
        elif path.resolve().is_relative_to(settings.state_dir.resolve()):
            yield FAULT, f"{name}: {path} lies inside the state folder"
    for (name, path), (other, outer) in permutations(places.items(), 2):
        if path.resolve().is_relative_to(outer.resolve()):
            yield FAULT, f"{name}: {path} is the folder of {other}, or lies inside it"


def _state_rights(context: Context) -> Iterator[tuple[str, str]]:
    if os.name == "nt":
        return
    for path in (context.files.root, context.files.root / SECRETS_FILE):
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield FAULT, f"others than the service's user may read {path}"


def _codec(_context: Context) -> Iterator[tuple[str, str]]:
    if not has_codec():
        yield FAULT, "Pillow has no libtiff here: black-and-white PDFs cannot be made"


def _store(context: Context) -> Iterator[tuple[str, str]]:
    mode = database.execute_sql("PRAGMA journal_mode").fetchone()[0]
    if mode != "wal":
        yield FAULT, f"the database is in journal mode {mode}, not wal"
    for (answer,) in database.execute_sql("PRAGMA integrity_check").fetchall():
        if answer != "ok":
            yield FAULT, f"database: {answer}"
    for row in database.execute_sql("PRAGMA foreign_key_check").fetchall():
        yield FAULT, f"database: a row of {row[0]} refers to one that is missing"
    yield WELL, str(context.files.root / FILE_NAME)


def _disk(context: Context) -> Iterator[tuple[str, str]]:
    free = shutil.disk_usage(context.files.root).free // 1_000_000
    level = FAULT if free < context.settings.min_free_mb else WELL
    yield level, f"{free} MB free"


def _clock(context: Context) -> Iterator[tuple[str, str]]:
    now = context.clock.now()
    if now < _OLDEST_CLOCK:
        yield FAULT, f"the clock says {now:%Y-%m-%d}"
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).first()
    if last and last.at - now > _SLACK:
        yield FAULT, f"the clock is behind the journal, whose last entry is of {last.at:%Y-%m-%d}"


def _transport(context: Context) -> Iterator[tuple[str, str]]:
    profile = load_profile(context.settings.exchange.profile)
    if profile.is_test:
        yield NOTE, f"profile {profile.name}: a test format, nothing reaches a caisse"
    for path in (context.settings.out_folder, context.settings.in_folder):
        if not path.is_dir():
            yield NOTE, f"{path} does not exist yet; the service makes it when it starts"
        elif not os.access(path, os.R_OK | os.W_OK | os.X_OK):
            yield FAULT, f"no right to write to {path}"
    if not context.settings.caisses.open:
        yield NOTE, "no caisse is open (caisses.open): nothing will be sent"


def _files(context: Context) -> Iterator[tuple[str, str]]:
    """The store against its files, both ways: none missing, none changed, none unknown."""
    files = context.files
    kept: dict[Shelf, ModelSelect[Any]] = {
        files.originals: Scan.select(Scan.sha256),
        files.documents: DocumentPart.select(DocumentPart.sha256),
        files.messages: Message.select(Message.sha256),
        files.answers: Incoming.select().where(Incoming.channel == "caisse"),
        files.imports: Incoming.select().where(Incoming.channel == "lps"),
    }
    for shelf, rows in kept.items():
        yield from _compare(shelf, {row.sha256 for row in rows})


def _compare(shelf: Shelf, known: set[str]) -> Iterator[tuple[str, str]]:
    there = set(shelf.names())
    for sha256 in sorted(known - there):
        yield FAULT, f"{shelf.root.name}: {sha256} is missing"
    for sha256 in sorted(there - known):
        yield NOTE, f"{shelf.root.name}: {sha256} belongs to nothing in the store"
    for sha256 in sorted(known & there):
        if hash_file(shelf.path(sha256)) != sha256:
            yield FAULT, f"{shelf.root.name}: {sha256} is damaged"


def _chain(_context: Context) -> Iterator[tuple[str, str]]:
    """The proof of sending holds, link by link."""
    for practitioner in Practitioner.select():
        entry = journal.broken_link(practitioner)
        if entry:
            yield FAULT, f"practitioner {practitioner.id}: the chain breaks at {entry.sequence}"


CHECKS: dict[str, Callable[[Context], Iterator[tuple[str, str]]]] = {
    "folders": _folders,
    "rights": _state_rights,
    "codec": _codec,
    "store": _store,
    "disk": _disk,
    "clock": _clock,
    "transport": _transport,
    "files": _files,
    "chain": _chain,
}
