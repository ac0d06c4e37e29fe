"""Which notifications tell people of the alerts that they have not seen yet: pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord_shared.alert_words import summary, tell
from scord_shared.status import AlertLevel
from scord_tray.model import Toast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scord_shared.status import OpenAlert

AT_ONCE = 3  # more would be read by nobody, and hide the screen


def toasts(alerts: Sequence[OpenAlert], language: str) -> tuple[Toast, ...]:
    """One for each cause, or one that sums them up where there are more than AT_ONCE."""
    if len(alerts) > AT_ONCE:
        words = summary(alerts, language)
        ids = tuple(alert.id for alert in alerts)
        urgent = any(alert.level is AlertLevel.URGENT for alert in alerts)
        return (Toast(words.title, words.advice, ids, urgent),)
    return tuple(_toast(alert, language) for alert in alerts)


def _toast(alert: OpenAlert, language: str) -> Toast:
    words = tell(alert, language)
    return Toast(words.title, words.advice, (alert.id,), alert.level is AlertLevel.URGENT)
