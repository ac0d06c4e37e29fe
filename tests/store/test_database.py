"""The store opens only on a database it understands and can trust; a copy of it is whole."""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
from peewee import IntegrityError, SqliteDatabase

from scord.engine import open_state
from scord.store.database import (
    FILE_NAME,
    MIGRATIONS,
    PRAGMAS,
    close_store,
    copy_store,
    database,
    integrity_faults,
    journal_mode,
    open_store,
    orphaned_tables,
)
from scord.store.tables import TABLES, Attempt, Practitioner
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context

HISTORY = "schema_migration"


def schema(of: SqliteDatabase) -> dict[str, str]:
    """Name → statement, in one spelling, of everything but the record of migrations."""
    query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    rows = {name: sql for name, sql in of.execute_sql(query).fetchall() if HISTORY not in name}
    plain = {
        name: re.sub(r'[\s"]+', " ", sql.replace("IF NOT EXISTS ", ""))
        for name, sql in rows.items()
    }
    return {name: re.sub(r" ?([(),]) ?", r"\1", sql).strip() for name, sql in plain.items()}


def test_the_migrations_make_exactly_the_tables_of_the_code(context: Context) -> None:
    fresh = SqliteDatabase(":memory:")
    with fresh.bind_ctx(TABLES):
        fresh.create_tables(TABLES)
        wanted = schema(fresh)
    fresh.close()
    assert schema(database) == wanted
    assert len(wanted) > 60


def test_wal_full_sync_and_foreign_keys_are_in_force(context: Context) -> None:
    asked = {
        name: database.execute_sql(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_row_cannot_refer_to_one_that_is_not_there(context: Context) -> None:
    with pytest.raises(IntegrityError):
        Attempt.create(message=7, opened_at=context.clock.now())
    assert Attempt.select().count() == 0


def test_opening_again_keeps_what_is_there(context: Context) -> None:
    Practitioner.create(
        billing_number="991129768", family_name="GRIS", given_name="ANNE", profession="infirmier"
    )
    close_store()
    open_store(context.files.root)
    assert Practitioner.select().count() == 1
    assert not list(context.files.root.glob("*before*"))


def test_a_store_that_a_newer_scord_wrote_is_not_touched(context: Context) -> None:
    path = context.files.root / FILE_NAME
    close_store()
    with sqlite3.connect(path) as newer:
        newer.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '')")
    newer.close()
    with pytest.raises(ScordError) as caught:
        open_store(context.files.root)
    assert caught.value.code is Code.STORE_TOO_NEW
    assert caught.value.facts["found"] == "9999_later"


def test_a_store_of_an_earlier_scord_is_brought_forward_only_by_whoever_is_alone(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service of the earlier release may still be at work when a command of this one is run."""
    close_store()
    later = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, later, ignore=shutil.ignore_patterns("__pycache__"))
    step = "def up(_migrator, db):\n    db.execute_sql('CREATE TABLE more (id INTEGER)')\n"
    (later / "0002_more.py").write_text(step, "utf-8")
    monkeypatch.setattr("scord.store.database.MIGRATIONS", later)
    with pytest.raises(ScordError) as caught:
        open_store(context.files.root, may_migrate=False)
    assert caught.value.code is Code.STORE_TOO_OLD
    assert "more" not in database.get_tables()
    close_store()
    with pytest.raises(ScordError), open_state(context.settings, context.clock):
        pass
    with open_state(context.settings, context.clock, alone=True):
        assert "more" in database.get_tables()
    assert [path.name for path in context.files.root.glob("*before*")] == [
        "scord-before-0002_more.sqlite3"
    ]


def test_a_file_that_is_no_database_is_unfit(context: Context) -> None:
    close_store()
    for path in context.files.root.glob(f"{FILE_NAME}*"):
        path.unlink()
    (context.files.root / FILE_NAME).write_bytes(b"minutes of a meeting " * 100)
    with pytest.raises(ScordError) as caught:
        open_store(context.files.root)
    assert caught.value.code is Code.STORE_UNFIT


def test_a_place_where_no_database_can_be_made_is_unfit(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(ScordError) as caught:
        open_store(tmp_path)
    assert caught.value.code is Code.STORE_UNFIT


def test_a_disk_that_cannot_keep_a_write_ahead_log_is_unfit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network share answers so; here the mode is asked for, since no share is at hand."""
    monkeypatch.setitem(PRAGMAS, "journal_mode", "delete")
    with pytest.raises(ScordError) as caught:
        open_store(tmp_path)
    close_store()
    assert caught.value.code is Code.STORE_UNFIT
    assert caught.value.facts["reason"] == "journal mode delete"


def test_a_copy_made_while_another_connection_writes_is_whole(
    context: Context, tmp_path: Path
) -> None:
    """The other writer adds flags in pairs; no copy may hold half a pair."""
    stop = threading.Event()
    pairs = 0

    def write() -> None:
        nonlocal pairs
        other = sqlite3.connect(context.files.root / FILE_NAME, isolation_level=None)
        other.execute("PRAGMA synchronous = off")
        insert = "INSERT INTO flag (name, value, set_at, 'by') VALUES (?, '{}', ?, 'test')"
        now = "2026-03-10T09:00:00.000000Z"
        while not stop.is_set():
            other.execute("BEGIN IMMEDIATE")
            other.execute(insert, (f"left-{pairs}", now))
            other.execute(insert, (f"right-{pairs}", now))
            other.execute("COMMIT")
            pairs += 1
        other.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        targets = [tmp_path / f"copy-{number}.sqlite3" for number in range(5)]
        for target in targets:
            written = pairs
            while pairs == written:
                pass
            copy_store(target)
    finally:
        stop.set()
        writer.join()
    for target in targets:
        copy = sqlite3.connect(target)
        assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        count = copy.execute("SELECT count(*) FROM flag").fetchone()[0]
        assert count % 2 == 0
        assert count > 0
        copy.close()
    assert not list(tmp_path.glob("*.part"))


def test_a_copy_replaces_what_an_interrupted_one_left(context: Context, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    target.with_suffix(".part").write_bytes(b"half of an earlier copy")
    copy_store(target)
    copy = sqlite3.connect(target)
    assert copy.execute("SELECT count(*) FROM practitioner").fetchone() == (0,)
    copy.close()


def test_a_sound_database_has_nothing_to_tell(context: Context) -> None:
    assert (journal_mode(), integrity_faults(), orphaned_tables()) == ("wal", [], [])


def test_a_row_that_refers_to_a_missing_one_is_told_by_its_table(context: Context) -> None:
    database.execute_sql("PRAGMA foreign_keys = 0")
    for _ in range(2):
        Attempt.create(message=7, opened_at=context.clock.now())
    assert orphaned_tables() == ["attempt", "attempt"]
    assert integrity_faults() == []


def test_an_index_that_lost_a_row_is_told(context: Context) -> None:
    """The index is made to say what the table does not, as a bad sector would."""
    Practitioner.create(
        billing_number="991129768", family_name="GRIS", given_name="ANNE", profession="infirmier"
    )
    database.execute_sql("PRAGMA writable_schema = 1")
    database.execute_sql(
        "UPDATE sqlite_master SET rootpage ="
        " (SELECT rootpage FROM sqlite_master WHERE name = 'flag_name')"
        " WHERE name = 'practitioner_billing_number'"
    )
    close_store()
    open_store(context.files.root)
    assert any("practitioner_billing_number" in fault for fault in integrity_faults())
