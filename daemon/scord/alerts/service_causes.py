"""Causes in the service itself and in what it stands on: folders, disks, stages, a pause."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

from peewee import fn

from scord.alerts.cause import Cause, is_past, is_watched, still_offered
from scord.alerts.clock import CLOCK_SET_BACK, is_impossible
from scord.store.flags import PAUSED, flag
from scord.store.runs import BACKUP, last_run
from scord.store.tables import Alert, Flag, Incoming, Scan
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from scord.store.context import Context

FOLDER_UNREACHABLE = "folder-unreachable:"  # flags of these names, up to what they are about
STAGE_FAILED = "stage-failed:"

_MB = 1_000_000
_A_DAY = timedelta(days=1)
_SURE = 1.1  # of the least: a disk that was nearly full has room again


def folder_unreachable(context: Context, _now: datetime) -> Iterator[Cause]:
    for name, _ in _raised(FOLDER_UNREACHABLE):
        if is_watched(context.settings, name):
            yield Cause(name, AlertLevel.URGENT, {"folder": name})


def stage_failed(_context: Context, _now: datetime) -> Iterator[Cause]:
    for name, row in _raised(STAGE_FAILED):
        facts = {"stage": name, "code": row.value.get("reason")}
        yield Cause(name, AlertLevel.URGENT, facts)


def import_refused(_context: Context, now: datetime) -> Iterator[Cause]:
    """A file of the LPS, in whole or in part; a later one that is whole may be another."""
    refused = Incoming.reason.is_null(is_null=False) & (Incoming.channel == "lps")
    rows = Incoming.select(Incoming.id, Incoming.reason)
    for row in rows.where(refused & still_offered(Incoming.received_at, now)):
        yield Cause(str(row.id), AlertLevel.WARNING, {"code": row.reason})


def disk_nearly_full(context: Context, _now: datetime) -> Iterator[Cause]:
    """One for each disk that holds the state folder ("") or a drop folder."""
    least = context.settings.min_free_mb
    for name, path in _disks(context).items():
        free = shutil.disk_usage(path).free // _MB
        if free < least or (free < least * _SURE and _is_open(AlertKind.DISK_NEARLY_FULL, name)):
            facts = {"folder": name or None, "least_mb": least}
            yield Cause(name, AlertLevel.URGENT, facts)


def clock_wrong(_context: Context, now: datetime) -> Iterator[Cause]:
    """A clock that was set back is told for a day: by then somebody has looked at it."""
    if is_impossible(now):
        yield Cause("", AlertLevel.URGENT, {})
    back = flag(CLOCK_SET_BACK)
    if back and not is_past(back.set_at, now, _A_DAY):
        minutes = round(back.value["seconds"] / 60)
        yield Cause("back", AlertLevel.WARNING, {"minutes": minutes})


def backup_old(context: Context, now: datetime) -> Iterator[Cause]:
    """Where there are papers to lose. Before the first backup, from the first paper on."""
    days = context.settings.alerts.backup_days
    last = last_run(BACKUP)
    since = last or Scan.select(fn.MIN(Scan.taken_at)).scalar()
    if days and since and is_past(since, now, timedelta(days=days)):
        facts = {"since": last.isoformat()} if last else {}
        yield Cause("", AlertLevel.WARNING, facts)


def paused_long(context: Context, now: datetime) -> Iterator[Cause]:
    """At once where the pause is that of a restore: it may be ended only by who knows why."""
    paused = flag(PAUSED)
    if paused and "restored" in paused.value:
        facts = {"since": paused.value["restored"], "restored": True}
        yield Cause("", AlertLevel.URGENT, facts)
        return
    limit = timedelta(hours=context.settings.alerts.paused_hours)
    if paused and is_past(paused.set_at, now, limit):
        yield Cause("", AlertLevel.WARNING, {"since": paused.set_at.isoformat()})


def _raised(prefix: str) -> Iterator[tuple[str, Flag]]:
    for row in Flag.select().where(Flag.name.startswith(prefix)):
        yield row.name.removeprefix(prefix), row


def _disks(context: Context) -> dict[str, Path]:
    """One folder of each disk, by name. One out of reach has an alert of its own."""
    places = {"": context.files.root, **{one.name: one.path for one in context.settings.folders}}
    disks: dict[int, str] = {}
    for name, path in places.items():
        try:
            disks.setdefault(path.stat().st_dev, name)
        except OSError:
            continue
    return {name: places[name] for name in disks.values()}


def _is_open(kind: AlertKind, subject: str) -> bool:
    this = (Alert.kind == kind) & (Alert.subject == subject) & Alert.resolved_at.is_null()
    return bool(Alert.select().where(this).exists())
