"""What a person reads for each fault: a title and what to do next, in their language.

The words stand in `words_fr.py` and `words_en.py`, one entry per code. A part in square brackets is
left out when one of the facts it names is not known, so a sentence stays whole without them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from scord_shared.words_en import ENGLISH
from scord_shared.words_fr import FRENCH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord_shared.errors import Code

WORDS = {"fr": FRENCH, "en": ENGLISH}

_PART = re.compile(r"\[([^\]]*)\]")
_FACT = re.compile(r"\{(\w+)(:,)?\}")  # {name}, or {name:,} for a number with its thousands apart
_THOUSANDS = {"fr": " ", "en": ","}


class Wording(NamedTuple):
    """One fault in plain words: `title` says what happened, `advice` what to do next."""

    title: str
    advice: str


def say(code: Code, facts: Mapping[str, object], language: str = "fr") -> Wording:
    """The words for `code` with its `facts` filled in; French for a language we do not speak."""
    language = language if language in WORDS else "fr"
    known = {name: fact for name, fact in facts.items() if fact is not None}
    title, advice = WORDS[language][code]
    return Wording(_fill(title, known, language), _fill(advice, known, language))


def _fill(template: str, facts: Mapping[str, object], language: str) -> str:
    def fact(match: re.Match[str]) -> str:
        value = facts[match[1]]
        if match[2] and isinstance(value, int):
            return f"{value:,}".replace(",", _THOUSANDS[language])
        return _printable(value)

    def part(match: re.Match[str]) -> str:
        named = {name for name, _ in _FACT.findall(match[1])}
        return _FACT.sub(fact, match[1]) if named <= facts.keys() else ""

    return _PART.sub(part, template)


def _printable(fact: object) -> str:
    """A file name may hold newlines or terminal commands: none reaches a screen or a log."""
    text = "; ".join(map(str, fact)) if isinstance(fact, list | tuple) else str(fact)
    return "".join(character if character.isprintable() else "?" for character in text)
