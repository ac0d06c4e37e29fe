"""Alerts as lists: what stands, and what is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scord.actions.looking.pages import Listed, Window, listed
from scord.store.tables import Alert
from scord_shared.status import AlertKind, AlertLevel


@dataclass(frozen=True, kw_only=True)
class ListedAlert:
    """A cause, from when to when. Who has dismissed it is not told of it until it becomes graver.

    `facts` fill the words of the kind: numbers, codes, names of folders and stages.
    """

    id: int
    kind: AlertKind
    subject: str
    level: AlertLevel
    facts: dict[str, Any]
    opened_at: datetime
    raised_at: datetime
    resolved_at: datetime | None
    dismissed_at: datetime | None
    dismissed_by: str | None


def alerts(window: Window, *, still: bool | None) -> Listed[ListedAlert]:
    """`still`: those that stand (True), those that are over (False), all (None)."""
    query = Alert.select()
    if still is not None:
        query = query.where(Alert.resolved_at.is_null(still))
    return listed(query, window, _shown)


def _shown(rows: Sequence[Alert]) -> list[ListedAlert]:
    return [
        ListedAlert(
            id=row.id,
            kind=row.kind,
            subject=row.subject,
            level=row.level,
            facts=row.facts,
            opened_at=row.opened_at,
            raised_at=row.raised_at,
            resolved_at=row.resolved_at,
            dismissed_at=row.dismissed_at,
            dismissed_by=row.dismissed_by,
        )
        for row in rows
    ]
