"""The database connection: SQLite in WAL with full sync, opened once, one short write at a time."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from peewee import OperationalError, SqliteDatabase
from playhouse.migrations import Runner

from scord.store.sight import everything
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE_NAME = "scord.sqlite3"
MIGRATIONS = Path(__file__).parent / "migrations"
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",  # the send ledger needs an answered commit to be on the disk
    "foreign_keys": 1,
    "busy_timeout": 10_000,  # milliseconds
}

_CODES = {sqlite3.SQLITE_FULL: Code.DISK_FULL, sqlite3.SQLITE_BUSY: Code.STORE_BUSY}

# Its debug lines hold every value of every statement, names and NIRs among them.
logging.getLogger("peewee").setLevel(logging.INFO)

database = SqliteDatabase(None)


def open_store(state_dir: Path, *, may_migrate: bool = True) -> None:
    """Opens the database under `state_dir`; creates it, or brings it to this release's tables.

    Whoever is not alone on it may not migrate: a service of an earlier release would go on with
    tables that it does not know. A copy is made before any migration. Raises ScordError
    STORE_UNFIT where the disk cannot hold a WAL database (a network share), STORE_TOO_NEW where a
    newer Scord has written it, and STORE_TOO_OLD where it wants a migration that may not be.
    """
    path = state_dir / FILE_NAME
    database.init(str(path), pragmas=PRAGMAS)
    try:
        path.touch(mode=0o600)  # before SQLite makes it readable to all; its log follows suit
        database.connect(reuse_if_open=True)
        mode = journal_mode()
    except Exception as fault:
        raise ScordError(Code.STORE_UNFIT, path=str(path), reason=str(fault)) from fault
    if mode != "wal":
        raise ScordError(Code.STORE_UNFIT, path=str(path), reason=f"journal mode {mode}")
    _migrate(path, may_migrate=may_migrate)


def close_store() -> None:
    if not database.is_closed():
        database.close()


def journal_mode() -> str:
    """How the open database keeps its newest writes; "wal", or it is not fit for us."""
    return str(database.execute_sql("PRAGMA journal_mode").fetchone()[0])


def integrity_faults() -> list[str]:
    """What the database finds wrong with its own pages and indexes."""
    answers = database.execute_sql("PRAGMA integrity_check").fetchall()
    return [answer for (answer,) in answers if answer != "ok"]


def orphaned_tables() -> list[str]:
    """The table of each row that refers to a row that is missing."""
    return [row[0] for row in database.execute_sql("PRAGMA foreign_key_check").fetchall()]


def _migrate(path: Path, *, may_migrate: bool) -> None:
    runner = Runner(database, str(MIGRATIONS))
    status = runner.status()
    unknown = [step.name for step in status if step.path is None]
    if unknown:
        raise ScordError(Code.STORE_TOO_NEW, path=str(path), found=unknown[-1])
    if all(step.applied for step in status):
        return
    if any(step.applied for step in status):
        if not may_migrate:
            raise ScordError(Code.STORE_TOO_OLD, path=str(path))
        copy_store(path.with_name(f"{path.stem}-before-{status[-1].name}{path.suffix}"))
    runner.up()


def copy_store(target: Path) -> None:
    """Writes a consistent copy: the bare file of a WAL database lacks what is in the log."""
    partial = target.with_suffix(".part")
    partial.unlink(missing_ok=True)
    with sqlite3.connect(partial) as copy:
        database.connection().backup(copy)
    copy.close()
    shutil.move(partial, target)


def scrub() -> None:
    """Leaves nothing of deleted or overwritten values in the files of the database: it is written
    anew, its log emptied, and the copies made before earlier migrations go.

    Raises ScordError STORE_BUSY where others write or read for longer than `busy_timeout`.
    """
    path = Path(database.database)
    try:
        database.execute_sql("VACUUM")
        busy, *_ = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except OperationalError as fault:
        code = _cause(fault)
        if code is None:
            raise
        raise ScordError(code, path=str(path)) from fault
    if busy:
        raise ScordError(Code.STORE_BUSY, path=str(path))
    for copy in path.parent.glob(f"{path.stem}-before-*{path.suffix}"):
        copy.unlink()


@contextmanager
def transaction() -> Iterator[None]:
    """One short write. IMMEDIATE: in WAL a read that turns into a write later may fail at once.
    Whoever asks for it, it is made with everything in sight.

    Raises ScordError DISK_FULL, or STORE_BUSY where another process writes for longer than
    `busy_timeout`; nothing of the write is kept then.
    """
    try:
        with database.atomic("IMMEDIATE"), everything():
            yield
    except OperationalError as fault:
        code = _cause(fault)
        if code is None:
            raise
        raise ScordError(code, path=str(database.database)) from fault


@contextmanager
def snapshot() -> Iterator[None]:
    """Reads within it see one state of the database; it must not write."""
    with database.atomic("DEFERRED"):
        yield


def _cause(fault: BaseException | None) -> Code | None:
    """SQLite ends a transaction by itself where the disk is full; peewee then reports only that it
    could not, so the cause is looked for further back.
    """
    while fault is not None:
        number = getattr(fault, "sqlite_errorcode", None)
        if number in _CODES:
            return _CODES[number]
        fault = fault.__context__
    return None
