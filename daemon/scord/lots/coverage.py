"""Which FSE lots SCOR covers: those sent on or after the day the practitioner told the caisse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.settings import PARIS

if TYPE_CHECKING:
    from datetime import date

    from scord.store.context import Context
    from scord.store.tables import FseLot


def start_day(context: Context, billing_number: str) -> date | None:
    return context.settings.practitioner(billing_number).scor_start_date


def covered(context: Context, lot: FseLot) -> bool:
    """By the day of sending in Paris; without a start day nothing is covered."""
    start = start_day(context, lot.practitioner.billing_number)
    return start is not None and lot.sent_at.astimezone(PARIS).date() >= start
