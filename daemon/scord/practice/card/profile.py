"""What of a CPS can be read without its PIN, as data; what is not public, behind profiles.

Public is the card's number. How the objects CPS_INFO_PS and CPS_NAME_PS are laid out, and where a
CPS has the "Région" that billing software reads from it, is not: the ANS describes that in a
document of its own ("Données métier CPS3"). A profile knows such a layout and recognises its cards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from scord.practice.card.ber import parse


class File(NamedTuple):
    """`select` and `read` are the commands (APDU) that give its bytes."""

    select: bytes
    read: bytes


Fetch = Callable[[File], bytes | None]  # None: the card has no such file, or wants its PIN first


@dataclass(frozen=True)
class Person:
    """Whose card it is; what a card does not say is None."""

    rpps: str
    family_name: str
    given_name: str
    speciality: str | None = None
    region: str | None = None


class CardProfile(Protocol):
    name: str

    def person(self, fetch: Fetch) -> Person | None:
        """None where the card is not laid out so. Raises ScordError CARD_UNREADABLE."""
        ...


@dataclass(frozen=True)
class CardRead:
    """`card_number`: the digits printed on it; None where it tells none. `profile`: which layout
    `person` was read by, None where no profile knows this card.
    """

    card_number: str | None
    profile: str | None
    person: Person | None


# Sources: traces in OpenSC's issues 2223 and 2275; ANS, cryptolib CPS. EF.SN.ICC holds
# `5A 0A 80 25 00 00 01 …`: the issuer, then the card's number, filled up with F.
MASTER_FILE = bytes.fromhex("00A4 000C 02 3F00")
SERIAL_NUMBER = File(bytes.fromhex("00A4 0904 04 3F00D003"), bytes.fromhex("00B0 0000 0C"))
_SERIAL_TAG = 0x5A
_ISSUER = "8025000001"
_NUMBER = re.compile(r"([0-9]+)F*")


def read_by(profiles: Iterable[CardProfile], fetch: Fetch) -> CardRead:
    """What the card tells freely, by the first profile that knows it. Raises CARD_UNREADABLE."""
    number = card_number(fetch(SERIAL_NUMBER) or b"")
    for profile in profiles:
        person = profile.person(fetch)
        if person:
            return CardRead(number, profile.name, person)
    return CardRead(number, None, None)


def card_number(content: bytes) -> str | None:
    """From EF.SN.ICC; None of another issuer's. Raises ScordError CARD_UNREADABLE."""
    for one in parse(content):
        told = one.value.hex().upper()
        if one.tag == _SERIAL_TAG and told.startswith(_ISSUER):
            digits = _NUMBER.fullmatch(told.removeprefix(_ISSUER))
            return digits[1] if digits else None
    return None
