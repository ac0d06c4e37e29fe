"""Which card it is, by what it answers to a reset (ATR): no command is sent for that."""

from __future__ import annotations

import re
from typing import NamedTuple

from scord_shared.cards import CardState


class Known(NamedTuple):
    state: CardState
    model: str | None


# A dot is a hexadecimal digit that differs from card to card. The first that fits counts: CPS3, as
# masked, would take in the CPS4 of T=0.
# Sources: OpenSC, src/libopensc/card-iasecc.c (CPS3 and its mask; CPS4 from pull request 2217);
# pcsc-tools, smartcard_list.txt (Vitale); ANS, cryptolib CPS (card-cps).
_PATTERNS = (
    ("3B 9B 18 80 01 00 12 25 00 64 80 04 01 00 00 90 44", CardState.CPS, "CPS4"),
    ("3B 9B 18 80 01 00 12 25 00 64 80 00 04 01 00 90 44", CardState.CPS, "CPS4"),
    ("3B DC 18 FF 00 00 12 25 00 64 80 00 04 01 00 90 00", CardState.CPS, "CPS4"),
    ("3B .. .. .. .. 00 12 25 00 64 80 .. .. .. 00 90 00", CardState.CPS, "CPS3"),
    (
        "3B 8F 80 01 00 31 B8 64 04 B0 EC C1 73 94 01 80 82 90 00 0E",
        CardState.CPS,
        "CPS3, sans contact",
    ),
    ("3B 75 13 00 00 4. 09 EA 90 00", CardState.VITALE, "Vitale"),
)
_KNOWN = tuple(
    (re.compile(pattern.replace(" ", "")), Known(state, model))
    for pattern, state, model in _PATTERNS
)


def recognise(atr: bytes) -> Known:
    """By the table of known ATRs; a card that is not in it is UNKNOWN."""
    told = atr.hex().upper()
    found = (known for pattern, known in _KNOWN if pattern.fullmatch(told))
    return next(found, Known(CardState.UNKNOWN, None))
