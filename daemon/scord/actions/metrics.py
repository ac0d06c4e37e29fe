"""How things stand as metrics, in Prometheus' text format: numbers and codes, nobody's name.

Source of the format: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from peewee import SQL, fn

from scord import __version__
from scord.actions.status import status
from scord.store.database import FILE_NAME
from scord.store.tables import (
    Acknowledgement,
    Alert,
    FseLot,
    Incoming,
    Invoice,
    JournalEntry,
    Message,
    Scan,
    ScorLot,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from peewee import Expression

    from scord.store.context import Context
    from scord.store.fields import EnumField

MEDIA_TYPE = "text/plain; version=0.0.4"
UNKNOWN = "unknown"  # a word in the database that this release does not know


@dataclass(frozen=True)
class Gauge:
    """`label` is the name of the one label, "" where there is none; `values` by its values."""

    name: str
    told: str
    values: Mapping[str, float]
    label: str = ""

    def lines(self) -> Iterator[str]:
        yield f"# HELP scord_{self.name} {self.told}"
        yield f"# TYPE scord_{self.name} gauge"
        for word, value in self.values.items():
            labels = f'{{{self.label}="{word}"}}' if self.label else ""
            yield f"scord_{self.name}{labels} {value}"


# Of scord_shared.status.Counts.
COUNTED = {
    "at_work": "Scans not converted yet.",
    "to_file": "Documents that wait in A classer.",
    "held": "Documents to scan again.",
    "to_send": "Pieces that are to leave.",
    "awaiting_ack": "Pieces whose answer is awaited.",
    "accepted": "Pieces that were accepted.",
    "rejected": "Pieces that were rejected and wait for a person.",
    "refused_scans": "Scans that cannot become a document.",
    "duplicate_scans": "Scans of bytes that had come before.",
    "uncertain_messages": "Messages of which nobody knows whether they arrived.",
    "failed_messages": "Messages that were refused or given up.",
    "contested_lots": "Lots of which two answers differ.",
    "acks_to_settle": "ARLs whose lot is not known for sure.",
}


def metrics(context: Context, since_turn: float | None = None) -> str:
    """All of them now. Rows of a practitioner who may not be seen here count in `status` alone.

    `since_turn`: seconds since the engine turned, where one is at work here.
    """
    gauges = (
        Gauge("build_info", "Which release this is.", {__version__: 1}, "version"),
        *_status(context),
        *_states(),
        *_ages(context.clock.now()),
        *_turn(since_turn),
        *_disk(context.files.root),
    )
    return "".join(f"{line}\n" for gauge in gauges for line in gauge.lines())


def by_state(column: EnumField, *where: Expression) -> dict[str, int]:
    """How many rows are in each state there is, also where there are none; in no order."""
    word = column.cast("TEXT")  # as it stands, known or not
    query = column.model.select(word, fn.COUNT(SQL("*"))).group_by(column)
    counts = dict.fromkeys((member.value for member in column.members), 0)
    for found, count in (query.where(*where) if where else query).tuples():
        known = found if found in counts else UNKNOWN
        counts[known] = counts.get(known, 0) + count
    return counts


def standing_alerts() -> Expression:
    """Those that nobody has dismissed, as the status counts them."""
    over: Expression = Alert.resolved_at.is_null() & Alert.dismissed_at.is_null()
    return over


def _status(context: Context) -> Iterator[Gauge]:
    now = status(context)
    for name, count in asdict(now.counts).items():
        yield Gauge(name, COUNTED[name], {"": count})
    yield Gauge("paused", "1 while nothing leaves.", {"": int(now.paused_since is not None)})


def _states() -> Iterator[Gauge]:
    yield Gauge("invoices", "Invoices by status.", by_state(Invoice.status), "status")
    yield Gauge("scor_lots", "SCOR lots by state.", by_state(ScorLot.state), "state")
    yield Gauge("fse_lots", "FSE lots by verdict.", by_state(FseLot.verdict), "verdict")
    yield Gauge("messages", "Outgoing messages by state.", by_state(Message.state), "state")
    alerts = by_state(Alert.kind, standing_alerts())
    yield Gauge("alerts_open", "Alerts that stand, by kind.", alerts, "kind")


# The newest of each; None where there is none yet.
_NEWEST: dict[str, tuple[str, Callable[[], datetime | None]]] = {
    "change": (
        "Seconds since anything changed.",
        lambda: JournalEntry.select(fn.MAX(JournalEntry.at)).scalar(),
    ),
    "scan": (
        "Seconds since a scan was taken.",
        lambda: Scan.select(fn.MAX(Scan.taken_at)).scalar(),
    ),
    "lot": (
        "Seconds since a SCOR lot was made.",
        lambda: ScorLot.select(fn.MAX(ScorLot.frozen_at)).scalar(),
    ),
    "answer": (
        "Seconds since an ARL came.",
        lambda: Incoming.select(fn.MAX(Incoming.received_at)).join(Acknowledgement).scalar(),
    ),
}


def _ages(now: datetime) -> Iterator[Gauge]:
    """What has never been has no age: its line is not there."""
    for name, (told, newest) in _NEWEST.items():
        at = newest()
        values = {"": (now - at).total_seconds()} if at else {}
        yield Gauge(f"last_{name}_age_seconds", told, values)


def _turn(since: float | None) -> Iterator[Gauge]:
    values = {"": since} if since is not None else {}
    yield Gauge("last_turn_age_seconds", "Seconds since the engine's last turn.", values)


def _disk(state: Path) -> Iterator[Gauge]:
    database = (state / FILE_NAME, state / f"{FILE_NAME}-wal")
    size = sum(path.stat().st_size for path in database if path.exists())
    yield Gauge("store_bytes", "Size of the database and its log.", {"": size})
    free = shutil.disk_usage(state).free
    yield Gauge("disk_free_bytes", "Free on the disk of the state folder.", {"": free})
