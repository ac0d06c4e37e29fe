"""A person says when lots leave; what a person must know is shown, told once and put aside."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.api.routes.asking import BY

from scord.store.flags import PAUSED, SEND_REQUESTED, flag
from scord.store.tables import Alert, Flag, JournalEntry, Notice
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from tests.api.routes.asking import Asker
    from tests.lots.practice import Practice

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds

AT_ONCE = 6


@pytest.fixture
def alert(practice: Practice) -> Alert:
    """A cause that has stood for an hour."""
    then = practice.now - timedelta(hours=1)
    made: Alert = Alert.create(
        kind=AlertKind.FILE_LEFT,
        subject="scanner",
        level=AlertLevel.WARNING,
        facts={"folder": "scanner", "files": 2},
        opened_at=then,
        raised_at=then,
    )
    return made


def test_sending_is_paused_and_goes_on_by_a_persons_word(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    assert ask.post("/v1/pause").json == {"changed": True}
    assert ask.post("/v1/pause").json == {"changed": False}
    paused = flag(PAUSED)
    assert paused
    assert paused.by == BY
    assert ask.post("/v1/resume").json == {"changed": True}
    assert ask.post("/v1/resume").json == {"changed": False}
    assert flag(PAUSED) is None
    assert len(woken) == 4


def test_the_pause_of_a_restore_ends_only_for_who_has_checked(
    ask: Asker, practice: Practice
) -> None:
    Flag.create(name=PAUSED, value={"restored": "x"}, set_at=practice.now, by=BY)
    refused = ask.post("/v1/resume")
    assert (refused.status, refused.json["code"]) == (409, "restore.unchecked")
    assert flag(PAUSED)
    assert ask.post("/v1/resume", {"checked": True}).json == {"changed": True}
    assert flag(PAUSED) is None


def test_lots_are_asked_for_at_once(ask: Asker, practice: Practice, woken: list[str]) -> None:
    assert ask.post("/v1/send").json == {"changed": True}
    assert ask.post("/v1/send").json == {"changed": False}
    asked = flag(SEND_REQUESTED)
    assert asked
    assert (asked.by, woken) == (BY, ["woken", "woken"])


@pytest.mark.slow
@pytest.mark.parametrize("act", ["pause", "send"])
def test_of_many_who_ask_for_the_same_at_once_all_are_answered(
    ask: Asker, practice: Practice, act: str
) -> None:
    for _ in range(5):
        Flag.delete().execute()
        with ThreadPoolExecutor(AT_ONCE) as people:
            answers = list(people.map(lambda _: ask.post(f"/v1/{act}"), range(AT_ONCE)))
        assert [answer.status for answer in answers] == [200] * AT_ONCE
        assert Flag.select().count() == 1
        assert any(answer.json["changed"] for answer in answers)


def test_alerts_are_asked_for_while_they_stand_or_when_they_are_over(
    ask: Asker, practice: Practice, alert: Alert
) -> None:
    over = Alert.create(
        kind=AlertKind.PAUSED_LONG,
        level=AlertLevel.NOTE,
        opened_at=practice.now,
        raised_at=practice.now,
        resolved_at=practice.now,
    )
    (stands,) = ask.get("/v1/alerts", open=True).json["items"]
    assert (stands["id"], stands["kind"], stands["level"]) == (alert.id, "file-left", "warning")
    assert stands["facts"] == {"folder": "scanner", "files": 2}
    (ended,) = ask.get("/v1/alerts", open=False).json["items"]
    assert ended["id"] == over.id
    assert [one["id"] for one in ask.get("/v1/alerts").json["items"]] == [over.id, alert.id]


def test_an_alert_is_claimed_once_by_each_person_and_delivered(
    ask: Asker, practice: Practice, alert: Alert
) -> None:
    for asker in (ask, ask.reader()):
        (claimed,) = asker.post("/v1/alerts/claim").json
        assert (claimed["id"], claimed["kind"]) == (alert.id, "file-left")
        assert asker.post("/v1/alerts/claim").json == []
        for _ in range(2):
            answer = asker.post(f"/v1/alerts/{alert.id}/delivered")
            assert (answer.status, answer.data) == (204, b"")
    assert {notice.recipient for notice in Notice.select()} == {"Anne", "Lise"}
    assert all(notice.delivered_at for notice in Notice.select())


def test_an_alert_is_put_aside_and_shown_again(
    ask: Asker, practice: Practice, alert: Alert, woken: list[str]
) -> None:
    assert ask.post(f"/v1/alerts/{alert.id}/dismiss").json == {"changed": True}
    assert ask.post(f"/v1/alerts/{alert.id}/dismiss").json == {"changed": False}
    (shown,) = ask.get("/v1/alerts", open=True).json["items"]
    assert (shown["dismissed_by"], shown["resolved_at"]) == (BY, None)
    assert ask.post("/v1/alerts/claim").json == []
    assert ask.post(f"/v1/alerts/{alert.id}/show-again").json == {"changed": True}
    assert [one["id"] for one in ask.post("/v1/alerts/claim").json] == [alert.id]
    entries = [one.event for one in JournalEntry.select().where(JournalEntry.by == BY)]
    assert entries == ["alert.dismissed", "alert.shown-again"]
    assert len(woken) == 3
