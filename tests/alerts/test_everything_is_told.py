"""Any order of causes that come, go and change, of clock jumps, of trays that ask and that die:
what stands is told to everybody in the end, nothing twice, and the alerts are what stands.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import TurnedClock

from scord.alerts import keeping
from scord.alerts.cause import Cause
from scord.alerts.gravity import gravity
from scord.alerts.telling import claim, count_open, delivered
from scord.settings import Settings
from scord.store import journal
from scord.store.context import Context
from scord.store.database import close_store, open_store
from scord.store.files import StateFolder
from scord.store.tables import Alert, Notice
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord_shared.status import OpenAlert

pytestmark = pytest.mark.slow

KIND = AlertKind.PIECE_REJECTED
SUBJECTS = ("12", "13")
PEOPLE = ("anne", "paul")
AGAIN = timedelta(hours=4)
CLAIM = timedelta(seconds=60)
HOUR = 3600


class Change(NamedTuple):
    """A cause comes, or has another level or count; None: it is over."""

    subject: str
    level: AlertLevel | None
    count: int


class Look(NamedTuple):
    """A tray asks; one that dies shows nothing of what it is given."""

    person: str
    dies: bool


class Told(NamedTuple):
    """What a person was shown, as the service knows."""

    person: str
    alert: OpenAlert
    at: datetime


waits = st.sampled_from((0, 1, 9, 10, 45, 60, 600, 5 * HOUR, -1, -60, -HOUR, -5 * HOUR))
levels = st.none() | st.sampled_from(AlertLevel)
changes = st.builds(Change, st.sampled_from(SUBJECTS), levels, st.integers(1, 2))
looks = st.builds(Look, st.sampled_from(PEOPLE), st.booleans())
lives = st.lists(st.tuples(waits, changes | looks), min_size=20, max_size=40)


class World:
    """A service whose causes the test sets, the trays that ask it, and what they have shown."""

    def __init__(self, context: Context, clock: TurnedClock) -> None:
        self.context = context
        self.clock = clock
        self.causes: dict[str, Cause] = {}
        self.told: list[Told] = []
        self.claimed: dict[tuple[str, int], datetime] = {}

    def derive(self, _context: Context, _now: datetime) -> Iterator[Cause]:
        yield from self.causes.values()

    def change(self, step: Change) -> None:
        if step.level:
            self.causes[step.subject] = Cause(step.subject, step.level, {"count": step.count})
        else:
            self.causes.pop(step.subject, None)
        keeping.renew(self.context)
        self.alerts_are_what_stands()

    def look(self, step: Look) -> None:
        now = self.clock.now()
        for alert in claim(self.context, step.person):
            self.is_news(step.person, alert, now)
            if step.dies:
                self.claimed[step.person, alert.id] = now
            else:
                self.claimed.pop((step.person, alert.id), None)
                delivered(self.context, alert.id, step.person)
                self.told.append(Told(step.person, alert, now))

    def alerts_are_what_stands(self) -> None:
        rows = list(Alert.select().where(Alert.resolved_at.is_null()))
        assert {
            row.subject: Cause(row.subject, row.level, row.facts) for row in rows
        } == self.causes
        assert count_open() == len(rows) == len(self.causes)

    def is_news(self, person: str, alert: OpenAlert, now: datetime) -> None:
        assert self.causes[alert.subject].level == alert.level
        claimed_at = self.claimed.get((person, alert.id))
        assert claimed_at is None or not claimed_at <= now < claimed_at + CLAIM
        for told in self.told:
            same = (told.person, told.alert.subject) == (person, alert.subject)
            if same and gravity(told.alert.level) >= gravity(alert.level):
                assert told.alert.id != alert.id
                assert abs(now - told.at) >= AGAIN

    def untold(self) -> list[tuple[str, str]]:
        """Who has not been shown what stands, as grave as it is or graver."""
        shown = {
            (notice.recipient, notice.alert_id): gravity(notice.level)
            for notice in Notice.select().where(Notice.delivered_at.is_null(is_null=False))
        }
        return [
            (person, row.subject)
            for person in PEOPLE
            for row in Alert.select().where(Alert.resolved_at.is_null())
            if shown.get((person, row.id), -1) < gravity(row.level)
        ]

    def stands_for_days(self) -> None:
        """All stays as it is while trays ask: everybody is told of everything."""
        for _ in range(7 * 24):
            if not self.untold():
                return
            self.clock.turn(hours=1)
            for person in PEOPLE:
                self.look(Look(person, dies=False))
        assert self.untold() == []


@contextmanager
def a_world() -> Iterator[World]:
    clock, root = TurnedClock(), Path(tempfile.mkdtemp())
    world = World(Context(Settings(state_dir=root), StateFolder(root), clock), clock)
    open_store(root)
    journal.use_clock(clock)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "CAUSES", {KIND: world.derive})
        try:
            yield world
        finally:
            close_store()
            shutil.rmtree(root)


@settings(max_examples=60)
@given(lives)
def test_what_stands_is_told_to_everybody_in_the_end_and_nothing_twice(
    life: list[tuple[int, Change | Look]],
) -> None:
    with a_world() as world:
        for wait, step in life:
            world.clock.turn(seconds=wait)
            if isinstance(step, Change):
                world.change(step)
            else:
                world.look(step)
        world.stands_for_days()
