"""Whatever the doctor may find has its words, and advice wherever it is a fault."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scord.doctor import CHECKS, FAULT, NOTE, SERVICE, Finding, Found
from scord.doctor.finding import ALERT
from scord.words import findings
from scord.words.findings import FINDINGS, NOTHING, tell
from scord_shared.errors import Code

LEFTOVERS = re.compile(r"[\[\]{}?]")
# What is well, or is to be known only.
NO_FAULT = {
    Found.SOUND,
    Found.DATABASE,
    Found.DISK_FREE,
    Found.TEST_PROFILE,
    Found.EXCHANGE_FOLDER_MISSING,
    Found.FILE_UNKNOWN,
    Found.FILES_SEALED,
    Found.VOLUME_ENCRYPTED,
    Found.STANDINGS_BEHIND,
}

every_finding = pytest.mark.parametrize("code", Found)
every_language = pytest.mark.parametrize("language", ["fr", "en"])


def facts_of(code: str) -> dict[str, Any]:
    templates = [text for words in FINDINGS[code] for text in words]
    names = {name for text in templates for name in re.findall(r"\{(\w+)", text)}
    return {name: f"<{name}>" for name in names}


def test_every_finding_and_every_check_has_its_words_and_there_are_no_others() -> None:
    assert set(Found) == set(FINDINGS)
    assert {SERVICE, *CHECKS} == set(findings.CHECKS)


@every_language
@every_finding
def test_a_finding_is_told_with_all_its_facts(code: Found, language: str) -> None:
    facts = facts_of(code)
    told = tell(Finding("disk", FAULT, code, facts), language)
    assert told.text
    assert all(value in told.text + told.advice for value in facts.values())
    assert not LEFTOVERS.search(told.text + told.advice)


@every_finding
def test_whatever_is_a_fault_has_advice(code: Found) -> None:
    advice = FINDINGS[code][1]
    assert (advice == NOTHING) == (code in NO_FAULT)
    assert advice == NOTHING or all(text.endswith(".") for text in advice)


def test_a_fault_of_scord_itself_is_told_in_its_own_words() -> None:
    one = Finding("transport", FAULT, Code.STORE_BUSY.value, {})
    assert tell(one, "fr").text == "La base de données est occupée"
    assert tell(one, "fr").advice


def test_the_check_has_a_name_in_each_language() -> None:
    one = Finding("files", NOTE, Found.SOUND, {})
    assert (tell(one, "fr").check, tell(one, "en").check) == ("fichiers", "files")


def test_what_an_alert_tells_is_told_in_its_words() -> None:
    facts = {"kind": "backup-old", "subject": "", "level": "warning", "facts": {}}
    told = tell(Finding("alerts", NOTE, ALERT, facts), "en")
    assert told.text == "No backup"
    assert "scord backup" in told.advice
