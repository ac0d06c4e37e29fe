"""Codes are stable names, exit statuses are a contract with scripts and service managers."""

from __future__ import annotations

import re

import pytest

from scord_shared.errors import EXIT_STATUS, Code, ScordError

# What scripts and service managers were promised, by the code's first word; 1 for every other.
PROMISED = {
    "file": 3,
    "image": 4,
    "pdf": 5,
    "import": 6,
    "internal": 70,
    "store": 74,
    "disk": 74,
    "settings": 78,
    "secret": 78,
}


@pytest.mark.parametrize("code", Code)
def test_every_code_leaves_with_the_status_that_was_promised(code: Code) -> None:
    assert ScordError(code).exit_status == PROMISED.get(code.value.split(".")[0], 1)


@pytest.mark.parametrize("code", Code)
def test_no_fault_leaves_as_success_or_as_a_usage_error(code: Code) -> None:
    assert ScordError(code).exit_status not in {0, 2}


@pytest.mark.parametrize("code", Code)
def test_a_code_is_lower_case_words_that_scripts_can_match(code: Code) -> None:
    assert re.fullmatch(r"[a-z]+(\.[a-z]+(-[a-z]+)*)?", code.value)


def test_every_status_belongs_to_a_code_that_exists() -> None:
    assert set(EXIT_STATUS) <= {code.value.split(".")[0] for code in Code}


def test_the_text_of_an_error_is_its_code_and_facts() -> None:
    assert str(ScordError(Code.FILE_EMPTY)) == "file.empty"
    assert str(ScordError(Code.FILE_TOO_LARGE, limit=10)) == "file.too-large (limit=10)"
