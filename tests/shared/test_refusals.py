"""Why something cannot be done now is told in the reader's language, never as a bare code."""

from __future__ import annotations

import errno
import os
import re

import pytest

from scord.store.states import DocumentState
from scord_shared.errors import Code
from scord_shared.refusals import REFUSALS, Refusal
from scord_shared.wording import say

FACTS = {"document": 12, "names": ("scanner", "office"), "number": 3, "ack": 4, "lot": 5}
BRACKETS = re.compile(r"[\[\]{}]|  ")


def test_every_refusal_has_words_in_both_languages() -> None:
    assert set(REFUSALS) == set(Refusal)
    assert all(french != english for french, english in REFUSALS.values())


def test_every_state_of_a_document_can_be_the_reason() -> None:
    assert {state.value for state in DocumentState} <= {one.value for one in Refusal}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("reason", Refusal)
def test_a_refusal_is_whole_with_its_facts_and_without(reason: Refusal, language: str) -> None:
    for facts in ({}, FACTS):
        title, _ = say(Code.ACTION_REFUSED, {**facts, "reason": reason.value}, language)
        assert not BRACKETS.search(title)
        assert reason.value not in title.split()


def test_the_folders_to_choose_from_are_named() -> None:
    title, _ = say(Code.ACTION_REFUSED, {"reason": "folder-unknown", **FACTS}, "fr")
    assert title.endswith("dossiers de numérisation : scanner ; office")


def test_a_reason_of_a_later_release_is_shown_as_it_is() -> None:
    title, _ = say(Code.ACTION_REFUSED, {"reason": "brand-new"}, "fr")
    assert title.endswith(": brand-new")


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.EISDIR])
def test_what_the_system_says_of_a_file_is_told_in_french(number: int) -> None:
    said = os.strerror(number)
    assert said not in say(Code.FILE_UNREADABLE, {"reason": said}, "fr").title
    assert said in say(Code.FILE_UNREADABLE, {"reason": said}, "en").title
