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
_FACT = re.compile(r"\{(\w+)\}")


class Wording(NamedTuple):
    """One fault in plain words: `title` says what happened, `advice` what to do next."""

    title: str
    advice: str


def say(code: Code, facts: Mapping[str, object], language: str = "fr") -> Wording:
    """The words for `code` with its `facts` filled in; French for a language we do not speak."""
    title, advice = WORDS.get(language, FRENCH)[code]
    return Wording(_fill(title, facts), _fill(advice, facts))


def _fill(template: str, facts: Mapping[str, object]) -> str:
    def part(match: re.Match[str]) -> str:
        text = match[1]
        if any(facts.get(name) is None for name in _FACT.findall(text)):
            return ""
        return _FACT.sub(lambda fact: _printable(facts[fact[1]]), text)

    return _PART.sub(part, template)


def _printable(fact: object) -> str:
    """A file name may hold newlines or terminal commands: none reaches a screen or a log."""
    return "".join(character if character.isprintable() else "?" for character in str(fact))
