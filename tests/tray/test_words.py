"""The tray's words: the same in both languages, and each fact in its place."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from scord_tray.words import ENGLISH, FRENCH, LANGUAGES, WORDS, say, say_time

FACT = re.compile(r"\{(\w+)")


def test_both_languages_say_the_same_things() -> None:
    assert FRENCH.keys() == ENGLISH.keys()
    assert WORDS.keys() == LANGUAGES.keys()


@pytest.mark.parametrize("word", FRENCH)
def test_both_languages_tell_the_same_facts(word: str) -> None:
    assert sorted(FACT.findall(FRENCH[word])) == sorted(FACT.findall(ENGLISH[word]))


@pytest.mark.parametrize("words", [FRENCH, ENGLISH])
def test_nothing_is_left_without_words(words: dict[str, str]) -> None:
    assert all(text.strip() for text in words.values())


def test_a_language_we_do_not_speak_is_answered_in_french() -> None:
    assert say("quit", "de") == "Quitter"


def test_a_part_whose_fact_is_not_known_is_left_out() -> None:
    assert say("about-text", "fr", version="1") == "Icône : version 1."


def test_a_time_of_today_is_said_without_the_day() -> None:
    now = datetime(2026, 3, 9, 18, 0, tzinfo=timezone(timedelta(hours=1)))
    assert say_time(datetime(2026, 3, 9, 7, 4, tzinfo=UTC), now, "fr") == "08:04"


def test_the_day_is_the_one_on_the_wall_not_that_of_utc() -> None:
    now = datetime(2026, 3, 10, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    late = datetime(2026, 3, 9, 23, 10, tzinfo=UTC)
    assert say_time(late, now, "fr") == "00:10"
    assert say_time(late - timedelta(hours=1), now, "en") == "09/03 at 23:10"
