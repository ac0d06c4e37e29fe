"""Folders out of reach, stages that fail, exports refused, disks that fill up, long pauses."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from tests.alerts.derived import causes, subjects
from tests.lots.practice import in_force

from scord.actions.importing import LPS
from scord.alerts.keeping import renew
from scord.alerts.service_causes import FOLDER_UNREACHABLE, STAGE_FAILED
from scord.journey import _FAILED
from scord.settings import DropFolder
from scord.store.flags import PAUSED, clear_flag, raise_flag
from scord.store.tables import Incoming
from scord_shared.errors import Code
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import TurnedClock

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
