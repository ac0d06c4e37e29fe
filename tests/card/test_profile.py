"""What a CPS tells without its PIN: its number; and by the test profile, whose card it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.card.emulated import NUMBER, RPPS, files, outcome, person, serial_number, tlv

from scord.practice.card.profile import SERIAL_NUMBER, CardRead, File, Person, card_number, read_by
from scord.practice.card.reference import ReferenceCard
from scord_shared.errors import Code, ScordError

WHOLE = Person(RPPS, "GRIS", "ANNE", "SM26", "84")
PROFILES = (ReferenceCard(),)


def read(content: dict[str, bytes]) -> CardRead:
    def fetch(file: File) -> bytes | None:
        return content.get(file.select[5:].hex().upper())

    return read_by(PROFILES, fetch)


def test_number_and_person_of_the_reference_card_are_read() -> None:
    assert read(files()) == CardRead(NUMBER, "reference", WHOLE)


def test_the_number_is_read_where_public_traces_have_it() -> None:
    assert SERIAL_NUMBER.select.hex() == "00a40904043f00d003"
    assert SERIAL_NUMBER.read.hex() == "00b000000c"


@pytest.mark.parametrize(
    ("content", "number"),
    [
        (serial_number("99"), "99"),
        (serial_number("1234567890"), "1234567890"),
        (tlv(0x5A, bytes.fromhex("8025000002 1234567890")), None),  # another issuer
        (tlv(0x5A, bytes.fromhex("8025000001 12F4567890")), None),
        (tlv(0x5A, bytes.fromhex("8025000001 FFFFFFFFFF")), None),
        (tlv(0x5A, b""), None),
        (tlv(0x4F, bytes.fromhex("8025000001 1234567890")), None),
        (b"", None),
    ],
)
def test_a_cards_number_is_what_stands_behind_the_issuer(content: bytes, number: str) -> None:
    assert card_number(content) == number


def test_a_card_of_a_layout_that_nobody_knows_tells_its_number_alone() -> None:
    assert read({"3F00D003": serial_number()}) == CardRead(NUMBER, None, None)
    strange = {"3F00D003": serial_number(), "3F005C01": b"\x30\x82\xff\xff not ours at all"}
    assert read(strange) == CardRead(NUMBER, None, None)


def test_what_the_card_does_not_say_is_none() -> None:
    told = read(files(region="", speciality="")).person
    assert told == Person(RPPS, "GRIS", "ANNE", None, None)


def test_tags_of_later_cards_are_passed_over() -> None:
    whole = person() + tlv(0xE1, b"\x80\x01x")
    assert read({"3F005C01": whole}).person == WHOLE


@pytest.mark.parametrize(
    "wrong",
    [
        {"rpps": ""},
        {"rpps": "99900065278"},  # its key
        {"rpps": "00000000000"},
        {"rpps": "9990006527"},
        {"family_name": ""},
        {"given_name": "A\x07B"},
        {"given_name": "A" * 81},
        {"region": "Auvergne"},
        {"region": "8 4"},
        {"speciality": "26"},
    ],
)
def test_a_marked_card_with_anything_odd_is_unreadable(wrong: dict[str, str]) -> None:
    with pytest.raises(ScordError) as fault:
        read(files(**wrong))
    assert fault.value.code == Code.CARD_UNREADABLE


@given(st.data())
def test_whatever_stands_behind_the_mark_is_a_person_or_unreadable(data: st.DataObject) -> None:
    whole = bytearray(person())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    told = outcome(lambda: read({"3F005C01": bytes(whole[:cut])}).person)
    if told not in (None, Code.CARD_UNREADABLE):
        assert len(told.rpps) == 11
        assert told.family_name
        assert told.given_name
