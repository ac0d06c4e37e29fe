"""How a name on file and a name on paper may differ and still be one: errors of reading, parts.

All names here are name keys: capitals without accents, spaces and hyphens (billing.names).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from scord.billing.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

# From how many letters on how many errors of reading are forgiven.
_FORGIVEN = ((9, 2), (5, 1))
PARTICLES = frozenset(("D", "DA", "DE", "DEL", "DES", "DI", "DU", "L", "LA", "LE", "LES", "VAN"))
_BETWEEN = frozenset(("NEE", "NE", "EP", "EPX", "EPOUSE", "VVE", "VEUVE"))  # birth, married name
_PART_LETTERS = 4  # half of a compound name tells something from here on


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The folded words of a name or a piece of text; most come again and again."""
    return tuple(fold_name(name).split())


def key_of(name: str) -> str:
    """As billing.names.name_key, remembered."""
    return "".join(words_of(name))


def errors(known: str, read: str) -> int | None:
    """Letters wrong, missing, added or swapped; None where that is more than is forgiven."""
    most = next((most for letters, most in _FORGIVEN if len(known) >= letters), 0)
    if abs(len(known) - len(read)) > most:
        return None
    found = OSA.distance(known, read, score_cutoff=most)
    return found if found <= most else None


def is_near(known: str, read: str, others: Iterable[str] = ()) -> bool:
    """Whether `read` is `known` with a few errors, and none of the `others` is as near to it."""
    found = errors(known, read)
    if found is None:
        return False
    return all(OSA.distance(other, read, score_cutoff=found) > found for other in others)


def is_near_given(known: str, read: str) -> bool:
    """As `is_near`; but what ends otherwise is another name: LOUIS and LOUISE, JEAN and JEANNE."""
    if known.startswith(read) or read.startswith(known):
        return False
    return is_near(known, read)


def family_parts(name: str) -> tuple[str, ...]:
    """What of a family name may stand for the whole: without particle, either half, née, épouse.

    The folded words of DE LA TOUR MARTIN give LATOURMARTIN, TOURMARTIN, TOUR and MARTIN.
    """
    words = [word for word in words_of(name) if word not in _BETWEEN]
    whole = "".join(words)
    ends = {"".join(words[start:]) for start, word in enumerate(words) if _follows(words, start)}
    halves = {word for word in words if word not in PARTICLES and len(words) > 1}
    return tuple(sorted(part for part in ends | halves | {whole} if len(part) >= _PART_LETTERS))


def _follows(words: list[str], start: int) -> bool:
    """Whether only particles stand before `start`."""
    return all(word in PARTICLES for word in words[:start])


def is_word_of_names(word: str) -> bool:
    """Whether a word tells of whom a name is: no particle, no "née", no initial."""
    return len(word) > 2 and word not in PARTICLES | _BETWEEN
