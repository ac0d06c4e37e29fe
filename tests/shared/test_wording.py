"""Every fault has words in both languages, whole with its facts and whole without them."""

from __future__ import annotations

import re
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord_shared.errors import Code
from scord_shared.wording import WORDS, say

FACT = re.compile(r"\{(\w+)(?::,)?\}")
LEFTOVERS = re.compile(r"[\[\]{}]|  |\s[.,]|[:;(]$")

every_code = pytest.mark.parametrize("code", Code)
every_language = pytest.mark.parametrize("language", ["fr", "en"])


def facts_named(code: Code) -> set[str]:
    return {name for words in WORDS.values() for text in words[code] for name in FACT.findall(text)}


@every_language
@every_code
def test_every_code_has_a_title_and_advice(code: Code, language: str) -> None:
    title, advice = say(code, {}, language)
    assert title
    assert not title.endswith(".")
    assert advice.endswith(".")


@every_language
@every_code
def test_a_sentence_is_whole_without_any_fact(code: Code, language: str) -> None:
    for text in say(code, {}, language):
        assert not LEFTOVERS.search(text), text


@every_language
@every_code
def test_every_fact_that_is_known_is_shown(code: Code, language: str) -> None:
    facts = {name: f"<{name}>" for name in facts_named(code)}
    shown = " ".join(say(code, facts, language))
    assert all(value in shown for value in facts.values()), shown
    assert not LEFTOVERS.search(shown), shown


def test_both_languages_cover_exactly_the_codes() -> None:
    assert {language: set(words) for language, words in WORDS.items()} == {
        "fr": set(Code),
        "en": set(Code),
    }


def test_a_fact_that_is_none_counts_as_not_known() -> None:
    assert say(Code.FILE_EMPTY, {"name": None}) == say(Code.FILE_EMPTY, {})


def test_a_language_we_do_not_speak_is_answered_in_french() -> None:
    assert say(Code.FILE_EMPTY, {}, "de") == say(Code.FILE_EMPTY, {}, "fr")


def test_a_file_name_with_control_characters_cannot_reach_the_terminal() -> None:
    title, _ = say(Code.FILE_EMPTY, {"name": "scan\n\x1b[2J\u202efdp.pdf"})
    assert title == "Fichier vide : scan??[2J?fdp.pdf"


@given(st.dictionaries(st.sampled_from(["name", "limit", "page", *ascii_lowercase]), st.text()))
def test_no_fact_whatever_it_holds_breaks_a_sentence(facts: dict[str, str]) -> None:
    for code in Code:
        title, advice = say(code, facts)
        assert set(title + advice) <= {*filter(str.isprintable, title + advice), "\u00a0", "\u202f"}


def test_a_fact_that_looks_like_a_template_is_shown_as_it_is() -> None:
    title, _ = say(Code.FILE_EMPTY, {"name": "[{limit}].pdf"})
    assert title == "Fichier vide : [{limit}].pdf"


@pytest.mark.parametrize(("language", "shown"), [("fr", "250 000"), ("en", "250,000")])
def test_a_large_number_has_its_thousands_apart(language: str, shown: str) -> None:
    _, advice = say(Code.FILE_TOO_LARGE, {"limit": 250_000}, language)
    assert shown in advice


def test_several_faults_are_told_one_after_the_other() -> None:
    _, advice = say(Code.SETTINGS_INVALID, {"faults": ("a: too small", "b: unknown")}, "en")
    assert advice.startswith("Correct them: a: too small; b: unknown, then start again.")
