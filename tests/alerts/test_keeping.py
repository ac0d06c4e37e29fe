"""One open row for each cause that stands, and a journal entry for all that becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lots.practice import in_force

from scord.alerts.causes import CAUSES
from scord.alerts.keeping import renew
from scord.alerts.service_causes import STAGE_FAILED
from scord.alerts.telling import claim, delivered, dismiss
from scord.store.database import database
from scord.store.flags import PAUSED, clear_flag, raise_flag
from scord.store.states import DocumentState
from scord.store.tables import Alert, Document, JournalEntry, Notice
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from datetime import datetime

    import pytest
    from tests.conftest import TurnedClock
    from tests.lots.practice import Practice

    from scord.store.context import Context

NOTE, WARNING, URGENT = AlertLevel


def opened() -> list[Alert]:
    return list(Alert.select().where(Alert.resolved_at.is_null()).order_by(Alert.id))


def events() -> list[str]:
    told = JournalEntry.select().where(JournalEntry.subject_kind == "alert")
    return [row.event for row in told.order_by(JournalEntry.id)]


def inbox(practice: Practice, *, since: datetime) -> Document:
    return practice.document(state=DocumentState.INBOX, created_at=since)


def filed(document: Document) -> None:
    ids = Document.id == document.id
    Document.update(state=DocumentState.ATTACHED).where(ids).execute()


def test_every_kind_of_alert_has_its_causes() -> None:
    assert set(CAUSES) == set(AlertKind)


def test_a_cause_opens_one_alert_and_its_end_resolves_it(
    context: Context, clock: TurnedClock
) -> None:
    raise_flag(context, f"{STAGE_FAILED}convert", reason="disk.full")
    began = clock.now()
    renew(context)
    clock.turn(hours=1)
    renew(context)
    (row,) = opened()
    assert (row.kind, row.subject, row.level) == (AlertKind.STAGE_FAILED, "convert", URGENT)
    assert row.facts == {"stage": "convert", "code": "disk.full"}
    assert (row.opened_at, row.raised_at) == (began, began)
    clear_flag(f"{STAGE_FAILED}convert")
    renew(context)
    assert opened() == []
    assert Alert.get_by_id(row.id).resolved_at == clock.now()
    assert events() == ["alert.opened", "alert.resolved"]


def test_a_cause_that_comes_back_is_a_new_alert(context: Context) -> None:
    for _ in range(2):
        raise_flag(context, f"{STAGE_FAILED}file")
        renew(context)
        clear_flag(f"{STAGE_FAILED}file")
        renew(context)
    assert Alert.select().where(Alert.resolved_at.is_null(is_null=False)).count() == 2


def test_a_second_look_at_the_same_facts_writes_nothing_at_all(
    practice: Practice, clock: TurnedClock
) -> None:
    full = in_force(practice.context, min_free_mb=10**9)
    inbox(practice, since=practice.now)
    practice.document(state=DocumentState.HELD, reason="image.illegible", facts={"pages": [1]})
    raise_flag(full, PAUSED, by="Anne")
    raise_flag(full, f"{STAGE_FAILED}lots", reason="internal")
    clock.turn(hours=13)
    renew(full)
    assert len(opened()) == 5
    writes = database.connection().total_changes
    clock.turn(seconds=90)
    renew(full)
    assert database.connection().total_changes == writes


def test_facts_that_change_alone_are_told_and_nothing_else(
    practice: Practice, clock: TurnedClock
) -> None:
    inbox(practice, since=practice.now)
    renew(practice.context)
    clock.turn(minutes=5)
    inbox(practice, since=practice.now)
    renew(practice.context)
    (row,) = opened()
    assert row.facts["count"] == 2
    assert row.raised_at == row.opened_at
    assert events() == ["alert.opened", "alert.changed"]


def test_what_becomes_graver_is_raised_from_then_on(practice: Practice, clock: TurnedClock) -> None:
    inbox(practice, since=practice.now)
    renew(practice.context)
    began = clock.now()
    clock.turn(days=3)
    renew(practice.context)
    (row,) = opened()
    assert (row.level, row.opened_at, row.raised_at) == (WARNING, began, clock.now())
    entry = JournalEntry.select().order_by(JournalEntry.id.desc()).first()
    assert (entry.event, entry.by, entry.why) == ("alert.raised", "machine", "to-file")
    assert entry.facts == {"about": "", "level": "warning"}


def test_what_becomes_less_grave_is_lowered_and_keeps_its_time(
    practice: Practice, clock: TurnedClock
) -> None:
    old = inbox(practice, since=practice.later(days=-10))
    inbox(practice, since=practice.now)
    renew(practice.context)
    began = clock.now()
    clock.turn(hours=1)
    filed(old)
    renew(practice.context)
    (row,) = opened()
    assert (row.level, row.raised_at) == (NOTE, began)
    assert events() == ["alert.opened", "alert.lowered"]


def test_a_dismissed_alert_stays_so_while_its_cause_stands_and_until_it_is_graver(
    practice: Practice, clock: TurnedClock
) -> None:
    inbox(practice, since=practice.now)
    renew(practice.context)
    (row,) = opened()
    dismiss(practice.context, row.id, by="Anne")
    inbox(practice, since=practice.now)
    renew(practice.context)
    (row,) = opened()
    assert (row.facts["count"], row.dismissed_by) == (2, "Anne")
    clock.turn(days=3)
    renew(practice.context)
    (row,) = opened()
    assert (row.level, row.dismissed_at, row.dismissed_by) == (WARNING, None, None)


def test_a_cause_as_grave_again_as_it_was_told_before_is_a_new_alert(
    practice: Practice, clock: TurnedClock
) -> None:
    context = practice.context
    old = inbox(practice, since=practice.later(days=-10))
    renew(context)
    clock.turn(minutes=1)
    (told,) = claim(context, "anne")
    delivered(context, told.id, "anne")
    inbox(practice, since=practice.now)
    filed(old)
    renew(context)
    clock.turn(days=3)
    renew(context)
    (row,) = opened()
    assert row.id != told.id
    assert (row.level, row.opened_at) == (WARNING, clock.now())
    assert events() == ["alert.opened", "alert.lowered", "alert.resolved", "alert.opened"]
    clock.turn(minutes=1)
    assert [one.id for one in claim(context, "anne")] == [row.id]


def test_what_was_told_as_graver_still_is_a_new_alert_when_it_is_raised_again(
    practice: Practice, clock: TurnedClock
) -> None:
    inbox(practice, since=practice.now)
    renew(practice.context)
    (first,) = opened()
    now = clock.now()
    Notice.create(alert=first, level=URGENT, recipient="anne", claimed_at=now, delivered_at=now)
    clock.turn(days=3)
    renew(practice.context)
    (row,) = opened()
    assert (row.id != first.id, row.level) == (True, WARNING)


def test_a_poisoned_row_leaves_its_own_kind_as_it_is_and_stops_no_other(
    practice: Practice, caplog: pytest.LogCaptureFixture
) -> None:
    practice.document(state=DocumentState.HELD, facts={"pages": [1]})
    renew(practice.context)
    held = practice.document(state=DocumentState.HELD, name="ADRDEUX.tif")
    database.execute_sql("UPDATE document SET facts = '{ADRDEUX' WHERE id = ?", (held.id,))
    inbox(practice, since=practice.now)
    renew(practice.context)
    assert {row.kind for row in opened()} == {AlertKind.DOCUMENT_HELD, AlertKind.TO_FILE}
    (fault,) = [one for one in caplog.records if one.levelname == "ERROR"]
    assert "document-held" in fault.getMessage()
    assert "JSONDecodeError" in fault.getMessage()
    assert "ADRDEUX" not in caplog.text


def test_an_alert_that_cannot_be_read_stops_no_other_kind(context: Context) -> None:
    raise_flag(context, f"{STAGE_FAILED}lots")
    renew(context)
    database.execute_sql("UPDATE alert SET level = 'dire'")
    raise_flag(context, PAUSED)
    renew(in_force(context, alerts=context.settings.alerts.model_copy(update={"paused_hours": 0})))
    kinds = database.execute_sql("SELECT kind FROM alert ORDER BY id").fetchall()
    assert kinds == [("stage-failed",), ("paused-long",)]


def test_nothing_of_a_kind_is_kept_when_its_journal_cannot_be_written(context: Context) -> None:
    for stage in ("file", "lots"):
        raise_flag(context, f"{STAGE_FAILED}{stage}")
    refuse = "CREATE TRIGGER refuse BEFORE INSERT ON journal_entry WHEN NEW.why = 'stage-failed'"
    database.execute_sql(f"{refuse} BEGIN SELECT RAISE(ABORT, 'full'); END")
    renew(context)
    assert opened() == []
    database.execute_sql("DROP TRIGGER refuse")
    renew(context)
    assert len(opened()) == 2
