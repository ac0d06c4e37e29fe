"""What is shown of alerts, and to whom it was told: claimed first, delivered once it was seen.

A claim that no delivery follows (a tray that died, a lost connection) runs out and the alert is
offered again; what was delivered is not. No claim is journalled: it changes nothing that is shown.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from peewee import fn

from scord.alerts.gravity import gravity, stored_gravity
from scord.settings import PARIS
from scord.store import journal
from scord.store.database import transaction
from scord.store.prepared import Prepared
from scord.store.tables import Alert, Notice
from scord_shared.errors import Code, ScordError
from scord_shared.status import OpenAlert

if TYPE_CHECKING:
    from datetime import datetime

    from peewee import Expression, ModelSelect

    from scord.settings import Alerts
    from scord.store.context import Context

CLAIM_HOLDS = timedelta(seconds=60)  # a tray shows a message within a second or two


def open_alerts(limit: int) -> tuple[OpenAlert, ...]:
    """What stands and nobody has dismissed: the gravest first, then the oldest."""
    return tuple(OpenAlert(**row) for row in _gravest(limit).rows())


def count_open() -> int:
    return int(_COUNT.rows()[0]["count"])


def claim(context: Context, recipient: str) -> list[OpenAlert]:
    """What is to be shown to `recipient` (a user's name) now, the gravest first.

    Each is theirs for 60 seconds: whoever else asks for them meanwhile does not get it. Empty in
    quiet hours. What has stood for less than `settle_seconds` is not told yet, nor again what was
    told within `again_hours` by an earlier alert of the same cause, as grave or graver.
    """
    now = context.clock.now()
    if _is_quiet(context.settings.alerts, now):
        return []
    seen = {alert.id for alert in _due(context, recipient, now)}
    if not seen:
        return []
    with transaction():  # looked at again in here: two may ask at once
        due = [alert for alert in _due(context, recipient, now) if alert.id in seen]
        for alert in due:
            _hold(alert, recipient, now)
    return due


def delivered(context: Context, alert_id: int, recipient: str) -> None:
    """`recipient` has been shown what they claimed of this alert. To say so twice does no harm.

    Raises ScordError NOT_THERE for an alert that never was.
    """
    now = context.clock.now()
    with transaction():
        if not Notice.update(delivered_at=now).where(_held(alert_id, recipient)).execute():
            _known(alert_id)


def dismiss(context: Context, alert_id: int, *, by: str) -> bool:
    """A person has seen it: it is not shown until its cause becomes graver or comes anew.

    False where it was dismissed already, or is over. Raises ScordError NOT_THERE.
    """
    now = context.clock.now()
    shown = Alert.dismissed_at.is_null()
    return _change(alert_id, shown, "dismissed", by, dismissed_at=now, dismissed_by=by)


def show_again(alert_id: int, *, by: str) -> bool:
    """Takes a dismissal back. False where there is none, or the alert is over. Raises NOT_THERE."""
    hidden = Alert.dismissed_at.is_null(is_null=False)
    return _change(alert_id, hidden, "shown-again", by, dismissed_at=None, dismissed_by=None)


def _change(alert_id: int, so_far: Expression, event: str, by: str, **changes: object) -> bool:
    this = (Alert.id == alert_id) & Alert.resolved_at.is_null() & so_far
    with transaction():
        row = _known(alert_id)
        changed = bool(Alert.update(**changes).where(this).execute())
        if changed:
            journal.write(f"alert.{event}", row, by=by, why=row.kind)
    return changed


def _known(alert_id: int) -> Alert:
    row: Alert | None = Alert.get_or_none(Alert.id == alert_id)
    if row is None:
        raise ScordError(Code.NOT_THERE, what=f"alert {alert_id}")
    return row


def _stands() -> Expression:
    return Alert.resolved_at.is_null() & Alert.dismissed_at.is_null()


def _gravest_first(which: Expression) -> ModelSelect[Alert]:
    """The fields of OpenAlert."""
    columns = (Alert.id, Alert.kind, Alert.subject, Alert.level, Alert.facts, Alert.opened_at)
    order = (stored_gravity(Alert.level).desc(), Alert.opened_at, Alert.id)
    return Alert.select(*columns).where(which).order_by(*order)


@cache
def _gravest(limit: int) -> Prepared:
    return Prepared(lambda: _gravest_first(_stands()).limit(limit))


_COUNT = Prepared(lambda: Alert.select(fn.COUNT(Alert.id).alias("count")).where(_stands()))


# -- what is due


def _is_quiet(alerts: Alerts, now: datetime) -> bool:
    """By clocks in France; hours that end before they begin cross midnight."""
    start, end, local = alerts.quiet_from, alerts.quiet_until, now.astimezone(PARIS).time()
    return start <= local < end if start <= end else local >= start or local < end


def _due(context: Context, recipient: str, now: datetime) -> list[OpenAlert]:
    """A time ahead of `now` was written before the clock was set back: it holds nothing up."""
    settle = timedelta(seconds=context.settings.alerts.settle_seconds)
    settled = (Alert.raised_at <= now - settle) | (Alert.raised_at > now)
    mine = (Notice.alert == Alert.id) & (Notice.recipient == recipient)
    claimed = (Notice.claimed_at > now - CLAIM_HOLDS) & (Notice.claimed_at <= now)
    held = Notice.delivered_at.is_null() & claimed
    as_grave = stored_gravity(Notice.level) >= stored_gravity(Alert.level)
    told = Notice.delivered_at.is_null(is_null=False) & as_grave
    known = fn.EXISTS(Notice.select().where(mine & (held | told)))
    rows: Any = _gravest_first(_stands() & settled & ~known).dicts()
    due = [OpenAlert(**row) for row in rows]
    lately = _told_lately(context, recipient, now) if due else {}
    return [one for one in due if lately.get((one.kind, one.subject), -1) < gravity(one.level)]


def _told_lately(context: Context, recipient: str, now: datetime) -> dict[tuple[str, str], int]:
    """How grave, at the gravest, each cause was told to `recipient` within `again_hours`.

    Before now or, after the clock was set back, ahead: that holds nothing up for longer than twice
    the time.
    """
    again = timedelta(hours=context.settings.alerts.again_hours)
    near = (Notice.delivered_at > now - again) & (Notice.delivered_at < now + again)
    told: dict[tuple[str, str], int] = {}
    notices = Notice.select(Notice, Alert).join(Alert)
    for notice in notices.where((Notice.recipient == recipient) & near):
        cause = (notice.alert.kind, notice.alert.subject)
        told[cause] = max(told.get(cause, -1), gravity(notice.level))
    return told


def _held(alert_id: int, recipient: str) -> Expression:
    """The one claim that waits for its delivery."""
    this = (Notice.alert == alert_id) & (Notice.recipient == recipient)
    return this & Notice.delivered_at.is_null()


def _hold(alert: OpenAlert, recipient: str, now: datetime) -> None:
    """Takes the place of a claim that has run out, at whatever level that was."""
    claimed = {"level": alert.level, "claimed_at": now}
    if not Notice.update(**claimed).where(_held(alert.id, recipient)).execute():
        Notice.create(alert=alert.id, recipient=recipient, **claimed)
