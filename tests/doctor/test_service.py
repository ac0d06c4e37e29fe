"""What the doctor says of the service, seen as the command sees it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from tests.practice import Practice

import scord
from scord.doctor import FAULT, NOTE, SERVICE, WELL, examine
from scord.doctor.finding import Found
from scord.doctor.service import Seen
from scord.engine import LOCK_NAME
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context


@pytest.mark.parametrize(
    ("seen", "level", "code"),
    [
        (Seen(at_work=False), NOTE, Found.SERVICE_NOT_RUNNING),
        (Seen(at_work=True, version=scord.__version__), WELL, Found.SOUND),
        (Seen(at_work=True, version="0.0.9"), FAULT, Found.SERVICE_OTHER_VERSION),
        (
            Seen(at_work=True, fault=ScordError(Code.UPDATE_NEEDED, ours="1", theirs="2")),
            FAULT,
            Code.UPDATE_NEEDED,
        ),
    ],
)
def test_the_service_is_told_first_as_it_was_seen(
    sound: Context, seen: Seen, level: str, code: str
) -> None:
    first = examine(sound, seen)[0]
    assert (first.check, first.level, first.code) == (SERVICE, level, code)


def test_where_nobody_asked_it_nothing_is_said(sound: Context) -> None:
    assert SERVICE not in {one.check for one in examine(sound)}


def _asked(practice: Practice) -> dict[str, Any]:
    line = [sys.executable, "-m", "scord", "--config", str(practice.config), "doctor", "--json"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    first: dict[str, Any] = json.loads(done.stdout)[0]
    return first


@pytest.mark.slow
def test_a_service_at_work_is_well_and_one_that_is_mute_is_a_fault(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    with practice.running():
        assert (_asked(practice)["check"], _asked(practice)["level"]) == (SERVICE, WELL)
    assert _asked(practice)["code"] == Found.SERVICE_NOT_RUNNING
    with FileLock(practice.settings.state_dir / LOCK_NAME):
        mute = _asked(practice)
    assert (mute["level"], mute["code"]) == (FAULT, Code.SERVICE_SILENT)
