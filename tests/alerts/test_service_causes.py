"""Folders out of reach, stages that fail, exports refused, disks that fill up, long pauses."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.alerts.derived import causes, subjects
from tests.lots.practice import in_force

from scord.actions.importing import LPS
from scord.alerts.keeping import renew
from scord.alerts.service_causes import FOLDER_UNREACHABLE, STAGE_FAILED
from scord.journey import _FAILED
from scord.schedule import Calendar
from scord.settings import Alerts, DropFolder
from scord.store.flags import PAUSED, clear_flag, raise_flag
from scord.store.runs import BACKUP, ran
from scord.store.tables import Incoming
from scord_shared.errors import Code
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import TurnedClock
    from tests.lots.practice import Practice

    from scord.store.context import Context

WARNING, URGENT = AlertLevel.WARNING, AlertLevel.URGENT
MB = 1_000_000


def watched(context: Context, folder: Path) -> Context:
    return in_force(context, folders=(DropFolder(name="accueil", path=folder),))


def test_each_folder_out_of_reach_is_a_cause_while_the_settings_name_it(
    context: Context, tmp_path: Path
) -> None:
    context = watched(context, tmp_path)
    for name in ("accueil", "ancien"):
        raise_flag(context, f"{FOLDER_UNREACHABLE}{name}", reason="PermissionError")
    raise_flag(context, LPS.unreachable, reason="FileNotFoundError")
    found = {one.subject: one for one in causes(context, AlertKind.FOLDER_UNREACHABLE)}
    assert {subject: one.facts for subject, one in found.items()} == {
        "accueil": {"folder": "accueil"},
        "lps:invoices": {"folder": "lps:invoices"},
    }
    assert {one.level for one in found.values()} == {URGENT}
    clear_flag(LPS.unreachable)
    assert subjects(context, AlertKind.FOLDER_UNREACHABLE) == ["accueil"]


def test_each_stage_that_fails_is_a_cause_with_the_code_of_its_fault(context: Context) -> None:
    assert STAGE_FAILED == _FAILED
    raise_flag(context, f"{STAGE_FAILED}convert", reason=Code.DISK_FULL)
    (cause,) = causes(context, AlertKind.STAGE_FAILED)
    assert cause.facts == {"stage": "convert", "code": "disk.full"}
    assert (cause.subject, cause.level) == ("convert", URGENT)


# -- exports of the LPS


def came(context: Context, **changes: Any) -> Incoming:
    facts: dict[str, Any] = {
        "channel": "lps",
        "name": "ADRDEUX.json",
        "sha256": "0" * 64,
        "received_at": context.clock.now(),
        "reason": Code.IMPORT_NOT_JSON.value,
    }
    return Incoming.create(**{**facts, **changes})


def test_each_export_refused_is_a_cause_for_thirty_days(
    context: Context, clock: TurnedClock
) -> None:
    row = came(context)
    came(context, reason=None)
    came(context, channel="caisse", reason=Code.ACK_UNREADABLE.value)
    clock.turn(days=30)
    (cause,) = causes(context, AlertKind.IMPORT_REFUSED)
    assert (cause.subject, cause.facts) == (str(row.id), {"code": "import.not-json"})
    assert cause.level == WARNING
    clock.turn(seconds=1)
    assert causes(context, AlertKind.IMPORT_REFUSED) == []


# -- disks


def free_mb(context: Context) -> int:
    return shutil.disk_usage(context.files.root).free // MB


def test_a_disk_with_less_room_than_set_is_told_once_for_all_folders_on_it(
    context: Context, tmp_path: Path
) -> None:
    context = watched(context, tmp_path)
    assert causes(context, AlertKind.DISK_NEARLY_FULL) == []
    least = 2 * free_mb(context)
    (cause,) = causes(in_force(context, min_free_mb=least), AlertKind.DISK_NEARLY_FULL)
    assert cause.facts == {"folder": None, "least_mb": least}
    assert (cause.subject, cause.level) == ("", URGENT)


def test_a_disk_that_was_told_stays_told_until_it_has_a_tenth_more_room(context: Context) -> None:
    wavering = in_force(context, min_free_mb=int(free_mb(context) / 1.05))
    assert causes(wavering, AlertKind.DISK_NEARLY_FULL) == []
    renew(in_force(context, min_free_mb=2 * free_mb(context)))
    assert subjects(wavering, AlertKind.DISK_NEARLY_FULL) == [""]
    roomy = in_force(context, min_free_mb=int(free_mb(context) / 1.2))
    assert causes(roomy, AlertKind.DISK_NEARLY_FULL) == []


def test_a_folder_that_is_gone_does_not_hide_a_full_disk(context: Context, tmp_path: Path) -> None:
    context = watched(in_force(context, min_free_mb=2 * free_mb(context)), tmp_path / "gone")
    assert subjects(context, AlertKind.DISK_NEARLY_FULL) == [""]


# -- a pause


@pytest.mark.parametrize(
    ("hours", "said"), [(11.9, False), (12, True), (1000, True), (-11.9, False), (-12, True)]
)
def test_a_pause_is_told_after_twelve_hours_even_if_the_clock_was_wrong(
    context: Context, clock: TurnedClock, hours: float, said: bool
) -> None:
    raise_flag(context, PAUSED, by="Anne")
    clock.turn(hours=hours)
    found = causes(context, AlertKind.PAUSED_LONG)
    assert [cause.facts for cause in found] == (
        [{"since": "2026-03-10T09:00:00+00:00"}] if said else []
    )


def test_no_pause_is_no_cause(context: Context) -> None:
    assert causes(context, AlertKind.PAUSED_LONG) == []


# -- the clock


def test_a_clock_from_before_this_release_is_urgent(context: Context, clock: TurnedClock) -> None:
    assert causes(context, AlertKind.CLOCK_WRONG) == []
    clock.wall = clock.wall.replace(year=1970)
    (cause,) = causes(context, AlertKind.CLOCK_WRONG)
    assert (cause.subject, cause.level) == ("", URGENT)


def test_a_clock_set_back_is_told_for_a_day(context: Context, clock: TurnedClock) -> None:
    calendar = Calendar(context, lambda: None)
    clock.wall -= timedelta(hours=2)
    calendar.heartbeat()
    calendar.stop()
    (cause,) = causes(context, AlertKind.CLOCK_WRONG)
    assert (cause.subject, cause.level, cause.facts) == ("back", WARNING, {"minutes": 120})
    clock.turn(hours=23)
    assert subjects(context, AlertKind.CLOCK_WRONG) == ["back"]
    clock.turn(hours=1)
    assert causes(context, AlertKind.CLOCK_WRONG) == []


def test_a_clock_set_back_while_the_service_was_stopped_is_told(
    context: Context, clock: TurnedClock
) -> None:
    raise_flag(context, PAUSED)
    clock.wall -= timedelta(days=40)
    Calendar(context, lambda: None).stop()
    (cause,) = causes(context, AlertKind.CLOCK_WRONG)
    assert cause.facts == {"minutes": 40 * 24 * 60}


@pytest.mark.parametrize("seconds", [-59, 3600])
def test_a_clock_set_right_by_a_little_or_ahead_is_no_news(
    context: Context, clock: TurnedClock, seconds: int
) -> None:
    calendar = Calendar(context, lambda: None)
    clock.wall += timedelta(seconds=seconds)
    calendar.heartbeat()
    calendar.stop()
    assert causes(context, AlertKind.CLOCK_WRONG) == []


# -- backups


def test_papers_without_a_backup_are_told_after_days_and_until_there_is_one(
    practice: Practice, clock: TurnedClock
) -> None:
    context = practice.context
    clock.turn(days=30)
    assert causes(context, AlertKind.BACKUP_OLD) == []  # nothing to lose yet
    practice.document()
    clock.turn(days=7, seconds=-1)
    assert causes(context, AlertKind.BACKUP_OLD) == []
    clock.turn(seconds=1)
    (cause,) = causes(context, AlertKind.BACKUP_OLD)
    assert (cause.level, cause.facts) == (WARNING, {})
    ran(BACKUP, clock.now())
    assert causes(context, AlertKind.BACKUP_OLD) == []
    at = clock.now()
    clock.turn(days=7)
    (cause,) = causes(context, AlertKind.BACKUP_OLD)
    assert cause.facts == {"since": at.isoformat()}


def test_who_keeps_the_folder_safe_in_another_way_hears_nothing(
    practice: Practice, clock: TurnedClock
) -> None:
    practice.document()
    clock.turn(days=1_000)
    alerts = Alerts(backup_days=0)
    assert causes(in_force(practice.context, alerts=alerts), AlertKind.BACKUP_OLD) == []
