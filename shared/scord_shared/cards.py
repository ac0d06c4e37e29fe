"""Which card readers there are and what is in them, as the service tells it: no name, no number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CardService(StrEnum):
    """What stands between the service and the cards."""

    OFF = "off"  # readers are not watched
    NOT_INSTALLED = "not-installed"  # Scord's extra `card`
    NO_SERVICE = "no-service"  # the system's (pcscd, SCardSvr) does not answer
    NO_READER = "no-reader"
    READY = "ready"


class CardState(StrEnum):
    """What is in a reader."""

    EMPTY = "empty"
    CPS = "cps"
    VITALE = "vitale"
    UNKNOWN = "unknown"
    MUTE = "mute"  # does not answer: upside down, dirty, or no chip card


@dataclass(frozen=True)
class ReaderSeen:
    """`model`: of a known card, such as "CPS3"; `in_use`: a program of this machine has it open."""

    name: str
    state: CardState
    model: str | None
    in_use: bool


@dataclass(frozen=True)
class CardsSeen:
    """`readers` are there only where `state` is ready."""

    state: CardService
    readers: tuple[ReaderSeen, ...] = ()


def unwatched() -> CardsSeen:
    return CardsSeen(CardService.OFF)
