"""A real pcscd and an emulated CPS: what is read, what is left as it was, and how it fails."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.card.emulated import CPS3, NUMBER, RPPS, STRANGE, VITALE, files, outcome
from tests.card.house import FIRST, SECOND, CardHouse, until

from scord.practice.card import pcsc, reader
from scord.practice.card.profile import Person
from scord.practice.card.reader import read_cps
from scord.practice.card.states import cards_now
from scord_shared.cards import CardService, CardState
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.system

_PROGRAM = Path(__file__).with_name("other_program.py")


class Other:
    """The other program."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def does(self, what: str = "") -> str:
        assert self._process.stdin
        assert self._process.stdout
        if what:
            self._process.stdin.write(f"{what}\n")
            self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def other_program(how: str) -> Iterator[Other]:
    process = subprocess.Popen(
        [sys.executable, str(_PROGRAM), FIRST, how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        other = Other(process)
        assert other.does() == how
        yield other
    finally:
        process.kill()
        process.communicate()


def in_it(slot: str = FIRST) -> CardState | None:
    return next((one.state for one in cards_now().readers if one.name == slot), None)


def test_a_cps_is_seen_without_a_word_to_it_and_read_when_asked(house: CardHouse) -> None:
    assert [one.state for one in cards_now().readers] == [CardState.EMPTY] * 2
    card = house.insert()
    until(lambda: in_it() is CardState.CPS, "the card")
    assert card.heard["command"] == 0
    reading = read_cps()
    assert (reading.reader.name, reading.reader.model) == (FIRST, "CPS3")
    assert reading.card.card_number == NUMBER
    assert reading.card.person == Person(RPPS, "GRIS", "ANNE", "SM26", "84")


def test_no_command_asks_a_pin_or_signs(house: CardHouse) -> None:
    card = house.insert()
    until(lambda: in_it() is CardState.CPS, "the card")
    read_cps()
    assert {command[1] for command in card.commands} == {0xA4, 0xB0, 0xC0}


def test_the_session_of_another_program_outlives_a_reading(house: CardHouse) -> None:
    card = house.insert()
    until(lambda: in_it() is CardState.CPS, "the card")
    with other_program("share") as other:
        before = dict(card.heard)
        for _ in range(3):
            read_cps()
        assert other.does("ask") == "0x0"
        after = dict(card.heard)
        assert after.pop("command") > before.pop("command", 0)
        assert after == before  # neither off nor reset nor on


def test_a_program_that_powers_the_card_down_would_be_seen_here(house: CardHouse) -> None:
    card = house.insert()
    until(lambda: in_it() is CardState.CPS, "the card")
    with other_program("share") as other:
        other.does("power-down")
        until(lambda: card.heard["off"], "power off")


def test_another_layout_tells_its_number_alone(house: CardHouse) -> None:
    house.insert(files={"3F00D003": files()["3F00D003"]})
    until(lambda: in_it() is CardState.CPS, "the card")
    card = read_cps().card
    assert (card.card_number, card.profile, card.person) == (NUMBER, None, None)


def test_an_answer_in_the_wrong_length_is_asked_again(house: CardHouse) -> None:
    house.insert(exact_length=True)
    until(lambda: in_it() is CardState.CPS, "the card")
    assert read_cps().card.card_number == NUMBER


@pytest.mark.parametrize(
    ("atr", "state", "code"),
    [
        (VITALE, CardState.VITALE, Code.CARD_VITALE),
        (STRANGE, CardState.UNKNOWN, Code.CARD_UNKNOWN),
    ],
)
def test_another_card_is_told_and_not_spoken_to(
    house: CardHouse, atr: bytes, state: CardState, code: Code
) -> None:
    card = house.insert(atr=atr)
    until(lambda: in_it() is state, "the card")
    assert outcome(read_cps) == code
    assert card.heard["command"] == 0


def test_an_empty_reader_is_told(house: CardHouse) -> None:
    assert outcome(read_cps) == Code.CARD_ABSENT
    assert outcome(lambda: read_cps("Essai 00 07")) == Code.CARD_READER_GONE


@pytest.mark.parametrize("at", ["3F00", "3F00D003", "3F005C01"])
def test_a_card_pulled_while_it_is_read_is_told_and_the_next_is_read(
    house: CardHouse, at: str
) -> None:
    house.insert(pulled_at=at)
    until(lambda: in_it() is CardState.CPS, "the card")
    assert outcome(read_cps) == Code.CARD_REMOVED
    until(lambda: in_it() is CardState.EMPTY, "the reader empty")
    house.insert()
    until(lambda: in_it() is CardState.CPS, "the next card")
    assert read_cps().card.card_number == NUMBER


def test_of_two_readers_each_has_its_state_and_the_one_named_is_read(house: CardHouse) -> None:
    house.insert(FIRST, files=files(given_name="PAUL", rpps="10001234565"))
    house.insert(SECOND)
    until(lambda: in_it(FIRST) is in_it(SECOND) is CardState.CPS, "both cards")
    with pytest.raises(ScordError) as fault:
        read_cps()
    assert fault.value.facts["names"] == f"{FIRST}, {SECOND}"
    person = read_cps(SECOND).card.person
    assert person
    assert person.given_name == "ANNE"


def test_a_cps_beside_a_vitale_needs_no_choice(house: CardHouse) -> None:
    house.insert(FIRST, atr=VITALE)
    house.insert(SECOND, atr=CPS3)
    until(lambda: (in_it(FIRST), in_it(SECOND)) == (CardState.VITALE, CardState.CPS), "both")
    assert read_cps().reader.name == SECOND


def test_a_card_that_another_program_has_alone_is_busy(house: CardHouse) -> None:
    house.insert()
    until(lambda: in_it() is CardState.CPS, "the card")
    with other_program("alone"):
        assert outcome(read_cps) == Code.CARD_BUSY
        assert cards_now().readers[0].in_use
    until(lambda: outcome(read_cps) != Code.CARD_BUSY, "the card free again")


def test_a_card_that_another_program_keeps_is_busy_until_it_lets_go(
    house: CardHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "SECONDS", 0.5)
    house.insert()
    until(lambda: in_it() is CardState.CPS, "the card")
    with other_program("keep") as other:
        assert outcome(read_cps) == Code.CARD_BUSY
        begun = time.monotonic()
        assert outcome(read_cps) == Code.CARD_BUSY  # at once: the first still waits
        assert time.monotonic() - begun < 0.3
        other.does("let-go")
        until(lambda: outcome(read_cps) != Code.CARD_BUSY, "the card free again")


def test_without_a_reader_that_is_told(house: CardHouse) -> None:
    house.kill()
    house.start(plugged=False)
    assert cards_now().state is CardService.NO_READER
    assert outcome(read_cps) == Code.CARD_NO_READER


def test_without_the_service_that_is_told(house: CardHouse) -> None:
    house.kill()
    assert pcsc.installed()
    assert cards_now().state is CardService.NO_SERVICE
    assert outcome(read_cps) == Code.CARD_NO_SERVICE
