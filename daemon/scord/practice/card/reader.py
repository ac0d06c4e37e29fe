"""Reads a CPS once, because a person asked: its number and what else is free. It asks no PIN.

The card is shared with the billing software, kept for the moment by a transaction and left as it
is: neither reset nor powered down.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from scord.practice.card import pcsc
from scord.practice.card.profile import MASTER_FILE, CardRead, File, read_by
from scord.practice.card.reference import ReferenceCard
from scord.practice.card.states import all_seen, look
from scord_shared.cards import CardState, ReaderSeen
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

PROFILES = (ReferenceCard(),)

SECONDS = 10.0  # a reading takes one; another program may keep the card as long as it likes
_MOST_PIECES = 32
_LOOKS, _LOOK_SECONDS = 6, 0.1

_DONE, _SHORT, _MORE, _OTHER_LENGTH = 0x9000, 0x6282, 0x61, 0x6C
_GET_RESPONSE = bytes.fromhex("00C0 0000")
# no such file, not allowed without its PIN, no such command: a card that is laid out otherwise
_NOT_THERE = frozenset({0x6A82, 0x6982, 0x6985, 0x6986, 0x6A86, 0x6D00, 0x6E00})

_WHY_NOT = {
    CardState.VITALE: Code.CARD_VITALE,
    CardState.UNKNOWN: Code.CARD_UNKNOWN,
    CardState.MUTE: Code.CARD_UNREADABLE,
    CardState.EMPTY: Code.CARD_ABSENT,
}
_at_it = threading.Lock()  # one reading at a time


@dataclass(frozen=True)
class Reading:
    """What was read, and in which reader it was."""

    reader: ReaderSeen
    card: CardRead


def read_cps(reader: str | None = None) -> Reading:
    """Reads the CPS in `reader`, or the only one there is.

    Raises ScordError with a code of cards, or ACTION_REFUSED where two readers hold one each.
    """
    if not _at_it.acquire(blocking=False):
        raise ScordError(Code.CARD_BUSY)
    told: SimpleQueue[Reading | Exception] = SimpleQueue()
    threading.Thread(target=_read_aside, args=(reader, told), name="card", daemon=True).start()
    try:
        outcome = told.get(timeout=SECONDS)
    except Empty:  # the thread goes on waiting for the card, and nobody for the thread
        raise ScordError(Code.CARD_BUSY) from None
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _read_aside(reader: str | None, told: SimpleQueue[Reading | Exception]) -> None:
    try:
        told.put(_read(reader))
    except pcsc.PcscError as fault:
        told.put(fault.told())
    except Exception as fault:  # noqa: BLE001 -- raised again by who waits for it
        told.put(fault)
    finally:
        _at_it.release()


def _read(reader: str | None) -> Reading:
    with pcsc.session() as session:
        chosen = choose(all_seen(look(session)).readers, reader)
        try:
            with session.card(chosen.name) as card:
                return Reading(chosen, read_by(PROFILES, lambda file: fetch(card, file)))
        except (pcsc.PcscError, ScordError) as fault:
            if _is_gone(session, chosen.name):
                raise ScordError(Code.CARD_REMOVED) from fault
            raise


def _is_gone(session: pcsc.Session, name: str) -> bool:
    """Whether the card was pulled, which readers notice later than the command that it cut off."""
    for _ in range(_LOOKS):
        left = [one for one in all_seen(look(session)).readers if one.name == name]
        if all(one.state is CardState.EMPTY for one in left):
            return True
        time.sleep(_LOOK_SECONDS)
    return False


def choose(readers: Sequence[ReaderSeen], asked: str | None) -> ReaderSeen:
    """The reader to read in. Raises as read_cps does."""
    if not readers:
        raise ScordError(Code.CARD_NO_READER)
    named = [one for one in readers if asked in (None, one.name)]
    if not named:
        raise ScordError(Code.CARD_READER_GONE)
    found = [one for one in named if one.state is CardState.CPS]
    if len(found) > 1:
        names = ", ".join(one.name for one in found)
        raise ScordError(Code.ACTION_REFUSED, reason=Refusal.READER_UNCLEAR, names=names)
    if not found:
        states = {one.state for one in named}
        raise ScordError(next(code for state, code in _WHY_NOT.items() if state in states))
    return found[0]


def fetch(card: pcsc.Card, file: File) -> bytes | None:
    """The file's bytes; None where the card has none, or keeps it. Raises CARD_UNREADABLE."""
    for command in (MASTER_FILE, file.select):
        if _ask(card, command) is None:
            return None
    return _ask(card, file.read)


def _ask(card: pcsc.Card, command: bytes) -> bytes | None:
    """The whole answer, put together where the card gives it in pieces (ISO 7816-3, T=0)."""
    data = b""
    for _ in range(_MOST_PIECES):
        answer = card.transmit(command)
        if len(answer) < 2:
            break
        data += answer[:-2]
        first, last = answer[-2:]
        status = first << 8 | last
        if status in (_DONE, _SHORT):
            return data
        if status in _NOT_THERE:
            return None
        if first == _MORE:
            command = _GET_RESPONSE + bytes([last])
        elif first == _OTHER_LENGTH:
            command = command[:4] + bytes([last])
        else:
            break
    raise ScordError(Code.CARD_UNREADABLE)
