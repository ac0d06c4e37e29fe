"""How a pair of (French, English) becomes a sentence; times and sizes as each language has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.settings import PARIS
from scord_shared.wording import fill

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Words = tuple[str, str]

_MOMENT = {"fr": "%d/%m/%Y à %H:%M", "en": "%Y-%m-%d %H:%M"}
_COLON = {"fr": " : ", "en": ": "}


def put(words: Words, language: str, **facts: object) -> str:
    """The sentence in `language`, with its facts filled in."""
    return fill(words[language == "en"], facts, language)


def look_up(
    table: Mapping[str, Words], code: str, language: str, facts: Mapping[str, object] | None = None
) -> str:
    """The words for `code`; one that the table lacks is shown as it is."""
    return put(table[code], language, **(facts or {})) if code in table else code


def moment(at: datetime, language: str) -> str:
    """A time as clocks in France show it."""
    return at.astimezone(PARIS).strftime(_MOMENT[language])


def size(count: int, language: str) -> str:
    return put(("{count:,} octets", "{count:,} bytes"), language, count=count)


def with_colon(head: str, rest: str, language: str) -> str:
    """`head` alone where nothing is to be said of it."""
    return f"{head}{_COLON[language]}{rest}" if rest else head
