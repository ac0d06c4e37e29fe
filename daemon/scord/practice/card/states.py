"""What PC/SC says of the readers, as the states that people are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.practice.card import pcsc
from scord.practice.card.atr import Known, recognise
from scord_shared.cards import CardService, CardsSeen, CardState, ReaderSeen
from scord_shared.errors import ScordError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scord.practice.card.pcsc import Glimpse, Session

# The bits of a reader's state, as pcsclite.h and winscard.h have them.
PRESENT = 0x20
EXCLUSIVE = 0x80
IN_USE = 0x100
MUTE = 0x200


def cards_now() -> CardsSeen:
    """What is in the readers at this moment; no card is touched."""
    try:
        with pcsc.session() as session:
            return all_seen(look(session))
    except ScordError:
        return CardsSeen(CardService.NOT_INSTALLED)
    except pcsc.PcscError:
        return CardsSeen(CardService.NO_SERVICE)


def look(session: Session) -> dict[str, Glimpse]:
    """Each reader's state now. Raises PcscError."""
    names = session.readers()
    return session.look(dict.fromkeys(names), 0) if names else {}


def all_seen(glimpses: Mapping[str, Glimpse]) -> CardsSeen:
    if not glimpses:
        return CardsSeen(CardService.NO_READER)
    readers = tuple(reader_seen(name, glimpse) for name, glimpse in sorted(glimpses.items()))
    return CardsSeen(CardService.READY, readers)


def reader_seen(name: str, glimpse: Glimpse) -> ReaderSeen:
    known = _in_it(glimpse)
    in_use = bool(glimpse.bits & (IN_USE | EXCLUSIVE))
    return ReaderSeen(name, known.state, known.model, in_use)


def _in_it(glimpse: Glimpse) -> Known:
    if not glimpse.bits & PRESENT:
        return Known(CardState.EMPTY, None)
    if glimpse.bits & MUTE or not glimpse.atr:
        return Known(CardState.MUTE, None)
    return recognise(glimpse.atr)
