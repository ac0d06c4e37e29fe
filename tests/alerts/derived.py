"""What the causes of one kind are now, and a store whose invoices' standings are up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.alerts.causes import CAUSES
from scord.lots.standing import catch_up, forget

if TYPE_CHECKING:
    from scord.alerts.cause import Cause
    from scord.store.context import Context
    from scord_shared.status import AlertKind


def causes(context: Context, kind: AlertKind) -> list[Cause]:
    return list(CAUSES[kind](context, context.clock.now()))


def subjects(context: Context, kind: AlertKind) -> list[str]:
    return [cause.subject for cause in causes(context, kind)]


def follow(context: Context) -> None:
    """Derives the standing of every invoice anew: tests write rows without the journal."""
    forget(by="test")
    while catch_up(context):
        pass
