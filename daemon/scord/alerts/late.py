"""ARLs that do not come: reported after some working days, escalated when paper becomes due."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scord.lots.working_days import late_answers
from scord.store.flags import clear_flag, raise_flag
from scord.store.tables import Flag

if TYPE_CHECKING:
    from scord.store.context import Context

log = logging.getLogger(__name__)

PREFIX = "late-answer:"


def report_late(context: Context) -> None:
    """Keeps one flag for each late answer and level; ends those whose answer has come."""
    late = {
        f"{PREFIX}{answer.kind}:{answer.row.id}:{answer.level}": answer
        for answer in late_answers(context, context.clock.now())
    }
    for row in list(Flag.select().where(Flag.name.startswith(PREFIX))):
        if row.name not in late:
            clear_flag(row.name)
    for name, answer in late.items():
        if raise_flag(context, name, kind=answer.kind, row=answer.row.id, level=answer.level):
            log.warning(
                "the ARL of %s lot %s is late, level %s", answer.kind, answer.row.id, answer.level
            )
