"""What PC/SC says of a reader, as a state."""

from __future__ import annotations

import pytest
from tests.card.emulated import CPS3, STRANGE, VITALE

from scord.practice.card.pcsc import Glimpse, PcscError
from scord.practice.card.reader import choose
from scord.practice.card.states import EXCLUSIVE, IN_USE, MUTE, PRESENT, all_seen, reader_seen
from scord_shared.card_words import SERVICES, STATES, say_cards
from scord_shared.cards import CardService, CardsSeen, CardState, ReaderSeen
from scord_shared.errors import Code, ScordError

EMPTY = 0x10
A = "A 00 00"


@pytest.mark.parametrize(
    ("glimpse", "state", "in_use"),
    [
        (Glimpse(EMPTY, b""), CardState.EMPTY, False),
        (Glimpse(0, b""), CardState.EMPTY, False),  # a reader that is just coming
        (Glimpse(PRESENT, CPS3), CardState.CPS, False),
        (Glimpse(PRESENT | IN_USE, CPS3), CardState.CPS, True),
        (Glimpse(PRESENT | EXCLUSIVE, CPS3), CardState.CPS, True),
        (Glimpse(PRESENT | 0x50000, VITALE), CardState.VITALE, False),  # a count in its upper half
        (Glimpse(PRESENT, STRANGE), CardState.UNKNOWN, False),
        (Glimpse(PRESENT | MUTE, b""), CardState.MUTE, False),
        (Glimpse(PRESENT, b""), CardState.MUTE, False),
    ],
)
def test_a_readers_bits_are_one_state(glimpse: Glimpse, state: CardState, *, in_use: bool) -> None:
    told = reader_seen(A, glimpse)
    assert (told.state, told.in_use) == (state, in_use)


def test_without_a_reader_that_is_the_state() -> None:
    assert all_seen({}) == CardsSeen(CardService.NO_READER)


def readers(*states: CardState) -> list[ReaderSeen]:
    return [
        ReaderSeen(f"R{number}", state, "CPS3", in_use=False) for number, state in enumerate(states)
    ]


def test_the_only_cps_is_read_whatever_lies_in_the_other_readers() -> None:
    found = choose(readers(CardState.VITALE, CardState.CPS, CardState.EMPTY), None)
    assert found.name == "R1"


@pytest.mark.parametrize(
    ("states", "asked", "code"),
    [
        ((), None, Code.CARD_NO_READER),
        ((), "R0", Code.CARD_NO_READER),
        ((CardState.CPS,), "R7", Code.CARD_READER_GONE),
        ((CardState.EMPTY,), None, Code.CARD_ABSENT),
        ((CardState.EMPTY, CardState.VITALE), None, Code.CARD_VITALE),
        ((CardState.EMPTY, CardState.UNKNOWN), None, Code.CARD_UNKNOWN),
        ((CardState.MUTE, CardState.EMPTY), None, Code.CARD_UNREADABLE),
        ((CardState.CPS, CardState.VITALE), "R1", Code.CARD_VITALE),
        ((CardState.CPS, CardState.CPS), None, Code.ACTION_REFUSED),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    states: tuple[CardState, ...], asked: str | None, code: Code
) -> None:
    with pytest.raises(ScordError) as fault:
        choose(readers(*states), asked)
    assert fault.value.code == code


def test_of_two_cps_the_one_that_is_named_is_read() -> None:
    assert choose(readers(CardState.CPS, CardState.CPS), "R1").name == "R1"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (0x80100069, Code.CARD_REMOVED),
        (0x8010000B, Code.CARD_BUSY),
        (0x8010001D, Code.CARD_NO_SERVICE),
        (0x80100013, Code.CARD_NO_SERVICE),
        (0x80100066, Code.CARD_UNREADABLE),
    ],
)
def test_each_fault_of_pcsc_is_told_as_ours(number: int, code: Code) -> None:
    assert PcscError(number).told().code == code


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_state_has_its_words(language: str) -> None:
    assert set(SERVICES) == set(CardService) - {CardService.READY}
    assert set(STATES) == set(CardState)
    for service in SERVICES:
        (line,) = say_cards(CardsSeen(CardService(service)), language)
        assert "?" not in line
    lines = say_cards(CardsSeen(CardService.READY, tuple(readers(*CardState))), language)
    assert len(set(lines)) == len(CardState)
    assert not any("?" in line for line in lines)
    assert all("R" in line for line in lines)
