"""The calendar: what is due is told by the store and the clock; timers only wake the engine.

A scheduler's timers go silent when the wall clock is set back and lose what fell due while the
machine slept. So each entry's last run is a row, "due" is computed from it, and the engine's
heartbeat looks even when no timer fires.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger

from scord.alerts.clock import note_set_back, set_back_since_stop
from scord.settings import PARIS
from scord.store.runs import last_run, ran
from scord_shared.errors import describe

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from apscheduler.events import JobEvent

    from scord.store.context import Context

log = logging.getLogger(__name__)

LOTS = "lots"
PURGE = "purge"

_PURGE_HOUR = 3  # of Paris: nobody scans then; where the machine is off, when it is on again

# The wall clock is taken to have jumped when it and the monotonic clock disagree by more than this.
_JUMP_SECONDS = 5.0
_MOMENT = timedelta(microseconds=1)  # the store keeps no less


class Calendar:
    """Knows which entries are due, and wakes the engine at their times."""

    def __init__(self, context: Context, wake: Callable[[], None]) -> None:
        self._context = context
        self._wake = wake
        times = context.settings.lots.times
        at = [CronTrigger(hour=t.hour, minute=t.minute, timezone=PARIS) for t in times]
        self._triggers = {
            LOTS: OrTrigger(at),
            PURGE: CronTrigger(hour=_PURGE_HOUR, timezone=PARIS),
        }
        self._offset = self._clock_offset()
        note_set_back(context, set_back_since_stop(context))
        self._scheduler = self._start()

    def is_due(self, name: str) -> bool:
        """Whether the entry's time has come since its last run. At its first look, never."""
        now = self._context.clock.now()
        last = last_run(name)
        if last is None or last > now:  # new, or the clock was far ahead when it last ran
            self.done(name)
            return False
        after = last + _MOMENT  # a trigger's next time may be the one it is asked at
        due_at: datetime | None = self._triggers[name].get_next_fire_time(None, after)
        return due_at is not None and due_at <= now

    def done(self, name: str) -> None:
        """Marks the entry as run now."""
        ran(name, self._context.clock.now())

    def heartbeat(self) -> None:
        """Builds the timers anew when the wall clock has jumped under them."""
        offset = self._clock_offset()
        jump = offset - self._offset
        if abs(jump) > _JUMP_SECONDS:
            log.warning("the clock has jumped by %.0f s", jump)
            note_set_back(self._context, -jump)
            self.stop()
            self._scheduler = self._start()
        self._offset = offset

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    def _start(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            timezone=PARIS,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        for name, trigger in self._triggers.items():
            scheduler.add_job(self._wake, trigger, name=name)
        scheduler.add_listener(_report, EVENT_JOB_MISSED | EVENT_JOB_ERROR)
        scheduler.start()
        return scheduler

    def _clock_offset(self) -> float:
        clock = self._context.clock
        return clock.now().timestamp() - clock.monotonic()


def _report(event: JobEvent) -> None:
    fault = getattr(event, "exception", None)  # none where it was only missed
    log.error("a timer of the calendar failed: %s", describe(fault) if fault else "missed")
