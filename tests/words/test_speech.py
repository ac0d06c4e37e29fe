"""Sentences in the asked language, with times as clocks in France show them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scord.words.answers import ANSWERS
from scord.words.speech import look_up, moment, put, size, with_colon

SUMMER = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "shown"), [("fr", "02/07/2026 à 00:30"), ("en", "2026-07-02 00:30")]
)
def test_a_time_is_shown_as_in_france(language: str, shown: str) -> None:
    assert moment(SUMMER, language) == shown


def test_a_size_has_its_thousands_apart_and_its_unit() -> None:
    assert (size(250_000, "fr"), size(250_000, "en")) == ("250 000 octets", "250,000 bytes")


def test_a_colon_stands_as_each_language_has_it_or_not_at_all() -> None:
    assert with_colon("a", "b", "fr") == "a : b"
    assert with_colon("a", "b", "en") == "a: b"
    assert with_colon("a", "", "fr") == "a"


def test_a_code_that_a_table_lacks_is_shown_as_it_is() -> None:
    assert look_up({"a": ("un", "one")}, "a", "en") == "one"
    assert look_up({"a": ("un", "one")}, "b", "fr") == "b"


@pytest.mark.parametrize("code", ANSWERS)
def test_every_answer_is_there_in_both_languages_with_the_same_facts(code: str) -> None:
    french, english = ANSWERS[code]
    facts = {name: f"<{name}>" for name in _named(french)}
    assert _named(french) == _named(english)
    assert all(value in put((french, english), "fr", **facts) for value in facts.values())


def _named(template: str) -> set[str]:
    return {part.split("}")[0] for part in template.split("{")[1:]}
