"""Looks whether the installation is sound: folders, codec, store, disk, clock, transport, files,
and what is derived from them.

Each check gives findings; none changes anything. A finding is a fault ("fault"), something to know
("note") or all well ("well"); its words stand in words/findings.py, by its code.
"""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations
from typing import TYPE_CHECKING, Any

from scord.actions.looking.health import clock_doubt
from scord.actions.purging.marks import purged_hashes
from scord.exchange.accounts import check_account
from scord.exchange.profiles import load_profile
from scord.imaging.codec import has_codec
from scord.lots.standing import differing
from scord.reading.ocr import lacking
from scord.secrets import FILE_NAME as SECRETS_FILE
from scord.secrets import find_secret, mail_password
from scord.store import journal
from scord.store.database import FILE_NAME, integrity_faults, journal_mode, orphaned_tables
from scord.store.files import hash_file
from scord.store.named import named_files
from scord.store.tables import Practitioner
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from scord.store.context import Context
    from scord.store.files import Shelf

WELL, NOTE, FAULT = "well", "note", "fault"

_Found = tuple[str, "Found | Code", dict[str, Any]]  # level, code, facts


class Found(StrEnum):
    """Stable names of what a check may find, beside the codes of scord_shared.errors."""

    SOUND = "sound"
    CHECK_FAILED = "check-failed"
    NO_DROP_FOLDER = "no-drop-folder"
    FOLDER_MISSING = "folder-missing"
    FOLDER_NO_RIGHT = "folder-no-right"
    FOLDER_IN_STATE = "folder-in-state"
    FOLDER_IN_FOLDER = "folder-in-folder"
    OTHERS_MAY_READ = "others-may-read"
    NO_CODEC = "no-codec"
    NO_TEXT = "no-text"
    NOT_WAL = "not-wal"
    DATABASE_DAMAGED = "database-damaged"
    ROW_ORPHANED = "row-orphaned"
    DATABASE = "database"
    DISK_FREE = "disk-free"
    DISK_NEARLY_FULL = "disk-nearly-full"
    CLOCK_WRONG = "clock-wrong"
    CLOCK_BEHIND = "clock-behind"
    TEST_PROFILE = "test-profile"
    EXCHANGE_FOLDER_MISSING = "exchange-folder-missing"
    EXCHANGE_FOLDER_NO_RIGHT = "exchange-folder-no-right"
    NO_CAISSE_OPEN = "no-caisse-open"
    NO_MAIL_PASSWORD = "no-mail-password"  # noqa: S105 -- a name of what is found
    FILE_MISSING = "file-missing"
    FILE_UNKNOWN = "file-unknown"
    FILE_DAMAGED = "file-damaged"
    CHAIN_BROKEN = "chain-broken"
    STANDINGS_BEHIND = "standings-behind"
    STANDINGS_DIFFER = "standings-differ"


@dataclass(frozen=True)
class Finding:
    """`code`: a Found or, where Scord itself refused, a Code; `facts` are for its words."""

    check: str
    level: str
    code: str
    facts: dict[str, Any]


def examine(context: Context) -> list[Finding]:
    """Every check in order. A check that cannot be made is a fault of its own."""
    findings: list[Finding] = []
    for name, check in CHECKS.items():
        try:
            found = [Finding(name, *one) for one in check(context)]
        except ScordError as fault:
            found = [Finding(name, FAULT, fault.code.value, fault.facts)]
        except Exception as fault:  # noqa: BLE001 -- a broken database or disk has many ways
            found = [Finding(name, FAULT, Found.CHECK_FAILED, {"fault": type(fault).__name__})]
        findings += found or [Finding(name, WELL, Found.SOUND, {})]
    return findings


def _folders(context: Context) -> Iterator[_Found]:
    """Each folder exists, may be read and emptied, and none lies inside another or in the state."""
    settings = context.settings
    places = {f"folders.{folder.name}": folder.path for folder in settings.folders}
    if settings.invoices.folder:
        places["invoices.folder"] = settings.invoices.folder
    if not settings.folders:
        yield NOTE, Found.NO_DROP_FOLDER, {}
    for name, path in places.items():
        facts = {"setting": name, "path": str(path)}
        if not path.is_dir():
            yield FAULT, Found.FOLDER_MISSING, facts
        elif not _usable(path):
            yield FAULT, Found.FOLDER_NO_RIGHT, facts
        elif path.resolve().is_relative_to(settings.state_dir.resolve()):
            yield FAULT, Found.FOLDER_IN_STATE, facts
    for (name, path), (other, outer) in permutations(places.items(), 2):
        if path.resolve().is_relative_to(outer.resolve()):
            yield (
                FAULT,
                Found.FOLDER_IN_FOLDER,
                {"setting": name, "path": str(path), "other": other},
            )


def _usable(folder: Path) -> bool:
    """Whether its files may be listed, read, added and removed."""
    return os.access(folder, os.R_OK | os.W_OK | os.X_OK)


def _state_rights(context: Context) -> Iterator[_Found]:
    if os.name == "nt":
        return
    for path in (context.files.root, context.files.root / SECRETS_FILE):
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield FAULT, Found.OTHERS_MAY_READ, {"path": str(path)}


def _codec(_context: Context) -> Iterator[_Found]:
    if not has_codec():
        yield FAULT, Found.NO_CODEC, {}


def _reading(context: Context) -> Iterator[_Found]:
    asked = context.settings.reading
    missing = lacking(asked.model_folder) if asked.text else None
    if missing:
        yield NOTE, Found.NO_TEXT, {"missing": missing.value}


def _store(context: Context) -> Iterator[_Found]:
    mode = journal_mode()
    if mode != "wal":
        yield FAULT, Found.NOT_WAL, {"mode": mode}
    for fault in integrity_faults():
        yield FAULT, Found.DATABASE_DAMAGED, {"detail": fault}
    for table in orphaned_tables():
        yield FAULT, Found.ROW_ORPHANED, {"table": table}
    yield WELL, Found.DATABASE, {"path": str(context.files.root / FILE_NAME)}


def _disk(context: Context) -> Iterator[_Found]:
    least = context.settings.min_free_mb
    free = shutil.disk_usage(context.files.root).free // 1_000_000
    if free < least:
        yield FAULT, Found.DISK_NEARLY_FULL, {"free_mb": free, "least_mb": least}
    else:
        yield WELL, Found.DISK_FREE, {"free_mb": free}


def _clock(context: Context) -> Iterator[_Found]:
    doubt = clock_doubt(context)
    if doubt:
        code, at = doubt
        yield FAULT, Found(code), {"day": f"{at:%Y-%m-%d}"}


def _transport(context: Context) -> Iterator[_Found]:
    profile = load_profile(context.settings.exchange.profile)
    if profile.is_test:
        yield NOTE, Found.TEST_PROFILE, {"profile": profile.name}
    for path in (context.settings.out_folder, context.settings.in_folder):
        if not path.is_dir():
            yield NOTE, Found.EXCHANGE_FOLDER_MISSING, {"path": str(path)}
        elif not _usable(path):
            yield FAULT, Found.EXCHANGE_FOLDER_NO_RIGHT, {"path": str(path)}
    if not context.settings.caisses.open:
        yield NOTE, Found.NO_CAISSE_OPEN, {}


def _mail(context: Context) -> Iterator[_Found]:
    """Asks the servers themselves; nothing is sent, fetched or changed."""
    settings = context.settings
    for account in settings.mail:
        if find_secret(settings.state_dir, mail_password(account.billing_number)) is None:
            yield FAULT, Found.NO_MAIL_PASSWORD, {"billing_number": account.billing_number}
            continue
        try:
            check_account(settings, account, context.clock.now())
        except ScordError as fault:
            yield FAULT, fault.code, fault.facts


def _files(context: Context) -> Iterator[_Found]:
    """The store against its files, both ways: none missing, none changed, none unknown."""
    purged = purged_hashes()
    for shelf, known in named_files(context.files).items():
        yield from _compare(shelf, known, purged)


def _compare(shelf: Shelf, known: set[str], purged: set[str]) -> Iterator[_Found]:
    there = set(shelf.names())
    for sha256 in sorted(known - there - purged):
        yield FAULT, Found.FILE_MISSING, {"shelf": shelf.root.name, "sha256": sha256}
    for sha256 in sorted(there - known):
        yield NOTE, Found.FILE_UNKNOWN, {"shelf": shelf.root.name, "sha256": sha256}
    for sha256 in sorted(known & there):
        if hash_file(shelf.path(sha256)) != sha256:
            yield FAULT, Found.FILE_DAMAGED, {"shelf": shelf.root.name, "sha256": sha256}


def _chain(_context: Context) -> Iterator[_Found]:
    """The proof of sending holds, link by link."""
    for practitioner in Practitioner.select():
        entry = journal.broken_link(practitioner)
        if entry:
            facts = {"practitioner": practitioner.id, "entry": entry.sequence}
            yield FAULT, Found.CHAIN_BROKEN, facts


def _standings(context: Context) -> Iterator[_Found]:
    """The colour and the counts kept of each invoice follow from the facts."""
    count = differing(context)
    if count is None:
        yield NOTE, Found.STANDINGS_BEHIND, {}
    elif count:
        yield FAULT, Found.STANDINGS_DIFFER, {"count": count}


CHECKS: dict[str, Callable[[Context], Iterator[_Found]]] = {
    "folders": _folders,
    "rights": _state_rights,
    "codec": _codec,
    "reading": _reading,
    "store": _store,
    "disk": _disk,
    "clock": _clock,
    "transport": _transport,
    "mail": _mail,
    "files": _files,
    "chain": _chain,
    "standings": _standings,
}
