"""What of the journal's words may be told outside of it: Scord's own codes, and nobody's name.

Closed by default: a word that stands in no table here may be a person's.
"""

from __future__ import annotations

from scord.filing.decide import Why
from scord_shared.errors import Code
from scord_shared.status import AlertKind

PERSON = "person"

_ACTORS = frozenset({"machine", "lps", "caisse"})
_WAYS = frozenset({"slip", "form", "armed", "file-name", "text", "series", "follow", "person"})
_OUT = frozenset({"attempt", "cut-off", "delivered", "found-delivered", "answered"})
_REASONS = frozenset({*Code, *Why, *AlertKind, *_WAYS, *_OUT})


def reason(word: object) -> str | None:
    """A reason where it is a code, None for any other."""
    return str(word) if isinstance(word, str) and word in _REASONS else None


def actor(by: str) -> str:
    """Who did it, a person without a name."""
    return by if by in _ACTORS else PERSON
