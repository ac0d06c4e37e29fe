"""Keeps one open row for each cause that stands; the journal tells all that becomes of it.

A row, once it was told to somebody at one level, is told for good. So a cause that has become less
grave since, and then as grave again, is a new row.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scord.alerts.causes import CAUSES
from scord.alerts.gravity import at_least, gravity
from scord.store import journal
from scord.store.database import transaction
from scord.store.tables import Alert, Notice
from scord_shared.errors import describe

if TYPE_CHECKING:
    from datetime import datetime

    from scord.alerts.cause import Cause
    from scord.store.context import Context
    from scord_shared.status import AlertKind, AlertLevel

log = logging.getLogger(__name__)

_MACHINE = "machine"


def renew(context: Context) -> None:
    """Opens, changes and resolves alerts until they tell what stands now. Never raises.

    Each kind is on its own: where one cannot be derived, its rows stay as they are.
    """
    now = context.clock.now()
    for kind, derive in CAUSES.items():
        try:
            _keep(kind, {cause.subject: cause for cause in derive(context, now)}, now)
        except Exception as fault:  # noqa: BLE001 -- a poisoned row must not silence the other kinds
            log.error("alerts of kind %s: %s", kind, describe(fault))  # noqa: TRY400 -- no values


def _keep(kind: AlertKind, causes: dict[str, Cause], now: datetime) -> None:
    standing = Alert.select().where((Alert.kind == kind) & Alert.resolved_at.is_null())
    rows = {row.subject: row for row in standing}
    over = [row for subject, row in rows.items() if subject not in causes]
    new = [cause for subject, cause in causes.items() if subject not in rows]
    other = [
        (row, cause)
        for subject, cause in causes.items()
        if (row := rows.get(subject)) and (row.level, row.facts) != (cause.level, cause.facts)
    ]
    if not (over or new or other):
        return
    with transaction():
        for row in over:
            _resolve(row, now)
        for cause in new:
            _open(kind, cause, now)
        for row, cause in other:
            _change(row, cause, now)


def _open(kind: AlertKind, cause: Cause, now: datetime) -> None:
    row = Alert.create(
        kind=kind,
        subject=cause.subject,
        level=cause.level,
        facts=cause.facts,
        opened_at=now,
        raised_at=now,
    )
    _tell("alert.opened", row, cause.level)


def _resolve(row: Alert, now: datetime) -> None:
    Alert.update(resolved_at=now).where(Alert.id == row.id).execute()
    _tell("alert.resolved", row, row.level)


def _change(row: Alert, cause: Cause, now: datetime) -> None:
    """What a person has dismissed is shown again when it becomes graver."""
    step = gravity(cause.level) - gravity(row.level)
    if step > 0 and _was_told(row, cause.level):
        _resolve(row, now)
        _open(row.kind, cause, now)
        return
    raised = {"raised_at": now, "dismissed_at": None, "dismissed_by": None} if step > 0 else {}
    changes = {"level": cause.level, "facts": cause.facts, **raised}
    Alert.update(**changes).where(Alert.id == row.id).execute()
    event = "raised" if step > 0 else "lowered" if step < 0 else "changed"
    _tell(f"alert.{event}", row, cause.level)


def _was_told(row: Alert, level: AlertLevel) -> bool:
    told = (Notice.alert == row) & Notice.level.in_(at_least(level))
    return bool(Notice.select().where(told & Notice.delivered_at.is_null(is_null=False)).exists())


def _tell(event: str, row: Alert, level: AlertLevel) -> None:
    journal.write(event, row, by=_MACHINE, why=row.kind, about=row.subject, level=level)
