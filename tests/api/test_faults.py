from __future__ import annotations

import json

import pytest

from scord.api.faults import answer, language_of, status_of
from scord_shared.errors import Code, ScordError


@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_a_status_of_a_fault(code: Code) -> None:
    assert 400 <= status_of(code) < 600


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (Code.WHO_UNKNOWN, 401),
        (Code.NOT_ALLOWED, 403),
        (Code.DOCUMENT_UNKNOWN, 404),
        (Code.ACTION_REFUSED, 409),
        (Code.REQUEST_TOO_LARGE, 413),
        (Code.FILE_EMPTY, 422),
        (Code.IMPORT_NOT_JSON, 422),
        (Code.STORE_BUSY, 503),
        (Code.INTERNAL, 500),
    ],
)
def test_the_status_says_whose_fault_it_is(code: Code, status: int) -> None:
    assert status_of(code) == status


def test_a_fault_is_told_with_its_words_and_facts() -> None:
    told = answer(ScordError(Code.NOT_ALLOWED, name="anne", group="scord-lecture"), "en")
    assert told.status_code == 403
    assert json.loads(bytes(told.body)) == {
        "code": "api.not-allowed",
        "title": "You may not do this: anne",
        "advice": "Ask your IT support to add you to Scord's group scord-lecture.",
        "facts": {"name": "anne", "group": "scord-lecture"},
    }


def test_facts_that_json_does_not_know_are_told_as_text() -> None:
    told = answer(ScordError(Code.DISK_FULL, path=Code.INTERNAL, names={1}), "fr")
    assert json.loads(bytes(told.body))["facts"]["names"] == "{1}"


@pytest.mark.parametrize(
    ("asked", "language"),
    [("", "fr"), ("en", "en"), ("EN-gb", "en"), ("xx,en", "en"), ("fr, en", "fr"), (",,;", "fr")],
)
def test_the_first_language_we_speak_is_spoken(asked: str, language: str) -> None:
    assert language_of({"accept-language": asked}, "fr") == language
