"""When something that is done now and then was last done: a lot, a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.store.database import transaction
from scord.store.tables import CalendarRun

if TYPE_CHECKING:
    from datetime import datetime

BACKUP = "backup"


def last_run(name: str) -> datetime | None:
    row = CalendarRun.get_or_none(CalendarRun.name == name)
    return row.last_at if row else None


def ran(name: str, at: datetime) -> None:
    with transaction():
        CalendarRun.insert(name=name, last_at=at).on_conflict(
            conflict_target=[CalendarRun.name], update={CalendarRun.last_at: at}
        ).execute()
