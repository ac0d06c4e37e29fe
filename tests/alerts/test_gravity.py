"""One order of the levels, in Python and in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.alerts.gravity import at_least, gravity, stored_gravity
from scord.store.tables import Alert
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from scord.store.context import Context

NOTE, WARNING, URGENT = AlertLevel


def test_urgent_is_graver_than_a_warning_and_that_than_a_note() -> None:
    assert gravity(NOTE) < gravity(WARNING) < gravity(URGENT)
    assert at_least(NOTE) == (NOTE, WARNING, URGENT)
    assert at_least(WARNING) == (WARNING, URGENT)
    assert at_least(URGENT) == (URGENT,)


def test_the_store_orders_as_python_does(context: Context) -> None:
    now = context.clock.now()
    for level in (WARNING, URGENT, NOTE):
        kind = AlertKind.TO_FILE
        Alert.create(kind=kind, subject=level, level=level, opened_at=now, raised_at=now)
    rows = Alert.select().order_by(stored_gravity(Alert.level))
    assert [row.level for row in rows] == sorted(AlertLevel, key=gravity)
