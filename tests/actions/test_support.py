"""The bundle for a maintainer tells nothing of anybody, whatever stands in store and settings."""

from __future__ import annotations

import json
import types
import zipfile
from datetime import time
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import pytest
from peewee import CharField, TextField
from tests.api.filled import fill
from tests.lots.practice import BILLING, Practice, in_force

from scord.actions import support
from scord.actions.support_settings import SHOWN, WORDS, told_settings
from scord.clock import SystemClock
from scord.doctor import CHECKS, Found, examine
from scord.doctor.finding import ALERT
from scord.secrets import keep_secret, mail_password
from scord.settings import DropFolder, MailAccount, PractitionerSettings, Settings, tables
from scord.store.database import database
from scord.store.fields import EnumField, FactsField
from scord.store.flags import raise_flag
from scord.store.tables import TABLES, Alert, JournalEntry, Scan
from scord.words.events import EVENTS
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pydantic import BaseModel

    from scord.store.context import Context

LEFT, RIGHT = "qzkvw", "jxqhb"
MARK = f"{LEFT.upper()}-{RIGHT}"
FACTS = (f'{{"{MARK}": "{MARK}", "code": "{MARK}", "n": ', "}")
# Words of Scord's own that the journal is told by: marked only where everything is.
SAID = {"journal_entry": {"event", "subject_kind", "by", "why"}}


@pytest.fixture
def full(context: Context, tmp_path: Path) -> Context:
    """Rows of every table; marks in file names, secrets and settings."""
    drop = tmp_path / f"{MARK} drop"
    drop.mkdir()
    (drop / f"{MARK}.tif").write_bytes(b"x")
    practice = Practice(in_force(context, folders=(DropFolder(name="scanner", path=drop),)))
    fill(practice)
    _the_rest(practice)
    for name in ("slip_key", mail_password(BILLING)):
        keep_secret(context.files.root, name, MARK)
    return in_force(practice.context, **marked_settings(drop))


def _the_rest(practice: Practice) -> None:
    """The tables of which `fill` makes no row."""
    raise_flag(practice.context, f"folder-unreachable:{MARK}", reason=MARK)
    for table in TABLES:
        if not table.select().exists():
            values = {
                name: _value(column, practice)
                for name, column in table._meta.fields.items()  # type: ignore[attr-defined]
                if name != "id" and not column.null
            }
            table.create(**values)


def _value(column: Any, practice: Practice) -> Any:
    if isinstance(column, EnumField):
        return next(iter(column.members))
    kinds = {"TEXT": MARK, "VARCHAR": MARK, "INT": 1, "BOOL": True}
    if type(column).__name__ == "UtcField":
        return practice.now
    if type(column).__name__ == "DayField":
        return practice.now.date()
    return {} if isinstance(column, FactsField) else kinds.get(column.field_type, 1)


def marked_settings(drop: Path) -> dict[str, Any]:
    return {
        "folders": (DropFolder.model_construct(name=MARK, path=drop),),
        "practitioners": (
            PractitionerSettings.model_construct(
                billing_number=BILLING, region=MARK, users=(MARK,)
            ),
        ),
        "mail": (
            MailAccount.model_construct(
                billing_number=BILLING,
                address=f"{MARK}@cabinet.example",
                user=MARK,
                smtp_host="127.0.0.1",
                smtp_port=1,
                smime_keys=drop / f"{MARK}.p12",
            ),
        ),
    }


def mark_columns(*, all_of_them: bool) -> int:
    """Writes the mark into every column that may hold text, unlike in each row."""
    marked = 0
    for table in TABLES:
        assert table.select().exists(), f"no row of {table.__name__} to mark"
        meta = table._meta  # type: ignore[attr-defined]
        for column in meta.sorted_fields:
            is_ours = isinstance(column, EnumField) or column.name in SAID.get(meta.table_name, ())
            if (is_ours and all_of_them) or (is_text(column) and not is_ours):
                before, after = FACTS if isinstance(column, FactsField) else (MARK, "")
                statement = f'UPDATE "{meta.table_name}" SET "{column.column_name}" = ? || id || ?'  # noqa: S608 -- our own names
                database.execute_sql(statement, (before, after))
                marked += 1
    return marked


def is_text(column: Any) -> bool:
    return isinstance(column, CharField | TextField)


def bundle(context: Context) -> dict[str, str]:
    found = [(one.check, one.level, str(one.code), one.facts) for one in examine(context)]
    return {
        **support.of_installation(context.settings, context.clock.now()),
        **support.of_store(context, EVENTS),
        **support.of_findings(found),
    }


def packed(files: Mapping[str, str], out: Path) -> Iterator[tuple[str, str]]:
    support.write(out, files)
    with zipfile.ZipFile(out) as made:
        for name in made.namelist():
            yield name, f"{name}\n{made.read(name).decode()}"


def require_silent(files: Mapping[str, str], out: Path) -> None:
    """Nothing marked, nor the mark's parts, nor a name, a number or a folder."""
    for name, text in packed(files, out):
        for word in (LEFT, RIGHT, BILLING, "adrdeux", "181016322075140", str(out.parent)):
            assert word.lower() not in text.lower(), f"{word} in {name}"


def test_no_text_of_any_table_setting_secret_or_file_name_is_in_it(
    full: Context, tmp_path: Path
) -> None:
    assert mark_columns(all_of_them=False) > 80
    files = bundle(full)
    require_silent(files, tmp_path / "b.zip")
    assert [name for name, text in files.items() if '"fault"' in text.splitlines()[1]] == []
    assert len(json.loads(files["journal.json"])) > 50


def test_words_of_scord_s_own_that_are_none_are_not_told_either(
    full: Context, tmp_path: Path
) -> None:
    assert mark_columns(all_of_them=True) > 100
    files = bundle(full)
    require_silent(files, tmp_path / "b.zip")
    assert {one["event"] for one in json.loads(files["journal.json"])} == {support.OTHER}
    assert json.loads(files["rows.json"])["scan"]["states"]["unknown"] == Scan.select().count()
    assert json.loads(files["alerts.json"]) == {"fault": "ValueError"}


@pytest.mark.parametrize(
    ("part", "leak"),
    [
        ("reason", lambda word: word),
        ("FACTS", {"file-missing": ("sha256",)}),
        ("told_settings", lambda settings: settings.model_dump(mode="json")),
    ],
)
def test_one_leak_would_be_found(
    full: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, leak: Any
) -> None:
    mark_columns(all_of_them=True)
    monkeypatch.setattr(support, part, leak)
    with pytest.raises(AssertionError, match=r" in [a-z]+\.json"):
        require_silent(bundle(full), tmp_path / "b.zip")


# -- settings


def marked(table: type[BaseModel], name: str) -> BaseModel:
    """With a mark in each field that is not shown as it is."""
    shown = SHOWN.get(name, frozenset())
    values = {field: MARK for field in table.model_fields if field not in shown}
    return table.model_construct(**values)


def test_a_setting_in_no_table_is_told_as_set_or_not_whatever_it_holds() -> None:
    nested = {name: marked(table, name) for name, table in tables().items() if name}
    several = {name: (nested[name],) for name in ("folders", "practitioners", "mail")}
    top = {
        field: MARK
        for field in Settings.model_fields
        if field not in nested and field not in SHOWN[""]
    }
    told = told_settings(Settings.model_construct(**{**top, **nested, **several}))
    text = json.dumps(told, default=str).lower()
    assert LEFT not in text
    assert told["exchange"]["profile"] == "set"
    assert told["mail"][0]["smtp_host"] == "set"
    assert told["mail"][0]["smtp_port"] == 587


def test_settings_by_default_are_told_as_not_set(context: Context) -> None:
    told = told_settings(context.settings)
    assert told["caisses"] == {"open": "not set", "closed": "not set"}
    assert told["exchange"]["profile"] == "reference"
    assert told["imaging"]["dpi"] == 200
    assert told["state_dir"] == "set"


def cannot_hold_a_text(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin is Literal:
        return True
    if origin in (Union, types.UnionType):
        return all(map(cannot_hold_a_text, get_args(annotation)))
    if origin is tuple:
        return all(cannot_hold_a_text(one) for one in get_args(annotation) if one is not ...)
    if hasattr(annotation, "__metadata__"):
        return cannot_hold_a_text(annotation.__origin__)
    return annotation in {int, float, bool, time, type(None)}


def test_what_is_told_as_it_is_can_hold_no_text_of_a_person() -> None:
    for name, fields in SHOWN.items():
        known = tables()[name].model_fields
        for field in fields:
            assert cannot_hold_a_text(known[field].annotation), f"{name}.{field}"
    for (name, field), words in WORDS.items():
        assert tables()[name].model_fields[field].default in words


# -- its other parts


def test_each_table_of_what_is_told_names_only_what_there_is() -> None:
    assert set(support.FACTS) <= {*Found, ALERT}
    assert len(CHECKS) > 10


def test_the_doctor_s_findings_are_counted_with_the_facts_that_are_allowed() -> None:
    facts = {"shelf": "originals", "sha256": MARK}
    found = [("files", "fault", "file-missing", facts), ("files", "fault", "file-missing", facts)]
    found += [("mail", "fault", "mail.unreachable", {"host": MARK})]
    assert json.loads(support.of_findings(found)["findings.json"]) == [
        {
            "check": "files",
            "level": "fault",
            "code": "file-missing",
            "facts": {"shelf": "originals"},
            "count": 2,
        },
        {"check": "mail", "level": "fault", "code": "mail.unreachable", "facts": {}, "count": 1},
    ]


def test_the_journal_tells_what_happened_to_which_row_and_its_code(full: Context) -> None:
    told = json.loads(support.of_store(full, EVENTS)["journal.json"])
    assert len(told) == min(JournalEntry.select().count(), support.JOURNAL_SHOWN)
    assert {one["event"] for one in told} <= {*EVENTS}
    assert {"machine", "person"} <= {one["by"] for one in told}
    assert set(told[0]) == {"id", "at", "event", "about", "number", "by", "why"}


def test_standing_alerts_are_counted_by_kind_level_and_code(full: Context) -> None:
    Alert.update(facts={"code": "mail.unreachable"}).execute()
    told = json.loads(support.of_store(full, EVENTS)["alerts.json"])
    assert {
        "kind": "file-left",
        "level": "warning",
        "code": Code.MAIL_UNREACHABLE,
        "dismissed": False,
        "count": 2,
    } in told


def test_a_part_that_cannot_be_made_is_told_as_its_fault_and_keeps_no_other_away(
    full: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_context: Context) -> str:
        raise ScordError(Code.STORE_BUSY, path=MARK)

    monkeypatch.setattr(support, "metrics", broken)
    told = support.of_store(full, EVENTS)
    assert json.loads(told["metrics.txt"]) == {"fault": "store.busy"}
    assert json.loads(told["rows.json"])["scan"]["rows"] == Scan.select().count()


def test_it_names_release_python_system_and_each_library() -> None:
    told = support.of_installation(Settings(), SystemClock().now())
    assert {"scord", "python", "system", "sqlite"} <= set(json.loads(told["about.json"]))
    assert json.loads(told["libraries.json"])["peewee"]
