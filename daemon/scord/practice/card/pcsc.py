"""PC/SC, as far as it is used here: the one file that imports pyscard, and that only in functions.

Of pyscard it takes the plain calls alone: its connection objects power the card down when they are
let go, which would end the PIN session of the billing software.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Numbers of PC/SC as pcsclite.h and winerror.h have them; pyscard gives them signed or not.
_OK = 0x00000000
CANCELLED = 0x80100002
TIMEOUT = 0x8010000A
NO_READERS = 0x8010002E
_CODES = {
    0x80100009: Code.CARD_READER_GONE,  # unknown reader
    0x8010000B: Code.CARD_BUSY,  # sharing violation: somebody has it alone
    0x8010000C: Code.CARD_ABSENT,  # no smart card
    0x8010000F: Code.CARD_UNREADABLE,  # protocol mismatch
    0x80100016: Code.CARD_UNREADABLE,  # not transacted
    0x80100017: Code.CARD_READER_GONE,  # reader unavailable
    NO_READERS: Code.CARD_NO_READER,
    0x8010002F: Code.CARD_UNREADABLE,  # bytes lost on the way
    0x80100066: Code.CARD_UNREADABLE,  # unresponsive
    0x80100067: Code.CARD_UNREADABLE,  # unpowered
    0x80100068: Code.CARD_BUSY,  # reset by somebody else meanwhile
    0x80100069: Code.CARD_REMOVED,
}
# Windows says how many readers it knows by the upper half of this one's state.
_NEW_READERS = r"\\?PnP?\Notification"


class Glimpse(NamedTuple):
    """A reader's state as PC/SC has it, a set of bits, and the card's ATR."""

    bits: int
    atr: bytes


class PcscError(Exception):
    """A call that did not succeed, by its number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"0x{number:08X}")
        self.number = number

    def told(self) -> ScordError:
        """As a person is told; what no card or reader has done, the service has."""
        code = _CODES.get(self.number, Code.CARD_NO_SERVICE)
        return ScordError(code, status=str(self))


def installed() -> bool:
    """Whether pyscard and the system's library are there."""
    try:
        return bool(_scard())
    except ImportError:
        return False


@dataclass(frozen=True)
class Session:
    """A talk with the system's service; `cancel` may be called by another thread."""

    _handle: Any

    def readers(self) -> list[str]:
        number, names = _scard().SCardListReaders(self._handle, [])
        if _number(number) == NO_READERS:
            return []
        _succeed(number)
        return list(names)

    def look(self, known: Mapping[str, Glimpse | None], seconds: float) -> dict[str, Glimpse]:
        """The states of these readers, once one differs from what is known or a reader comes;
        after `seconds` those that are known. No card is touched. Raises PcscError.
        """
        scard = _scard()
        asked: list[tuple[Any, ...]] = [
            (name, seen.bits, list(seen.atr)) if seen else (name, scard.SCARD_STATE_UNAWARE)
            for name, seen in known.items()
        ]
        if seconds:
            asked.append((_NEW_READERS, len(known) << 16))
        number, found = scard.SCardGetStatusChange(self._handle, int(seconds * 1000), asked)
        if _number(number) == TIMEOUT:
            return {name: seen for name, seen in known.items() if seen}
        _succeed(number)
        return {
            name: Glimpse(bits & ~scard.SCARD_STATE_CHANGED, bytes(atr))
            for name, bits, atr in found
            if name != _NEW_READERS
        }

    def cancel(self) -> None:
        """Ends a `look`, which raises PcscError CANCELLED."""
        _scard().SCardCancel(self._handle)

    @contextmanager
    def card(self, reader: str) -> Iterator[Card]:
        """The card of `reader`, shared with others and left as it is; nobody else speaks to it
        while the block lasts, and one who does is waited for. Raises PcscError.
        """
        scard = _scard()
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        number, card, protocol = scard.SCardConnect(
            self._handle, reader, scard.SCARD_SHARE_SHARED, protocols
        )
        _succeed(number)
        try:
            _succeed(scard.SCardBeginTransaction(card))
            try:
                yield Card(card, protocol)
            finally:
                scard.SCardEndTransaction(card, scard.SCARD_LEAVE_CARD)
        finally:
            scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)


@dataclass(frozen=True)
class Card:
    _handle: Any
    _protocol: int

    def transmit(self, command: Sequence[int]) -> bytes:
        """What the card answers, its status word last. Raises PcscError."""
        scard = _scard()
        by_t1 = self._protocol == scard.SCARD_PROTOCOL_T1
        header = scard.SCARD_PCI_T1 if by_t1 else scard.SCARD_PCI_T0
        number, answer = scard.SCardTransmit(self._handle, header, list(command))
        _succeed(number)
        return bytes(answer)


@contextmanager
def session() -> Iterator[Session]:
    """Raises ScordError CARD_NOT_INSTALLED, PcscError where the service does not answer."""
    if not installed():
        raise ScordError(Code.CARD_NOT_INSTALLED)
    scard = _scard()
    number, handle = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _succeed(number)
    try:
        yield Session(handle)
    finally:
        scard.SCardReleaseContext(handle)


def _scard() -> Any:
    # an extra, which a resting service may do without
    import smartcard.scard  # type: ignore[import-untyped]  # noqa: PLC0415

    return smartcard.scard


def _number(told: int) -> int:
    return told & 0xFFFFFFFF


def _succeed(told: int) -> None:
    if _number(told) != _OK:
        raise PcscError(_number(told))
