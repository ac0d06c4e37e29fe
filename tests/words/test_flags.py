"""Whatever stands is told in words: a pause, a folder, a stage that fails."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scord.actions.importing import LPS
from scord.actions.setting_up.caisse_told import CAISSE_TOLD
from scord.actions.setting_up.proving import CHANGING, REFUSED
from scord.actions.setting_up.trying import LET_IN
from scord.actions.status import Raised
from scord.alerts.clock import CLOCK_SET_BACK
from scord.exchange.answers import CAISSE
from scord.exchange.certificate_ends import CERTIFICATE_ENDS, SERVER_CERTIFICATE_ENDS
from scord.exchange.stops import MAILBOX_BARRED, ROUTE_STOPPED
from scord.journey import _FAILED, JOURNEY
from scord.practice.said import CARD_SAID
from scord.store.flags import CODE_CHECKED, PAUSED, RESTORED, SEALED, SEND_REQUESTED
from scord.words.flags import FLAGS, flag_words
from scord_shared.errors import Code
from scord_shared.place_words import FOLDERS, STAGES

SINCE = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
EVERY_KIND = {
    PAUSED: {},
    SEND_REQUESTED: {},
    RESTORED: {"lots": {}, "left_out": 1_000},
    SEALED: {"key": "0" * 16},
    CODE_CHECKED: {"key": "0" * 16},
    CHANGING: {},
    REFUSED: {"reason": Code.DISK_FULL.value},
    "folder-unreachable:scanner": {"reason": "FileNotFoundError"},
    LPS.unreachable: {"reason": "PermissionError"},
    CAISSE.unreachable: {"reason": "FileNotFoundError"},
    f"{ROUTE_STOPPED}991129768": {"reason": Code.MAIL_LOGIN_REFUSED.value},
    f"{MAILBOX_BARRED}991129768": {"reason": Code.MAIL_UNREACHABLE.value},
    f"{CERTIFICATE_ENDS}991129768": {"ends": "2026-04-01T00:00:00+00:00"},
    f"{SERVER_CERTIFICATE_ENDS}mail.test.invalid:587": {
        "ends": "2026-04-01T00:00:00+00:00",
        "pinned": True,
    },
    CLOCK_SET_BACK: {"seconds": 7_200},
    f"{CAISSE_TOLD}991129768": {},
    f"{LET_IN}991129768": {"account": "0" * 64},
    f"{CARD_SAID}991129768": {"region": "84"},
    f"{_FAILED}convert": {"reason": Code.DISK_FULL.value},
}


def told(name: str, language: str = "fr") -> str:
    return flag_words(Raised(name, SINCE, "Anne", EVERY_KIND[name]), language)


@pytest.mark.parametrize("name", EVERY_KIND)
def test_every_flag_is_a_whole_sentence_in_both_languages(name: str) -> None:
    french, english = told(name), told(name, "en")
    assert french != english
    for text in (french, english):
        assert text.endswith(".")
        assert "?" not in text
        assert ":" not in name or name not in text


def test_every_kind_of_flag_has_its_words_and_there_are_no_others() -> None:
    assert {name.partition(":")[0] for name in EVERY_KIND} == set(FLAGS)
    assert {LPS.called, CAISSE.called} == set(FOLDERS)


def test_every_stage_has_its_words_and_there_are_no_others() -> None:
    assert {stage.name for stage in JOURNEY} == set(STAGES)


def test_a_pause_says_since_when_by_whom_and_how_it_ends() -> None:
    assert told(PAUSED).startswith("Envoi en pause depuis le 10/03/2026 à 10:00, par Anne ;")
    assert "scord resume" in told(PAUSED)


def test_a_folder_is_called_as_people_call_it() -> None:
    assert told("folder-unreachable:scanner").endswith(": scanner.")
    assert told(LPS.unreachable).endswith(": exports du logiciel de facturation.")


def test_a_stage_says_its_fault_in_words_or_leaves_it_out() -> None:
    assert "conversion en PDF (Disque plein)" in told(f"{_FAILED}convert")
    odd = Raised(f"{_FAILED}file", SINCE, "machine", {"reason": "KeyError"})
    assert "classement. Scord" in flag_words(odd, "fr")


def test_a_flag_of_a_later_release_is_shown_as_it_is() -> None:
    assert flag_words(Raised("brand-new:x", SINCE, "machine", {}), "fr") == "brand-new:x"
