"""How what Scord stands on is doing, from what rooms have said of it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.lots.practice import in_force

from scord.actions.looking.health import HealthLevel, health
from scord.settings import DropFolder, MailAccount
from scord.store.flags import PAUSED, raise_flag
from scord.words.health import HEALTH, NAMES, health_name, health_words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lots.practice import Practice

BILLING = "991129768"


def told(practice: Practice) -> dict[tuple[str, str], tuple[str, str]]:
    found = health(practice.context)
    for one in found:  # each in words, with nothing left unsaid
        assert one.name in NAMES
        assert one.code in HEALTH
        for language in ("fr", "en"):
            assert health_name(one, language)
            said = health_words(one, language)
            assert said != one.code
            assert "?" not in said
    return {(one.name, one.subject): (one.level.value, one.code) for one in found}


@pytest.fixture
def set_up(practice: Practice, tmp_path: Path) -> Practice:
    account: dict[str, Any] = {"billing_number": BILLING, "address": "a@scord.invalid"}
    accounts = (MailAccount(**account, smtp_host="localhost", inbox="imap"),)
    folders = (DropFolder(name="accueil", path=tmp_path / "gone"),)
    practice.context = in_force(practice.context, folders=folders, mail=accounts)
    return practice


def test_what_is_not_set_up_is_off_and_no_fault(practice: Practice) -> None:
    assert told(practice) == {
        ("folder", ""): ("off", "folder-not-set-up"),
        ("invoices-folder", ""): ("off", "invoices-folder-not-set-up"),
        ("exchange", ""): ("warning", "exchange-test"),
        ("card", ""): ("off", "card-off"),
        ("disk", ""): ("ok", "disk-free"),
        ("clock", ""): ("ok", "clock-right"),
        ("pause", ""): ("ok", "not-paused"),
    }


def test_what_works_is_well_though_nobody_looks_there(set_up: Practice) -> None:
    found = told(set_up)
    assert found["folder", "accueil"] == ("ok", "folder-reachable")
    assert found["mailbox", BILLING] == ("ok", "mailbox-read")


def test_what_a_room_has_raised_is_an_error(set_up: Practice) -> None:
    raise_flag(set_up.context, "folder-unreachable:accueil", reason="TimeoutError")
    raise_flag(set_up.context, "folder-unreachable:exchange:in", reason="OSError")
    raise_flag(set_up.context, f"mailbox-barred:{BILLING}", reason="mail.login-refused")
    raise_flag(set_up.context, f"route-stopped:{BILLING}", reason="mail.login-refused")
    raise_flag(set_up.context, PAUSED, by="Anne")
    found = told(set_up)
    assert found["folder", "accueil"] == ("error", "folder-unreachable")
    assert found["exchange", "exchange:in"] == ("error", "folder-unreachable")
    assert found["mailbox", BILLING] == ("error", "mailbox-barred")
    assert found["exchange", BILLING] == ("error", "route-stopped")
    assert found["pause", ""] == ("warning", "paused")
    assert ("exchange", "") not in found


def test_a_disk_that_is_nearly_full_is_an_error(practice: Practice) -> None:
    free = shutil.disk_usage(practice.context.files.root).free
    practice.context = in_force(practice.context, min_free_mb=free // 1_000_000 * 2 + 1)
    assert told(practice)["disk", ""] == ("error", "disk-nearly-full")


def test_a_clock_behind_the_journal_or_of_long_ago_is_an_error(practice: Practice) -> None:
    raise_flag(practice.context, "send-requested")
    practice.context.clock.turn(minutes=-2)
    assert told(practice)["clock", ""] == ("error", "clock-behind")
    practice.context.clock.wall = datetime(2020, 1, 1, tzinfo=UTC)  # type: ignore[attr-defined]
    assert told(practice)["clock", ""] == ("error", "clock-wrong")


def test_a_level_has_one_of_four_names() -> None:
    assert {level.value for level in HealthLevel} == {"ok", "warning", "error", "off"}
