"""What a maintainer needs to see of an installation, and nothing that names anybody.

Closed by default: what is told stands in a table here, and a setting, a fact or a word that stands
in none is left out or replaced. The columns that hold names, numbers or texts are never read.
docs/support.md tells what is in it.
"""

from __future__ import annotations

import json
import platform
import re
import zipfile
from collections import Counter
from functools import partial
from importlib import metadata
from typing import TYPE_CHECKING, Any

from scord import __version__
from scord.actions.metrics import by_state, metrics
from scord.actions.nameless import actor, reason
from scord.actions.support_settings import told_settings
from scord.store.database import database
from scord.store.fields import EnumField
from scord.store.tables import TABLES, Alert, JournalEntry
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from scord.settings import Settings
    from scord.store.context import Context

JOURNAL_SHOWN = 2_000  # entries, the newest
OTHER = "other"

# Of what the doctor finds, the facts that are told, by its code.
FACTS: dict[str, tuple[str, ...]] = {
    "check-failed": ("fault",),
    "no-text": ("missing",),
    "not-wal": ("mode",),
    "row-orphaned": ("table",),
    "disk-free": ("free_mb",),
    "disk-nearly-full": ("free_mb", "least_mb"),
    "clock-wrong": ("day",),
    "clock-behind": ("day",),
    "files-sealed": ("sealed", "plain"),
    "key-on-disk": ("keeper",),
    "file-missing": ("shelf",),
    "file-unknown": ("shelf",),
    "file-damaged": ("shelf",),
    "standings-differ": ("count",),
    "service-other-version": ("theirs", "ours"),
    "files-left": ("count",),
    "no-keyring": ("fault",),
    "no-card-service": ("status",),
    "other-time-zone": ("hours",),
    "invoices-silent": ("day",),
    "alert": ("kind", "level"),
}

_KINDS = frozenset(table.journal_name for table in TABLES)
_NAME = re.compile(r"[\w.-]+")  # of a library, where its requirement begins


def of_installation(settings: Settings, now: datetime) -> dict[str, str]:
    """What can be told without the store: the texts of the bundle's files, by their names."""
    return _told(
        {
            "about.json": partial(_about, now),
            "libraries.json": _libraries,
            "settings.json": partial(told_settings, settings),
        }
    )


def of_store(context: Context, events: Collection[str]) -> dict[str, str]:
    """What the open store tells, likewise. `events` of the journal are named, others are not."""
    return _told(
        {
            "metrics.txt": partial(metrics, context),
            "rows.json": _rows,
            "alerts.json": _alerts,
            "journal.json": partial(_journal, events),
        }
    )


def of_findings(findings: Iterable[tuple[str, str, str, Mapping[str, Any]]]) -> dict[str, str]:
    """What the doctor has found, likewise: check, level, code and facts of each."""
    return _told({"findings.json": partial(_counted_findings, findings)})


def without_store(fault: str) -> dict[str, str]:
    """In place of what the store would tell: why it could not be opened, a code."""
    return _told({"store.json": lambda: {"fault": fault}})


def write(out: Path, files: Mapping[str, str]) -> None:
    """Fills the file `out` with one ZIP. Raises OSError."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in files.items():
            bundle.writestr(name, text)


def _told(made: Mapping[str, Callable[[], Any]]) -> dict[str, str]:
    """A part that cannot be made is told as its fault: the others are wanted all the more."""
    return {name: _text(make) for name, make in made.items()}


def _text(make: Callable[[], Any]) -> str:
    try:
        value = make()
    except ScordError as fault:
        value = {"fault": fault.code}
    except Exception as fault:  # noqa: BLE001 -- a broken database has many ways
        value = {"fault": type(fault).__name__}
    return value if isinstance(value, str) else json.dumps(value, indent=1, default=str)


def _about(now: datetime) -> dict[str, Any]:
    return {
        "made_at": now,
        "scord": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "distribution": _distribution(),
        "sqlite": ".".join(map(str, database.server_version)),
    }


def _distribution() -> list[str]:
    try:
        told = platform.freedesktop_os_release()
    except OSError:  # not Linux
        return []
    return [told["ID"], told.get("VERSION_ID", "")]


def _libraries() -> dict[str, str | None]:
    """Those that Scord asks for, None where one is not there."""
    asked = (_NAME.match(line) for line in metadata.requires("scord") or ())
    return {found[0]: _version(found[0]) for found in asked if found}


def _version(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


def _rows() -> dict[str, Any]:
    return {
        table.journal_name: {"rows": table.select().count(), **_states(table)} for table in TABLES
    }


def _states(table: Any) -> dict[str, Any]:
    column = table._meta.fields.get(table.state_column)  # noqa: SLF001 -- peewee's documented way
    return {"states": by_state(column)} if isinstance(column, EnumField) else {}


def _alerts() -> list[dict[str, Any]]:
    """Those that stand, dismissed or not, counted by kind, level and code."""
    counts = Counter(
        (row.kind.value, row.level.value, reason(row.facts.get("code")), bool(row.dismissed_at))
        for row in Alert.select().where(Alert.resolved_at.is_null())
    )
    names = ("kind", "level", "code", "dismissed")
    return [{**dict(zip(names, one, strict=True)), "count": count} for one, count in counts.items()]


def _journal(events: Collection[str]) -> list[dict[str, Any]]:
    """The newest first."""
    columns = ("id", "at", "event", "subject_kind", "subject_id", "by", "why")
    query = JournalEntry.select(*(getattr(JournalEntry, name) for name in columns))
    return [
        {
            "id": row.id,
            "at": row.at,
            "event": row.event if row.event in events else OTHER,
            "about": row.subject_kind if row.subject_kind in _KINDS else OTHER,
            "number": int(row.subject_id),
            "by": actor(row.by),
            "why": reason(row.why),
        }
        for row in query.order_by(JournalEntry.id.desc()).limit(JOURNAL_SHOWN)
    ]


def _counted_findings(
    findings: Iterable[tuple[str, str, str, Mapping[str, Any]]],
) -> list[dict[str, Any]]:
    counts: Counter[str] = Counter()
    for check, level, code, facts in findings:
        told = {name: facts[name] for name in FACTS.get(code, ()) if name in facts}
        counts[json.dumps({"check": check, "level": level, "code": code, "facts": told})] += 1
    return [{**json.loads(one), "count": count} for one, count in counts.items()]
