"""What a person reads for each fault: a title and what to do next, in their language.

The words stand in `words_fr.py` and `words_en.py`, one entry per code. A part in square brackets is
left out when one of the facts it names is not known, so a sentence stays whole without them.
"""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from scord_shared.mail_reasons import MAIL_REASONS
from scord_shared.refusals import REFUSALS
from scord_shared.words_en import ENGLISH
from scord_shared.words_fr import FRENCH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord_shared.errors import Code

_REASONS = REFUSALS | MAIL_REASONS
WORDS = {"fr": FRENCH, "en": ENGLISH}

_FACT = re.compile(r"\{(\w+)(:,)?\}")  # {name}, or {name:,} for a number with its thousands apart
_PART = re.compile(rf"\[([^\]]*)\]|{_FACT.pattern}")
_THOUSANDS = {"fr": " ", "en": ","}
_SPACES = "\u00a0\u202f"  # in French figures: they do not break
_SEMICOLON = {"fr": " ; ", "en": "; "}

# What the system says of a file, for those who do not read its English. Windows speaks for itself.
_SYSTEM = {
    os.strerror(errno.ENOENT): "introuvable",
    os.strerror(errno.EACCES): "accès refusé",
    os.strerror(errno.EPERM): "opération non permise",
    os.strerror(errno.EISDIR): "c'est un dossier",
    os.strerror(errno.ENOTDIR): "un fichier occupe la place d'un dossier",
    os.strerror(errno.EIO): "le disque ne répond pas",
    os.strerror(errno.EADDRINUSE): "un autre service l'a déjà prise",
}


class Wording(NamedTuple):
    """One fault in plain words: `title` says what happened, `advice` what to do next."""

    title: str
    advice: str


def say(code: Code, facts: Mapping[str, object], language: str = "fr") -> Wording:
    """The words for `code` with its `facts` filled in; French for a language we do not speak."""
    language = language if language in WORDS else "fr"
    title, advice = WORDS[language][code]
    told = {**facts, "reason": _reason(facts, language)} if facts.get("reason") else facts
    return Wording(fill(title, told, language), fill(advice, told, language))


def fill(template: str, facts: Mapping[str, object], language: str = "fr") -> str:
    """`template` with its facts in place; a fact that is None counts as not known."""
    known = {name: fact for name, fact in facts.items() if fact is not None}

    def fact(match: re.Match[str]) -> str:
        value = known.get(match[1], "?")
        if match[2] and isinstance(value, int):
            return f"{value:,}".replace(",", _THOUSANDS[language])
        return _printable(value, language)

    def part(match: re.Match[str]) -> str:
        if match[1] is None:
            return _FACT.sub(fact, match[0])
        named = {name for name, _ in _FACT.findall(match[1])}
        return _FACT.sub(fact, match[1]) if named <= known.keys() else ""

    return _PART.sub(part, template)


def _reason(facts: Mapping[str, object], language: str) -> str:
    """The code of a refusal and the system's own words, in the reader's language."""
    reason = str(facts["reason"])
    if reason in _REASONS:
        return fill(_REASONS[reason][language == "en"], facts, language)
    return _SYSTEM.get(reason, reason) if language == "fr" else reason


def _printable(fact: object, language: str) -> str:
    """A file name may hold newlines or terminal commands: none reaches a screen or a log."""
    text = (
        _SEMICOLON[language].join(map(str, fact)) if isinstance(fact, list | tuple) else str(fact)
    )
    return "".join(one if one.isprintable() or one in _SPACES else "?" for one in text)
